"""What the product says when it will not do something (RFC 9457)."""


class Problem(Exception):
    """An answer other than yes: a stable code, a sentence for people, the field at fault."""

    status = 400
    code = "invalid"

    def __init__(
        self,
        detail: str,
        *,
        code: str = "",
        field: str = "",
        status: int = 0,
        extra: dict[str, object] | None = None,
    ) -> None:
        super().__init__(detail)
        self.detail = str(detail)
        self.code = code or self.code
        self.field = field
        self.status = status or self.status
        self.extra = extra or {}

    def as_json(self) -> dict[str, object]:
        """The problem+json document."""
        document: dict[str, object] = {
            "type": "about:blank",
            "title": TITLES.get(self.status, "Error"),
            "status": self.status,
            "code": self.code,
            "detail": self.detail,
        }
        if self.field:
            document["field"] = self.field
        return document | self.extra


class Invalid(Problem):
    """The input is not of the form asked for."""

    status = 400
    code = "invalid"


class NotSeen(Problem):
    """There is no such thing, or not for this person."""

    status = 404
    code = "not_found"

    def __init__(self, detail: str = "There is nothing here for you.", **options: str) -> None:
        super().__init__(detail, code=options.get("code", ""), field=options.get("field", ""))


class Forbidden(Problem):
    """Seen, but not allowed."""

    status = 403
    code = "forbidden"


class Conflict(Problem):
    """It does not go together with what is already there."""

    status = 409
    code = "conflict"


TITLES = {
    400: "Bad request",
    401: "Sign in",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    409: "Conflict",
    410: "Gone",
    411: "Length required",
    412: "Changed meanwhile",
    413: "Too large",
    415: "Unsupported media type",
    422: "Not possible",
    426: "Upgrade needed",
    429: "Too many requests",
    500: "Server error",
    503: "Not ready",
}

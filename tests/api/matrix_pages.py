"""Rows of the permission matrix: pages and the sync protocol. Members come with a browser that is signed in."""

from tests.api.world import Answers, Ask

GROUPS = ("admin/", "accounts/")
"""Django's admin panel and allauth, which have tests of their own."""

# owner, manager, performer, observer, guest, outsider, nobody, reader
ALL: Answers = (200,) * 8
NOTHING: Answers = (404,) * 8
SYNCED: Answers = (200, 200, 200, 200, 200, 403, 401, 401)
OF_PROJECT: Answers = (200, 200, 200, 200, 404, 403, 401, 401)
INSIDE: Answers = (200, 200, 200, 200, 200, 404, 302, 302)
"""A page of the workspace: strangers are sent to sign in."""

# Another file than the one of this id; the guest sends it to nobody yet.
SENT_AGAIN: Answers = (409, 409, 409, 409, 409, 403, 401, 401)

SYNC_AT = "api/sync/v1/<uuid:workspace_id>/"
SYNC = [
    Ask("get", "api/sync/v1/door/<str:slug>", (200, 200, 200, 200, 200, 404, 401, 401)),
    Ask(
        "post",
        SYNC_AT + "session",
        SYNCED,
        {"client": "019ab0f4-5a00-7000-8000-000000000001", "schema": 1},
    ),
    Ask("get", SYNC_AT + "bootstrap", SYNCED, lambda ids: {"scope": ids["workspace_id"]}),
    Ask("get", SYNC_AT + "bootstrap", OF_PROJECT, lambda ids: {"scope": ids["project_id"]}),
    Ask("get", SYNC_AT + "audit", SYNCED, lambda ids: {"scope": ids["workspace_id"]}),
    Ask("get", SYNC_AT + "audit", OF_PROJECT, lambda ids: {"scope": ids["project_id"]}),
    # A cursor of another history is told to everyone who may ask.
    Ask("post", SYNC_AT + "pull", (410,) * 5 + (403, 401, 401), {"cursor": "0.0"}),
    Ask(
        "post",
        SYNC_AT + "push",
        SYNCED,
        {"client": "019ab0f4-5a00-7000-8000-000000000001", "schema": 1, "mutations": []},
    ),
    Ask(
        "get",
        SYNC_AT + "object/<str:model>/<uuid:object_id>",
        OF_PROJECT,
        uses={"object_id": "task_id"},
    ),
    Ask(
        "get",
        SYNC_AT + "history/<str:model>/<uuid:object_id>",
        OF_PROJECT,
        uses={"object_id": "task_id"},
    ),
    Ask("get", SYNC_AT + "files/<uuid:file_id>", OF_PROJECT),
    Ask("put", SYNC_AT + "files/<uuid:file_id>", SENT_AGAIN),
    Ask("get", SYNC_AT + "files/<uuid:file_id>/preview", OF_PROJECT),
]
SPACE = "w/<slug:slug>/"
OWN: Answers = (200, 200, 200, 200, 200, 200, 302, 302)
"""One's own page; strangers are sent to sign in."""
SENT: Answers = (302, 302, 302, 302, 302, 404, 302, 302)
"""A form of the workspace: a refusal is a sentence on the page that follows; the action refuses as in the API."""
IMPORT = SPACE + "import/<uuid:run_id>/"
IMPORTERS: Answers = (200, 200, 403, 403, 403, 404, 302, 302)
OWN_IMPORT: Answers = (200, 404, 403, 403, 403, 404, 302, 302)
"""The owner's own import, which other managers do not see."""
SENT_IMPORT: Answers = (302, 404, 403, 403, 403, 404, 302, 302)
PAGES: list[Ask] = [
    Ask("get", "livez", ALL),
    Ask("get", "readyz", ALL),
    Ask("get", "api/schema/", ALL),
    Ask("get", "api/docs/", ALL),
    Ask("get", "api/^.*$", NOTHING, address="api/v1/nothing"),
    Ask("get", "", (302,) * 8),
    # The house has an owner; nobody opens it twice.
    Ask("get", "welcome/", (302,) * 8),
    Ask("get", "join/<str:token>/", NOTHING),
    Ask("get", "me/", OWN),
    Ask("form", "me/tokens/", (302,) * 8),
    Ask(
        "form",
        "me/tokens/<uuid:token_id>/revoke/",
        (302, 404, 404, 404, 404, 404, 302, 302),
    ),
    Ask("get", SPACE, INSIDE),
    Ask("get", SPACE + "sync/", INSIDE),
    Ask("get", r"^w/(?P<slug>[-\w]+)/(?P<rest>p/.+)$", INSIDE, address=SPACE + "p/WEB"),
    # What a browser keeps to open without us is the same for everybody.
    Ask("get", "shell/", ALL),
    Ask("get", "offline/", ALL),
    # Tests render pages as in development, where nothing is built that a worker could keep.
    Ask("get", "sw.js", NOTHING),
    Ask("get", "manifest.webmanifest", ALL),
    Ask("get", SPACE + "settings/", (200, 403, 403, 403, 403, 404, 302, 302)),
    Ask("get", SPACE + "people/", INSIDE),
    Ask("form", SPACE + "people/invite/", SENT, {"role": "performer"}),
    Ask(
        "form",
        SPACE + "people/invitations/<uuid:invitation_id>/revoke/",
        (302, 403, 403, 403, 403, 404, 302, 302),
    ),
    Ask("form", SPACE + "people/<uuid:member_id>/role/", SENT, {"role": "observer"}),
    Ask("form", SPACE + "people/<uuid:member_id>/remove/", SENT),
    Ask(
        "form",
        SPACE + "people/<uuid:member_id>/match/",
        SENT,
        lambda ids: {"member": ids["member_id"]},
        uses={"member_id": "placeholder_id"},
    ),
    Ask("form", "welcome/demo/", (302,) * 8),
    Ask("get", SPACE + "import/", IMPORTERS),
    Ask("get", IMPORT, OWN_IMPORT),
    Ask("get", IMPORT + "status", OWN_IMPORT),
    Ask("form", IMPORT + "start", SENT_IMPORT),
    Ask("form", IMPORT + "update", SENT_IMPORT),
    Ask("form", IMPORT + "undo", SENT_IMPORT),
]

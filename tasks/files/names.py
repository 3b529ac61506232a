"""Names of files as other machines left them, made harmless and readable."""

import unicodedata

from pm_suite.lib.problems import Invalid

NAME_MAX = 300
NAMELESS = "file"
EXTENSION_MAX = 20


def clean_name(value: object) -> str:
    """The last part of a path, one line, at most 300 characters with its extension kept; raises Invalid for no text.

    Control characters go, and with them those that turn the direction of writing: "photo\\u202egpj.exe" would read
    "photoexe.jpg".
    """
    if not isinstance(value, str):
        raise Invalid("A name is a text.", field="name")
    last = value.replace("\\", "/").rsplit("/", 1)[-1]
    signs = (" " if sign.isspace() else sign for sign in last if _is_shown(sign))
    name = " ".join("".join(signs).split()).rstrip(". ")
    if not name.strip("."):
        return NAMELESS
    if len(name) <= NAME_MAX:
        return name
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension) > EXTENSION_MAX:
        return name[:NAME_MAX].rstrip()
    return f"{stem[: NAME_MAX - len(extension) - 1].rstrip()}.{extension}"


def _is_shown(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co", "Cn"}


def extension_of(name: str) -> str:
    """The extension in small letters, with its dot; nothing where there is none."""
    _, dot, extension = name.rpartition(".")
    return f".{extension.lower()}" if dot else ""

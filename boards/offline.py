"""The application without the server: its shell, its service worker, and what an installed one is called."""

import hashlib
import json
import re
from functools import cache

from django.conf import settings
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import URLPattern, get_resolver, reverse
from django.utils import translation
from django.utils.translation import gettext as _

from pm_suite.lib.build import Build, build

PAPER = "#f7f6f3"
"""The background in the light theme; base.html has both."""


def shell_page() -> str:
    """The application's page without anything of anybody: rendered without a request it cannot name one."""
    return render_to_string("app.html", {"worker": settings.SERVICE_WORKER})


def offline_page() -> str:
    """What stands in the place of a page that the server would have to draw."""
    return render_to_string("offline.html")


def screens() -> str:
    """The addresses that the application itself answers, as an expression that JavaScript understands."""
    found = get_resolver("boards.urls").url_patterns
    ours = [each for each in found if isinstance(each, URLPattern) and is_screen(each.name)]
    spelled = [_for_javascript(each.pattern.regex.pattern) for each in ours]
    return "|".join(f"^/{one.removeprefix('^')}" for one in spelled)


def is_screen(url_name: str | None) -> bool:
    """Whether an address of that name is answered by the application."""
    return url_name is not None and url_name.startswith("app")


def _for_javascript(expression: str) -> str:
    return re.sub(r"\?P<\w+>", "", expression).replace(r"\Z", "$")


@cache
def version() -> str:
    """A digest that changes whenever a browser should keep something else; empty where nothing was built."""
    made = build()
    if made is None:
        return ""
    # In one language, for every process has to come to the same.
    with translation.override(settings.LANGUAGE_CODE):
        pages = shell_page() + offline_page()
    digest = hashlib.sha256(f"{screens()}{pages}{made.worker}".encode())
    for name in made.files:
        digest.update(name.encode())
        digest.update((made.folder / name).read_bytes())
    return digest.hexdigest()[:16]


def worker_source() -> str | None:
    """The service worker with the list of what it keeps; None where nothing was built.

    Switched off, it is one that removes itself and what its forerunners kept.
    """
    if not settings.SERVICE_WORKER:
        return render_to_string("worker_off.js")
    made = build()
    return f"self.BUILD = {json.dumps(_kept(made))};\n{made.worker}" if made else None


def _kept(made: Build) -> dict[str, object]:
    return {
        "version": version(),
        "screens": screens(),
        "shell": reverse("shell"),
        "offline": reverse("offline"),
        "assets": [static(name) for name in made.files],
    }


def web_manifest() -> dict[str, object]:
    """What an installed PM Suite is called and looks like (W3C Web Application Manifest)."""
    return {
        "id": "/",
        "name": "PM Suite",
        "short_name": "PM Suite",
        "description": _("Boards, tasks and projects of a team; they open without a network too."),
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": PAPER,
        "categories": ["productivity", "business"],
        "icons": [
            _icon("icon-192.png", "192x192"),
            _icon("icon-512.png", "512x512"),
            _icon("icon-maskable-192.png", "192x192", purpose="maskable"),
            _icon("icon-maskable-512.png", "512x512", purpose="maskable"),
            _icon("icon.svg", "any", kind="image/svg+xml"),
        ],
        "shortcuts": [
            {"name": _("Projects"), "url": "/"},
            {"name": _("Your account"), "url": reverse("me")},
        ],
    }


def _icon(
    name: str, sizes: str, *, kind: str = "image/png", purpose: str = "any"
) -> dict[str, str]:
    return {"src": static(f"icons/{name}"), "sizes": sizes, "type": kind, "purpose": purpose}

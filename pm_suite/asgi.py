"""The product as ASGI: `application` for the web process, `live` for the hub alone.

The web process answers everything on one port: event streams are native, the rest goes through a pool of threads to
Django's WSGI application, long bodies once they have come whole. With LIVE_SOCKET set the streams are held by the live
process and only pass through here.
"""

from a2wsgi import WSGIMiddleware
from django.conf import settings

# First, for the modules below need Django to be ready.
from pm_suite.wsgi import application as django_wsgi  # isort: skip
from pm_suite.lib.spool import Spool
from sync.live.app import Live, Message, Receive, Send, is_stream
from sync.live.relay import relay

live = Live()
# Django's response is the iterable of bytes that WSGI asks for, which its stubs do not say.
_threads = WSGIMiddleware(django_wsgi, workers=settings.WEB_THREADS)  # type: ignore[arg-type]
AROUND = 1024 * 1024
"""Bytes of a form that are no file."""
_spool = Spool(
    _threads,  # type: ignore[arg-type]  # its messages are dictionaries of known keys
    limit=max(settings.FILE_MAX_BYTES, settings.IMPORT_MAX_BYTES) + AROUND,
)


async def application(scope: Message, receive: Receive, send: Send) -> None:
    """Answer one request, or follow the server's life."""
    if scope["type"] == "lifespan":
        await live(scope, receive, send)
    elif is_stream(scope):
        if settings.LIVE_SOCKET:
            await relay(settings.LIVE_SOCKET, scope, receive, send)
        else:
            await live(scope, receive, send)
    elif scope["type"] == "http":
        await _spool(without_underscores(scope), receive, send)


def without_underscores(scope: Message) -> Message:
    """The request without headers whose names hold an underscore: in WSGI they would pass for others."""
    headers = [(name, value) for name, value in scope["headers"] if b"_" not in name]
    return {**scope, "headers": headers}

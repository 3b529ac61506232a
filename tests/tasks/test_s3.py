"""Files on S3: the settings that the environment makes, against a server that speaks as much of it as is needed."""

import io
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Barrier, Thread
from typing import Any

import pytest
from django.core.files.storage import storages
from django.db import connection
from pytest_django import Settings

from pm_suite.lib.ids import new_id
from pm_suite.lib.tenancy import EVERY_TENANT, enter_tenant
from tasks.actions.files import receive_file, sweep_files
from tasks.actions.parts import remove_attachment
from tasks.models import StoredFile
from tests.api.conftest import session_of, whole
from tests.cast import Cast, assemble
from tests.make import make_file, make_task, png
from tests.tasks.test_files import LATER, at


class Bucket(ThreadingHTTPServer):
    """Keeps objects by their path, as a bucket does."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.objects: dict[str, bytes] = {}


class Answer(BaseHTTPRequestHandler):
    server: Bucket
    protocol_version = "HTTP/1.1"

    def log_message(self, *args: Any) -> None:
        return None

    def reply(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    @property
    def key(self) -> str:
        return self.path.partition("?")[0]

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.objects[self.key] = body
        self.reply(200, ETag='"x"')

    def do_GET(self) -> None:
        body = self.server.objects.get(self.key)
        if body is None:
            return self.reply(404)
        start, end = 0, len(body)
        if asked := self.headers.get("Range", "").removeprefix("bytes="):
            first, _, last = asked.partition("-")
            start, end = int(first), min(end, int(last) + 1 if last else end)
        self.reply(206 if asked else 200, body[start:end], ETag='"x"')

    do_HEAD = do_GET

    def do_DELETE(self) -> None:
        self.server.objects.pop(self.key, None)
        self.reply(204)


@pytest.fixture
def bucket(settings: Settings) -> Iterator[Bucket]:
    bucket = Bucket()
    Thread(target=bucket.serve_forever, daemon=True).start()
    options = settings.FILES_ON_S3["OPTIONS"] | {
        "bucket_name": "acme",
        "endpoint_url": f"http://127.0.0.1:{bucket.server_port}",
        "region_name": "eu-north-1",
        "access_key": "key",
        "secret_key": "secret",
        "location": "pm",
    }
    settings.STORAGES = settings.STORAGES | {"files": settings.FILES_ON_S3 | {"OPTIONS": options}}
    yield bucket
    storage: Any = storages["files"]
    storage.connection.meta.client.close()
    bucket.shutdown()
    bucket.server_close()


def test_files_and_previews_lie_in_the_bucket_until_they_are_swept(
    cast: Cast, bucket: Bucket
) -> None:
    file = make_file(cast.maria, make_task(cast), "a.png", png(900, 600))
    path = f"/acme/pm/{StoredFile.objects.get().path}"
    assert bucket.objects == {path: png(900, 600)}
    assert whole(session_of(cast.vera).get(at(file.id, cast.vera))) == png(900, 600)
    part = session_of(cast.vera).get(at(file.id, cast.vera), headers={"Range": "bytes=1-3"})
    assert (part.status_code, whole(part)) == (206, b"PNG")
    for _ in range(2):
        assert session_of(cast.vera).get(at(file.id, cast.vera, "/preview")).status_code == 200
    assert sorted(bucket.objects) == [path, f"{path}.small.webp"]
    remove_attachment(file, actor=cast.maria)
    assert sweep_files(file.created_at + LATER) == 1
    assert bucket.objects == {}


def test_file_that_is_not_in_the_bucket_is_told_of_with_a_sentence(
    cast: Cast, bucket: Bucket
) -> None:
    file = make_file(cast.maria, make_task(cast), "a.png", png())
    bucket.objects.clear()
    answer = session_of(cast.maria).get(at(file.id, cast.maria))
    assert (answer.status_code, answer.json()["code"]) == (404, "lost")


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_same_file_sent_several_times_at_once_is_kept_once(
    transactional_db: None, bucket: Bucket
) -> None:
    enter_tenant(EVERY_TENANT)
    maria = assemble().maria
    for _ in range(4):
        file_id, barrier = new_id(), Barrier(4)

        def send(
            _: int, barrier: Barrier = barrier, file_id: uuid.UUID = file_id
        ) -> tuple[str, int]:
            try:
                enter_tenant(EVERY_TENANT)
                barrier.wait()
                stored = receive_file(maria, file_id, io.BytesIO(png()), name="a.png")
                return stored.path, stored.size
            finally:
                connection.close()

        with ThreadPoolExecutor(4) as pool:
            told = set(pool.map(send, range(4)))
        path = StoredFile.objects.get(id=file_id).path
        assert told == {(path, len(png()))}
        assert [key for key in bucket.objects if str(file_id) in key] == [f"/acme/pm/{path}"]

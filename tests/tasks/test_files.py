"""Files on tasks: sent, hung up, read, taken off and swept."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pm_suite.lib.ids import new_id
from pm_suite.lib.problems import Invalid
from pm_suite.lib.tenancy import tenant
from tasks.actions.files import receive_file, sweep_files
from tasks.actions.parts import remove_attachment
from tasks.actions.tasks import trash_task
from tasks.actions.trash import empty_trash
from tasks.files.storage import files
from tasks.models import Attachment, StoredFile, Task
from teams.models import Member
from tests.api.conftest import Api, api_of, session_of, whole
from tests.cast import Cast
from tests.make import make_file, make_task, png
from tests.sync.browsers import Browser
from tests.tasks.pictures import empty_png

LATER = timedelta(days=31)


def send(
    member: Member, content: bytes, file_id: object = None, name: str = "a.png", **more: Any
) -> Any:
    """What the server says to a browser that sends a file ahead."""
    path = f"/api/sync/v1/{member.workspace_id}/files/{file_id or new_id()}?name={name}"
    return session_of(member).generic("PUT", path, content, "application/octet-stream", **more)


def at(attachment: object, of: Member, rest: str = "") -> str:
    return f"/api/sync/v1/{of.workspace_id}/files/{attachment}{rest}"


@pytest.fixture
def task(cast: Cast) -> Task:
    return make_task(cast)


@pytest.fixture
def maria(cast: Cast) -> Browser:
    return Browser(cast, cast.maria)


def hang(browser: Browser, file_id: object, task: Task, name: str = "a.png") -> dict[str, Any]:
    return browser.push("file.add", id=str(file_id), task_id=str(task.id), name=name)


def test_file_is_sent_ahead_and_then_hung_on_a_task(cast: Cast, task: Task, maria: Browser) -> None:
    file_id = new_id()
    told = send(cast.maria, png(7, 5), file_id).json()
    assert told == {
        "id": str(file_id),
        "size": len(png(7, 5)),
        "content_type": "image/png",
        "width": 7,
        "height": 5,
    }
    assert hang(maria, file_id, task, "C:\\dir\\Sketch.png")["status"] == "applied"
    row = api_of(cast.vera).read(f"attachments/{file_id}").json()
    assert (row["kind"], row["name"], row["width"]) == ("file", "Sketch.png", 7)
    task.refresh_from_db()
    assert task.attachment_count == 1


def test_same_file_sent_again_is_kept_once(cast: Cast) -> None:
    file_id = new_id()
    assert [send(cast.maria, png(), file_id).status_code for _ in range(3)] == [200, 200, 200]
    stored = StoredFile.objects.get()
    folder, name = stored.path.rsplit("/", 1)
    assert name.startswith(str(file_id))
    assert files().listdir(folder)[1] == [name]


def test_other_file_under_a_known_id_is_refused(cast: Cast) -> None:
    file_id = new_id()
    send(cast.maria, png(), file_id)
    for member, content in ((cast.maria, b"other"), (cast.pavel, png())):
        answer = send(member, content, file_id)
        assert (answer.status_code, answer.json()["code"]) == (409, "taken")


def test_file_that_did_not_come_whole_leaves_nothing(cast: Cast) -> None:
    for length in (len(png()) + 1, len(png()) - 1):
        with pytest.raises(Invalid, match="did not come whole"):
            receive_file(cast.maria, new_id(), io.BytesIO(png()), name="a.png", length=length)
    assert not StoredFile.objects.exists()


def test_file_of_25_mb_is_taken_and_of_a_byte_more_is_not(cast: Cast, task: Task) -> None:
    limit = settings.FILE_MAX_BYTES
    assert limit == 25 * 2**20
    assert send(cast.maria, bytes(limit)).status_code == 200
    answer = send(cast.maria, bytes(limit + 1))
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert "at most 25 MB" in answer.json()["detail"]
    # Whoever says nothing of the length, or less than what comes, sends no more either.
    form = {"file": SimpleUploadedFile("a.bin", bytes(limit + 1))}
    answer = api_of(cast.maria).post(f"/api/v1/tasks/{task.id}/files", form)
    assert answer.status_code == 413
    assert StoredFile.objects.count() == 1


def test_file_without_a_length_is_not_read(cast: Cast) -> None:
    answer = send(cast.maria, png(), CONTENT_LENGTH="")
    assert (answer.status_code, answer.json()["code"]) == (411, "no_length")


def test_picture_that_is_a_bomb_is_refused_with_a_sentence(cast: Cast) -> None:
    answer = send(cast.maria, empty_png(20_000, 20_000))
    assert (answer.status_code, answer.json()["code"]) == (400, "picture_too_large")
    assert not StoredFile.objects.exists()


def test_file_that_has_not_come_is_not_hung_up(cast: Cast, task: Task, maria: Browser) -> None:
    result = hang(maria, new_id(), task)
    assert (result["status"], result["code"]) == ("refused", "not_uploaded")


def test_nobody_hangs_up_what_another_has_sent(cast: Cast, task: Task) -> None:
    file_id = new_id()
    send(cast.maria, png(), file_id)
    result = hang(Browser(cast, cast.pavel), file_id, task)
    assert result["code"] == "not_uploaded"
    # Nor a file that hangs elsewhere, by its id alone.
    secret = make_file(cast.maria, make_task(cast), "secret.png", png())
    assert hang(Browser(cast, cast.pavel), secret.id, task)["code"] == "not_uploaded"


def test_one_file_hangs_on_one_task(cast: Cast, task: Task, maria: Browser) -> None:
    file = make_file(cast.maria, task, "a.png", png())
    result = hang(maria, file.id, make_task(cast))
    assert (result["status"], result["code"]) == ("refused", "taken")


def test_observer_sends_no_file(cast: Cast, task: Task) -> None:
    answer = api_of(cast.vera).post(f"/api/v1/tasks/{task.id}/files", {"file": a_file()})
    assert answer.status_code == 403
    assert Attachment.objects.count() == 0


def a_file(name: str = "Plan.png", content: bytes = b"") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or png(), "text/html")


def test_program_sends_a_form(cast: Cast, task: Task) -> None:
    answer = api_of(cast.maria).post(f"/api/v1/tasks/{task.id}/files", {"file": a_file()})
    assert answer.status_code == 201
    row = answer.json()
    assert (row["name"], row["content_type"], row["size"]) == ("Plan.png", "image/png", len(png()))
    named = api_of(cast.maria).post(
        f"/api/v1/tasks/{task.id}/files", {"file": a_file(), "name": "Other.png"}
    )
    assert named.json()["name"] == "Other.png"


def test_program_sends_bytes(cast: Cast, task: Task) -> None:
    answer = api_of(cast.maria).generic(
        "POST",
        f"/api/v1/tasks/{task.id}/files",
        png(),
        "image/png",
        headers={
            "Content-Disposition": "attachment; filename*=UTF-8''%D0%9F%D0%BB%D0%B0%D0%BD.png"
        },
    )
    assert (answer.status_code, answer.json()["name"]) == (201, "План.png")


@pytest.mark.parametrize("form", [{}, {"file": "text"}, {"name": "x"}, {"odd": "1"}])
def test_form_without_a_file_is_refused(cast: Cast, task: Task, form: dict[str, Any]) -> None:
    answer = api_of(cast.maria).post(f"/api/v1/tasks/{task.id}/files", form)
    assert answer.status_code == 400
    assert answer.json()["detail"]


def test_program_that_repeats_itself_makes_one_attachment(cast: Cast, task: Task) -> None:
    program, path = api_of(cast.maria), f"/api/v1/tasks/{task.id}/files"
    key = {"Idempotency-Key": "once"}
    first, second = (program.post(path, {"file": a_file()}, headers=key) for _ in range(2))
    assert first.json() == second.json()
    assert Attachment.objects.count() == 1
    other = program.post(path, {"file": a_file(content=b"other")}, headers=key)
    assert other.json()["code"] == "idempotency_key_reused"


@pytest.mark.parametrize("name", ["a.svg", "a.html", "a.pdf", "a.png"])
def test_file_is_never_shown_by_a_browser(cast: Cast, task: Task, name: str) -> None:
    page = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
    file = make_file(cast.maria, task, name, page)
    answer = session_of(cast.vera).get(at(file.id, cast.vera))
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert whole(answer) == page
    assert session_of(cast.vera).get(at(file.id, cast.vera, "/preview")).status_code == 404


def test_odd_names_stay_inside_of_their_header(cast: Cast, task: Task) -> None:
    for name in ('a"; filename="b.exe', "строка\r\nSet-Cookie: x=1.txt", "a%0d%0a;.txt"):
        file = make_file(cast.maria, task, name, b"text")
        header = session_of(cast.maria).get(at(file.id, cast.maria)).headers["Content-Disposition"]
        assert header.startswith("attachment; filename")
        assert "\n" not in header


def test_preview_is_our_own_picture(cast: Cast, task: Task) -> None:
    file = make_file(cast.maria, task, "a.png", png(900, 600) + b"<script>")
    for size in ("small", "large"):
        answer = session_of(cast.vera).get(at(file.id, cast.vera, f"/preview?size={size}"))
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/webp")
        assert b"script" not in answer.content
        again = session_of(cast.vera).get(
            at(file.id, cast.vera, f"/preview?size={size}"),
            headers={"If-None-Match": answer.headers["ETag"]},
        )
        assert again.status_code == 304
    assert session_of(cast.vera).get(at(file.id, cast.vera, "/preview?size=x")).status_code == 400


def test_part_of_a_file_may_be_asked_for(cast: Cast, task: Task) -> None:
    file, browser = make_file(cast.maria, task, "a.bin", b"0123456789"), session_of(cast.maria)

    def ask(range_: str, **more: str) -> tuple[int, bytes]:
        headers = {"Range": range_, **more}
        answer = browser.get(at(file.id, cast.maria), headers=headers)
        return answer.status_code, whole(answer)

    assert ask("bytes=2-4") == (206, b"234")
    assert ask("bytes=7-") == (206, b"789")
    assert ask("bytes=-3") == (206, b"789")
    assert ask("bytes=-30") == (200, b"0123456789")
    assert ask("bytes=0-99") == (200, b"0123456789")
    assert ask("bytes=1-2,4-5") == (200, b"0123456789")
    assert ask("bytes=2-4", **{"If-Range": '"other"'}) == (200, b"0123456789")
    assert ask("bytes=10-")[0] == 416
    assert ask("bytes=5-2")[0] == 416


def test_who_does_not_see_the_task_sees_no_file(cast: Cast, task: Task) -> None:
    file = make_file(cast.maria, task, "a.png", png())
    for rest in ("", "/preview"):
        assert session_of(cast.mallory).get(at(file.id, cast.maria, rest)).status_code == 403
        assert session_of(cast.mallory).get(at(file.id, cast.mallory, rest)).status_code == 404
        assert Api().get(at(file.id, cast.maria, rest)).status_code == 401
    trash_task(task, actor=cast.maria)
    assert session_of(cast.maria).get(at(file.id, cast.maria)).status_code == 404


def test_files_of_two_workspaces_are_rows_apart(cast: Cast, task: Task) -> None:
    make_file(cast.maria, task, "a.png", png())
    with tenant(cast.mallory.workspace_id):
        assert StoredFile.objects.count() == 0


def test_file_that_is_lost_is_told_of_with_a_sentence(cast: Cast, task: Task) -> None:
    file = make_file(cast.maria, task, "a.png", png())
    files().delete(StoredFile.objects.get().path)
    for rest in ("", "/preview"):
        answer = session_of(cast.maria).get(at(file.id, cast.maria, rest))
        assert (answer.status_code, answer.json()["code"]) == (404, "lost")


def test_taking_a_file_off_may_be_undone_by_others_for_a_month(
    cast: Cast, task: Task, maria: Browser
) -> None:
    file = make_file(cast.pavel, task, "a.png", png())
    maria.push("attachment.remove", id=str(file.id))
    assert sweep_files(timezone.now() + timedelta(days=29)) == 0
    assert hang(maria, file.id, task)["status"] == "applied"
    assert sweep_files(timezone.now() + LATER) == 0
    assert whole(session_of(cast.vera).get(at(file.id, cast.vera))) == png()


def test_file_that_was_taken_off_goes_after_a_month(cast: Cast, task: Task) -> None:
    file = make_file(cast.maria, task, "a.png", png())
    session_of(cast.maria).get(at(file.id, cast.maria, "/preview"))
    path = StoredFile.objects.get().path
    remove_attachment(file, actor=cast.maria)
    assert sweep_files(timezone.now() + LATER) == 1
    assert not StoredFile.objects.exists()
    assert files().listdir(path.rsplit("/", 1)[0])[1] == []


def test_file_that_was_never_hung_up_goes_after_two_days(cast: Cast) -> None:
    send(cast.maria, png())
    assert sweep_files(timezone.now() + timedelta(hours=47)) == 0
    assert sweep_files(timezone.now() + timedelta(hours=49)) == 1


def test_file_goes_with_a_task_that_is_deleted_for_good(cast: Cast, task: Task) -> None:
    make_file(cast.maria, task, "a.png", png())
    trash_task(task, actor=cast.maria)
    assert sweep_files(timezone.now() + timedelta(days=300)) == 0
    empty_trash(timezone.now() + LATER)
    assert sweep_files(timezone.now() + LATER) == 1


def test_admins_are_told_how_much_files_take(cast: Cast, task: Task) -> None:
    make_file(cast.maria, task, "a.png", png())
    make_file(cast.maria, task, "b.txt", b"12345")
    answer = api_of(cast.olga).read("file-usage").json()
    assert answer == {"files": 2, "bytes": len(png()) + 5}
    page = session_of(cast.olga).get(f"/w/{cast.workspace.slug}/settings/").content.decode()
    assert "2 files on tasks" in page


def test_server_without_room_says_so(cast: Cast) -> None:
    there = settings.FILES_ON_DISK | {"OPTIONS": {"location": "/proc/nowhere"}}
    with override_settings(STORAGES=settings.STORAGES | {"files": there}):
        answer = send(cast.maria, png())
    assert (answer.status_code, answer.json()["code"]) == (507, "no_room")
    assert not StoredFile.objects.exists()


def test_reading_a_file_takes_few_queries(cast: Cast, task: Task) -> None:
    file, browser = make_file(cast.maria, task, "a.png", png()), session_of(cast.maria)
    counts = []
    for rest in ("", "/preview", "/preview"):
        with CaptureQueriesContext(connection) as queries:
            browser.get(at(file.id, cast.maria, rest))
        counts.append(len(queries))
    assert max(counts) <= 7, counts

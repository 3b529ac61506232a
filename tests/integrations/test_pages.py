"""Importing in the browser."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from integrations.jobs import run_import
from integrations.models import ImportRun
from pm_suite.lib.tenancy import EVERY_TENANT, enter_tenant
from tasks.models import Task
from tests.cast import Cast
from tests.conftest import browser_of
from tests.integrations.exports import board, upload

HOME = "/w/acme/import/"


def send(browser: Client, raw: bytes | None = None, name: str = "board.json") -> Any:
    content = json.dumps(board()).encode() if raw is None else raw
    return browser.post(HOME, {"file": SimpleUploadedFile(name, content)})


def run_of(run: ImportRun) -> ImportRun:
    enter_tenant(EVERY_TENANT)
    return ImportRun.objects.get(id=run.id)


def page_of(run: ImportRun, action: str = "") -> str:
    return f"{HOME}{run.id}/{action}"


def test_upload_leads_to_its_preview(cast: Cast) -> None:
    browser = browser_of(cast.maria)
    answer = send(browser)
    run = ImportRun.objects.get()
    assert answer.status_code == 302
    assert answer.headers["Location"] == page_of(run)
    page = browser.get(page_of(run))
    assert page.status_code == 200
    assert "Bakery shop" in page.content.decode()
    assert not Task.objects.filter(title="Buy an oven").exists()


def test_start_rings_and_the_worker_does_it(
    cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    browser = browser_of(cast.maria)
    run = upload(cast.maria, board())
    with django_capture_on_commit_callbacks(execute=True) as calls:
        answer = browser.post(page_of(run, "start"))
    assert answer.headers["Location"] == page_of(run)
    assert len(calls) == 1
    assert browser.get(page_of(run, "status")).json()["state"] == "queued"
    run_import(str(run.id), str(run.workspace_id))
    status = browser.get(page_of(run, "status"))
    assert status.json() == {"state": "done", "progress": 100, "step": "", "error": ""}
    assert status.headers["Cache-Control"] == "no-store"
    assert browser.get(page_of(run)).status_code == 200


def test_start_twice_is_harmless(cast: Cast) -> None:
    browser, run = browser_of(cast.maria), upload(cast.maria, board())
    assert [browser.post(page_of(run, "start")).status_code for _ in range(2)] == [302, 302]
    assert run_of(run).state == ImportRun.State.QUEUED
    assert "already" in browser.get(page_of(run)).content.decode()


def test_board_that_is_here_is_not_imported_again_but_updated(cast: Cast) -> None:
    browser, first = browser_of(cast.maria), upload(cast.maria, board())
    browser.post(page_of(first, "start"))
    run_import(str(first.id), str(first.workspace_id))
    again = upload(cast.maria, board())
    assert "was imported on" in browser.get(page_of(again)).content.decode()
    browser.post(page_of(again, "start"))
    assert run_of(again).state == ImportRun.State.PREVIEWED
    browser.post(page_of(again, "update"))
    run_import(str(again.id), str(again.workspace_id))
    assert run_of(again).state == ImportRun.State.DONE
    assert Task.objects.filter(title="Buy an oven").count() == 1


def test_undo_takes_it_back(cast: Cast) -> None:
    browser, run = browser_of(cast.maria), upload(cast.maria, board())
    browser.post(page_of(run, "start"))
    run_import(str(run.id), str(run.workspace_id))
    assert browser.post(page_of(run, "undo")).status_code == 302
    assert run_of(run).state == ImportRun.State.UNDONE
    assert browser.get(page_of(run)).status_code == 200


def test_file_that_cannot_be_read_is_told_in_a_sentence(cast: Cast) -> None:
    browser = browser_of(cast.maria)
    answer = send(browser, b"<html>", "export.html")
    run = ImportRun.objects.get()
    assert answer.headers["Location"] == page_of(run)
    assert "not a JSON file" in browser.get(page_of(run)).content.decode()
    assert browser.get(page_of(run, "status")).json()["state"] == "failed"


def test_empty_file_is_told_in_a_sentence(cast: Cast) -> None:
    send(browser_of(cast.maria), b"")
    assert ImportRun.objects.get().error == "The file is empty."


def test_file_past_the_limit_is_told_in_a_sentence(cast: Cast, settings: Settings) -> None:
    settings.IMPORT_MAX_BYTES = 2000
    send(browser_of(cast.maria))
    assert "the limit" in ImportRun.objects.get().error


def test_form_without_a_file_is_shown_again(cast: Cast) -> None:
    answer = browser_of(cast.maria).post(HOME)
    assert answer.status_code == 200
    assert not ImportRun.objects.exists()


def test_list_shows_own_runs_and_to_owners_everybodys(cast: Cast) -> None:
    upload(cast.maria, board(), name="marias.json")
    upload(cast.olga, board(), name="olgas.json")
    marias = browser_of(cast.maria).get(HOME).content.decode()
    assert "marias.json" in marias
    assert "olgas.json" not in marias
    assert "marias.json" in browser_of(cast.olga).get(HOME).content.decode()


@pytest.mark.parametrize("action", ["", "status", "start", "update", "undo"])
def test_run_is_hidden_from_outsiders_and_refused_to_others(cast: Cast, action: str) -> None:
    path = page_of(upload(cast.maria, board()), action)
    method = "get" if action in ("", "status") else "post"
    statuses = {
        member.name: getattr(browser_of(member), method)(path).status_code
        for member in (cast.pavel, cast.vera, cast.mallory)
    }
    assert statuses == {"Pavel": 403, "Vera": 403, "Mallory": 404}
    assert getattr(Client(), method)(path).status_code == 302


def test_run_of_another_workspace_is_not_found_below_the_own(cast: Cast) -> None:
    foreign = upload(cast.mallory, board())
    assert browser_of(cast.olga).get(page_of(foreign)).status_code == 404
    assert browser_of(cast.olga).post(page_of(foreign, "start")).status_code == 404


@pytest.mark.parametrize("action", ["start", "update", "undo"])
def test_writes_are_not_done_by_links(cast: Cast, action: str) -> None:
    run = upload(cast.maria, board())
    assert browser_of(cast.maria).get(page_of(run, action)).status_code == 405


def test_upload_by_a_performer_is_refused(cast: Cast) -> None:
    assert send(browser_of(cast.pavel)).status_code == 403
    assert not ImportRun.objects.exists()


def test_number_of_queries_does_not_grow_with_the_runs(cast: Cast) -> None:
    browser = browser_of(cast.maria)
    browser.get(HOME)
    counts = []
    for more in (1, 49):
        for _ in range(more):
            upload(cast.maria, board())
        with CaptureQueriesContext(connection) as queries:
            browser.get(HOME)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 7

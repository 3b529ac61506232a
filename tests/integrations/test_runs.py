"""The life of a run: once or not at all, whatever dies."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2
import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from integrations.actions.runs import execute_run, forget_uploads, lost_runs, queue_run
from integrations.files import path_of
from integrations.jobs import resume_imports, run_import
from integrations.models import ImportedObject, ImportRun
from integrations.queries import run_status
from pm_suite.lib.problems import Conflict
from pm_suite.lib.tenancy import EVERY_TENANT, enter_tenant
from sync.models import Entry, Head
from tasks.models import Project, Task
from teams.actions import change_role
from teams.models import Member
from tests.cast import Cast, assemble
from tests.integrations.exports import board, upload

State = ImportRun.State
DIES_AT_FIFTH_TASK = """
import os, signal, sys, uuid
import django
django.setup()
from integrations.actions import runs, writing
real, count = writing.write_task, []
def write_task(*args, **options):
    count.append(1)
    if len(count) == 5:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*args, **options)
writing.write_task = write_task
runs.execute_run(uuid.UUID(sys.argv[1]), uuid.UUID(sys.argv[2]))
"""


@pytest.fixture
def queued(cast: Cast) -> ImportRun:
    return queue_run(upload(cast.maria, board()), actor=cast.maria)


def again(run: ImportRun) -> ImportRun:
    enter_tenant(EVERY_TENANT)
    return ImportRun.objects.select_related("project").get(id=run.id)


def do(run: ImportRun) -> ImportRun:
    execute_run(run.id, run.workspace_id)
    return again(run)


def is_nothing_left() -> bool:
    bakery = Project.objects.filter(name="Bakery shop").exists()
    people = Member.objects.filter(user=None).exists()
    return not (bakery or people or ImportedObject.objects.exists())


@contextmanager
def held(run: ImportRun) -> Iterator[None]:
    """Another worker that has the run in its hands."""
    other = psycopg2.connect(**connection.get_connection_params())
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [run.id.int & (2**63 - 1)])
        yield
    finally:
        other.close()


def test_job_does_a_queued_run(queued: ImportRun) -> None:
    run_import(str(queued.id), str(queued.workspace_id))
    run = again(queued)
    assert (run.state, run.progress, run.error) == (State.DONE, 100, "")
    assert run.project is not None
    assert run.project.name == "Bakery shop"


def test_job_twice_has_one_effect(queued: ImportRun) -> None:
    do(queued)
    before = Entry.objects.count()
    run_import(str(queued.id), str(queued.workspace_id))
    assert Entry.objects.count() == before
    assert Project.objects.filter(name="Bakery shop").count() == 1


def test_run_is_not_started_twice(cast: Cast, queued: ImportRun) -> None:
    with pytest.raises(Conflict, match="already"):
        queue_run(queued, actor=cast.maria)


def test_status_says_how_far_a_run_is(queued: ImportRun) -> None:
    assert run_status(queued) == {
        "state": "queued", "progress": 0, "step": "Waiting for a worker", "error": "",
    }  # fmt: skip
    assert run_status(do(queued)) == {"state": "done", "progress": 100, "step": "", "error": ""}


def test_run_whose_file_is_gone_fails_with_a_sentence(queued: ImportRun) -> None:
    path_of(queued).unlink()
    run = do(queued)
    assert (run.state, run.error) == (
        State.FAILED,
        "The uploaded file is gone from the server. Upload it again.",
    )
    assert is_nothing_left()


def test_run_of_who_lost_the_right_fails(cast: Cast, queued: ImportRun) -> None:
    change_role(cast.maria, actor=cast.olga, role="performer")
    run = do(queued)
    assert (run.state, run.error) == (
        State.FAILED,
        "Only managers and above import projects.",
    )


def test_failure_in_the_last_moment_leaves_nothing(
    queued: ImportRun, caplog: pytest.LogCaptureFixture
) -> None:
    Head.objects.filter(workspace_id=queued.workspace_id).delete()
    run = do(queued)
    assert run.state == State.FAILED
    assert run.error.startswith("Something went wrong on the server; nothing was imported.")
    assert "has no journal" in caplog.text
    assert is_nothing_left()


def test_failed_run_leaves_no_file_and_is_not_started_again(
    cast: Cast, queued: ImportRun, media: Path
) -> None:
    change_role(cast.maria, actor=cast.olga, role="performer")
    run = do(queued)
    assert [path for path in media.rglob("*") if path.is_file()] == []
    with pytest.raises(Conflict, match="failed already"):
        queue_run(run, actor=cast.olga)


def test_upload_that_nobody_starts_is_forgotten_after_a_week(cast: Cast, media: Path) -> None:
    upload(cast.maria, board())
    with time_machine.travel(timezone.now() + timedelta(days=6)):
        assert forget_uploads() == 0
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert forget_uploads() == 1
    assert not ImportRun.objects.exists()
    assert [path for path in media.rglob("*") if path.is_file()] == []


def test_run_that_died_three_times_is_given_up(queued: ImportRun) -> None:
    ImportRun.objects.filter(id=queued.id).update(attempts=3, state=State.RUNNING)
    run = do(queued)
    assert run.state == State.FAILED
    assert "interrupted 3 times" in run.error
    assert lost_runs() == []


def test_sweep_finds_a_run_that_nobody_was_told_of(queued: ImportRun) -> None:
    assert lost_runs() == [(queued.id, queued.workspace_id)]
    assert resume_imports() == 1


def test_finished_runs_are_not_swept(queued: ImportRun) -> None:
    do(queued)
    assert lost_runs() == []


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_run_in_the_hands_of_a_worker_is_left_alone() -> None:
    cast = assemble()
    run = queue_run(upload(cast.maria, board()), actor=cast.maria)
    ImportRun.objects.update(state=State.RUNNING)
    with held(run):
        assert lost_runs() == []
        assert execute_run(run.id, run.workspace_id) is None
        assert (again(run).state, again(run).attempts) == (State.RUNNING, 0)
    assert lost_runs() == [(run.id, run.workspace_id)]
    assert again(run).state == State.QUEUED


@pytest.mark.concurrency
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_worker_killed_in_the_middle_leaves_nothing_and_the_next_one_does_it(media: Path) -> None:
    cast = assemble()
    run = queue_run(upload(cast.maria, board()), actor=cast.maria)
    home = urlsplit(os.environ["DATABASE_URL"])
    database = urlunsplit(home._replace(path=f"/{connection.settings_dict['NAME']}"))
    words = [sys.executable, "-c", DIES_AT_FIFTH_TASK, str(run.id), str(run.workspace_id)]
    surroundings = {
        **os.environ,
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "pm_suite.settings",
        "PM_SUITE_DATA": str(media),
        "DEBUG": "1",
    }
    (media / "media").mkdir()
    (media / "imports").rename(media / "media" / "imports")
    dead = subprocess.run(words, env=surroundings, capture_output=True, check=False)
    assert dead.returncode == -9, dead.stderr.decode()
    (media / "media" / "imports").rename(media / "imports")
    assert again(run).state == State.RUNNING
    assert is_nothing_left()
    assert lost_runs() == [(run.id, run.workspace_id)]
    assert do(run).state == State.DONE
    assert do(run).attempts == 2
    assert Task.objects.filter(project__name="Bakery shop").count() == 8

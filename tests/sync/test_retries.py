"""Writes that others stand in the way of are tried again; others' faults are not laid on the write."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, IntegrityError, OperationalError

from pm_suite.lib.problems import NotSeen
from sync.retries import is_of_the_moment, retried
from tasks.actions.checklists import add_checklist_item, change_checklist_item
from tasks.actions.comments import add_comment as say
from tasks.actions.comments import edit_comment
from tasks.models import ChecklistItem, Comment
from tests.cast import Cast
from tests.make import make_task


def coded(kind: type[DatabaseError], code: str) -> DatabaseError:
    class Cause(Exception):
        pgcode = code

    error = kind("odd")
    error.__cause__ = Cause()
    return error


def failing(times: int, error: Exception) -> Callable[[], int]:
    tries: list[int] = []

    def write() -> int:
        tries.append(1)
        if len(tries) <= times:
            raise error
        return len(tries)

    return write


@pytest.mark.parametrize(
    "error",
    [coded(OperationalError, "40P01"), coded(IntegrityError, "23503"), DatabaseError("gone")],
)
def test_write_in_whose_way_others_stood_is_tried_three_times(error: DatabaseError) -> None:
    assert retried(failing(2, error)) == 3
    with pytest.raises(type(error)):
        retried(failing(3, error))


def test_write_rests_between_tries_and_longer_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    rests: list[float] = []
    monkeypatch.setattr("sync.retries.time.sleep", rests.append)
    monkeypatch.setattr("sync.retries.random.uniform", lambda low, high: (low + high) / 2)
    retried(failing(2, coded(OperationalError, "40P01")))
    assert rests == [0.05, 0.1]


@pytest.mark.parametrize(
    "error", [coded(OperationalError, "53100"), coded(IntegrityError, "23505"), ValueError("bug")]
)
def test_other_errors_are_not_tried_again(error: Exception) -> None:
    with pytest.raises(type(error)):
        retried(failing(1, error))


def test_condition_of_the_server_is_told_from_a_fault() -> None:
    assert is_of_the_moment(OperationalError("the server closed the connection"))
    assert is_of_the_moment(coded(OperationalError, "53100"))
    assert not is_of_the_moment(coded(OperationalError, "54001"))
    assert not is_of_the_moment(coded(IntegrityError, "23514"))
    assert not is_of_the_moment(ValueError("bug"))


def test_row_deleted_between_finding_and_writing_is_looked_for_again(cast: Cast) -> None:
    task = make_task(cast)
    item = add_checklist_item(task, actor=cast.maria, text="Line")
    comment = say(task, actor=cast.maria, body="Word")
    ChecklistItem.objects.all().delete()
    Comment.objects.all().delete()
    tries: list[str] = []

    def late(write: Callable[[], object]) -> Callable[[], object]:
        def again() -> object:
            tries.append("try")
            if len(tries) % 2 == 0:
                raise NotSeen
            return write()

        return again

    for write in (
        lambda: change_checklist_item(item, actor=cast.maria, fields={"is_done": True}),
        lambda: edit_comment(comment, actor=cast.maria, body="Other"),
    ):
        with pytest.raises(NotSeen):
            retried(late(write))

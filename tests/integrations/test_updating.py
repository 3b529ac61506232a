"""The same board again: recognised, updated, nothing twice, nothing of people's own lost."""

from datetime import UTC, datetime

import pytest

from integrations.actions.runs import queue_run
from integrations.models import ImportRun
from pm_suite.lib.problems import Conflict, Forbidden
from sync.models import Entry
from tasks.actions.checklists import change_checklist_item
from tasks.actions.tasks import change_task, move_task, tag_task
from tasks.models import ChecklistItem, Comment, Project, Stage, Task
from teams.models import Member
from tests.cast import Cast
from tests.integrations.exports import (
    DOING,
    OVEN,
    Board,
    board,
    card_of,
    run_import,
    upload,
    with_card,
)
from tests.sync.replica import Replica, snapshot


@pytest.fixture
def imported(cast: Cast) -> ImportRun:
    return run_import(cast.maria, board())


def oven() -> Task:
    return Task.objects.select_related("project").get(title__startswith="Buy")


def newer() -> Board:
    """What the board became after a week."""
    export = with_card(board(), name="A new card", idMembers=["5f00000000000000000000a1"])
    card = card_of(export)
    card |= {"name": "Buy a stone oven", "desc": "Three decks.", "idList": DOING, "due": None}
    card["idLabels"] = ["5f00000000000000000000c2"]
    export["checklists"][1]["checkItems"][0]["state"] = "complete"
    export["checklists"][1]["checkItems"].append({"id": "new-item", "name": "Call", "pos": 9})
    when = "2026-11-20T08:00:00.000Z"
    who = {"idMemberCreator": "5f00000000000000000000a2", "date": when}
    data = {"text": "Bought!", "card": {"id": OVEN}}
    export["actions"].insert(0, {"id": "new-1", "type": "commentCard", "data": data, **who})
    moved = {"card": {"id": OVEN, "idList": DOING}, "old": {"idList": card["idList"]}}
    export["actions"].insert(0, {"id": "new-2", "type": "updateCard", "data": moved, **who})
    return export


def test_same_file_again_says_so_and_offers_to_update(cast: Cast, imported: ImportRun) -> None:
    again = upload(cast.maria, board())
    earlier = again.report["earlier"]
    assert earlier["is_same_file"]
    assert earlier["run"] == str(imported.id)
    assert "This very file was imported on" in earlier["sentence"]
    with pytest.raises(Conflict) as found:
        queue_run(again, actor=cast.maria)
    assert found.value.code == "imported_before"
    again.refresh_from_db()
    assert again.state == ImportRun.State.PREVIEWED


def test_newer_export_of_the_board_is_recognised(cast: Cast, imported: ImportRun) -> None:
    earlier = upload(cast.maria, newer()).report["earlier"]
    assert not earlier["is_same_file"]
    assert "This board was imported on" in earlier["sentence"]


def test_same_file_as_an_update_changes_nothing(cast: Cast, imported: ImportRun) -> None:
    before = Entry.objects.count()
    run = run_import(cast.maria, board(), update=True)
    assert (run.report["update"]["added"], run.report["update"]["changed"]) == (0, 0)
    assert Entry.objects.count() == before
    assert Project.objects.filter(name="Bakery shop").count() == 1


def test_update_adds_what_is_new_and_follows_what_changed(cast: Cast, imported: ImportRun) -> None:
    run = run_import(cast.maria, newer(), update=True)
    task = oven()
    assert (task.title, task.description, task.due_at) == ("Buy a stone oven", "Three decks.", None)
    assert task.stage.name == "В работе"
    assert [tag.name for tag in task.tags.all()] == ["sky"]
    assert (task.checklist_count, task.checklist_done, task.comment_count) == (4, 3, 3)
    added = Task.objects.get(title="A new card")
    assert (added.performer, added.project) == (cast.pavel, imported.project)
    assert (run.report["update"]["added"], run.report["update"]["changed"]) == (1, 1)
    assert run.report["update"]["kept"] == []
    assert Task.objects.filter(project=imported.project).count() == 9
    assert Member.objects.filter(name="Ivan Petrov").count() == 1


def test_update_adds_only_the_events_since(cast: Cast, imported: ImportRun) -> None:
    run_import(cast.maria, newer(), update=True)
    past = Entry.objects.filter(object_id=oven().id, op="H").order_by("version")
    assert [(entry.kind, entry.at.date().isoformat()) for entry in past] == [
        ("task.assigned", "2026-10-02"),
        ("task.moved", "2026-11-20"),
    ]
    comment = Comment.objects.get(body="Bought!")
    assert comment.created_at == datetime(2026, 11, 20, 8, tzinfo=UTC)


def test_what_people_changed_here_is_kept_and_listed(cast: Cast, imported: ImportRun) -> None:
    review = Stage.objects.select_related("project").get(name="Готово", project__name="Bakery shop")
    change_task(oven(), actor=cast.pavel, fields={"title": "Buy two ovens"})
    move_task(oven(), actor=cast.pavel, stage=review)
    item = ChecklistItem.objects.select_related("task__project").get(text__contains="crane")
    change_checklist_item(item, actor=cast.pavel, fields={"text": "Book two cranes"})
    run = run_import(cast.maria, newer(), update=True)
    task = oven()
    assert (task.title, task.stage) == ("Buy two ovens", review)
    assert task.description == "Three decks."
    assert ChecklistItem.objects.get(id=item.id).text == "Book two cranes"
    assert ChecklistItem.objects.get(id=item.id).is_done
    kept = run.report["update"]["kept"]
    assert {one["what"] for one in kept} == {"title", "stage"}
    assert {one["task"] for one in kept} == {"Buy two ovens"}


def test_tags_that_people_put_on_here_stay(cast: Cast, imported: ImportRun) -> None:
    task = oven()
    other = Task.objects.get(title="Paint the door")
    sky = task.tags.get(name="sky")
    tag_task(
        Task.objects.select_related("project").get(id=other.id), actor=cast.pavel, add=[sky.id]
    )
    run_import(cast.maria, newer(), update=True)
    assert list(other.tags.all()) == [sky]


def test_card_that_is_gone_from_the_board_stays_and_is_counted(
    cast: Cast, imported: ImportRun
) -> None:
    export = board()
    export["cards"] = [card for card in export["cards"] if card["id"] != OVEN]
    run = run_import(cast.maria, export, update=True)
    assert run.report["update"]["gone"] == 1
    assert oven().trashed_at is None


def test_card_archived_since_goes_to_the_trash_and_back(cast: Cast, imported: ImportRun) -> None:
    export = board()
    card_of(export)["closed"] = True
    run_import(cast.maria, export, update=True)
    assert oven().trashed_at is not None
    run_import(cast.maria, board(), update=True)
    assert oven().trashed_at is None


def test_board_gets_the_lists_that_are_new(cast: Cast, imported: ImportRun) -> None:
    export = board()
    export["lists"].append({"id": "l9", "name": "Testing", "pos": 900, "closed": False})
    run_import(cast.maria, with_card(export, idList="l9"), update=True)
    stage = Task.objects.get(title="New").stage
    assert (stage.name, stage.kind, stage.project) == ("Testing", "review", imported.project)


def test_second_update_of_the_same_file_changes_nothing(cast: Cast, imported: ImportRun) -> None:
    run_import(cast.maria, newer(), update=True)
    before = Entry.objects.count()
    run = run_import(cast.maria, newer(), update=True)
    assert (run.report["update"]["added"], run.report["update"]["changed"]) == (0, 0)
    assert Entry.objects.count() == before


def test_boards_that_are_open_follow_an_update(cast: Cast, imported: ImportRun) -> None:
    replica = Replica(cast.olga)
    run_import(cast.maria, newer(), update=True)
    replica.catch_up()
    assert replica.rows == snapshot(cast.olga)[1]


def test_update_without_an_earlier_import_is_refused(cast: Cast) -> None:
    run = upload(cast.maria, board())
    with pytest.raises(Conflict, match="no earlier import"):
        queue_run(run, actor=cast.maria, update=True)


def test_performer_cannot_import(cast: Cast) -> None:
    with pytest.raises(Forbidden, match="Only managers and above"):
        upload(cast.pavel, board())
    assert not ImportRun.objects.exists()


def test_another_workspace_knows_nothing_of_the_import(cast: Cast, imported: ImportRun) -> None:
    run = upload(cast.mallory, board())
    assert run.report["earlier"] is None
    assert {one["how"] for one in run.report["people"]} == {"placeholder"}

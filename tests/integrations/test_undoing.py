"""Taking an import back."""

import pytest

from integrations.actions.undoing import undo_run
from integrations.models import ImportedObject, ImportRun
from pm_suite.lib.problems import Conflict, Forbidden
from tasks.actions.tasks import change_task, create_task, restore_task, tag_task
from tasks.models import Comment, Stage, Tag, Task
from teams.models import Member
from tests.cast import Cast
from tests.integrations.exports import OVEN, board, run_import
from tests.integrations.test_updating import newer, oven
from tests.make import make_task
from tests.sync.replica import Replica, snapshot


@pytest.fixture
def imported(cast: Cast) -> ImportRun:
    return run_import(cast.maria, board())


def test_undo_trashes_the_tasks_and_archives_the_project(cast: Cast, imported: ImportRun) -> None:
    run = undo_run(imported, actor=cast.maria)
    assert run.state == ImportRun.State.UNDONE
    assert run.report["undo"] == {"tasks": 7, "tags": 2, "placeholders": 1}
    project = imported.project
    assert project is not None
    project.refresh_from_db()
    assert project.archived_at is not None
    assert not Task.objects.alive().filter(project=project).exists()
    assert not Tag.objects.filter(workspace=cast.workspace).exists()
    assert not Member.objects.get(name="Ivan Petrov").is_active
    assert not ImportedObject.objects.exists()


def test_undo_destroys_nothing(cast: Cast, imported: ImportRun) -> None:
    before = Task.objects.count(), Comment.objects.count()
    undo_run(imported, actor=cast.maria)
    assert (Task.objects.count(), Comment.objects.count()) == before
    assert restore_task(oven(), actor=cast.maria).trashed_at is None


def test_tasks_that_people_added_to_the_project_stay(cast: Cast, imported: ImportRun) -> None:
    stage = Stage.objects.select_related("project").get(name="To Do", project=imported.project)
    own = create_task(actor=cast.pavel, stage=stage, title="Our own")
    undo_run(imported, actor=cast.maria)
    own.refresh_from_db()
    assert own.trashed_at is None


def test_tags_and_placeholders_in_use_elsewhere_stay(cast: Cast, imported: ImportRun) -> None:
    task = make_task(cast)
    tag_task(task, actor=cast.maria, add=[Tag.objects.get(name="Oven").id])
    ivan = Member.objects.get(name="Ivan Petrov")
    change_task(task, actor=cast.maria, fields={"performer_id": ivan.id})
    run = undo_run(imported, actor=cast.maria)
    assert (run.report["undo"]["tags"], run.report["undo"]["placeholders"]) == (1, 0)
    assert [tag.name for tag in task.tags.all()] == ["Oven"]
    ivan.refresh_from_db()
    assert ivan.is_active


def test_boards_that_are_open_follow_an_undo(cast: Cast, imported: ImportRun) -> None:
    replica = Replica(cast.olga)
    undo_run(imported, actor=cast.maria)
    replica.catch_up()
    assert replica.rows == snapshot(cast.olga)[1]


def test_undone_import_can_be_made_anew(cast: Cast, imported: ImportRun) -> None:
    undo_run(imported, actor=cast.maria)
    again = run_import(cast.maria, board())
    assert again.project != imported.project
    assert Task.objects.alive().filter(project=again.project).count() == 7


def test_undo_a_second_time_is_refused(cast: Cast, imported: ImportRun) -> None:
    undo_run(imported, actor=cast.maria)
    with pytest.raises(Conflict, match="Only a finished import"):
        undo_run(imported, actor=cast.maria)


def test_import_is_not_undone_before_its_update(cast: Cast, imported: ImportRun) -> None:
    update = run_import(cast.maria, newer(), update=True)
    with pytest.raises(Conflict, match="undo that import first"):
        undo_run(imported, actor=cast.maria)
    undo_run(update, actor=cast.maria)
    assert undo_run(imported, actor=cast.maria).state == ImportRun.State.UNDONE


def test_undo_of_an_update_puts_everything_back(cast: Cast, imported: ImportRun) -> None:
    before = oven()
    tags = sorted(tag.name for tag in before.tags.all())
    update = run_import(cast.maria, newer(), update=True)
    undo_run(update, actor=cast.maria)
    task = oven()
    for name in ("title", "description", "due_at", "stage_id", "performer_id", "checklist_count"):
        assert getattr(task, name) == getattr(before, name), name
    assert (task.checklist_done, task.comment_count) == (2, 2)
    assert sorted(tag.name for tag in task.tags.all()) == tags
    assert Task.objects.get(title="A new card").trashed_at is not None
    project = imported.project
    assert project is not None
    project.refresh_from_db()
    assert project.archived_at is None


def test_undo_of_an_update_counts_every_part_that_it_removes(
    cast: Cast, imported: ImportRun
) -> None:
    export = newer()
    more = {"text": "And paid!", "card": {"id": OVEN}}
    export["actions"].insert(0, export["actions"][1] | {"id": "new-3", "data": more})
    items = export["checklists"][1]["checkItems"]
    items.append({"id": "newer-item", "name": "Call again", "pos": 10, "state": "complete"})
    before = oven()
    undo_run(run_import(cast.maria, export, update=True), actor=cast.maria)
    task = oven()
    for name in ("comment_count", "checklist_count", "checklist_done"):
        assert getattr(task, name) == getattr(before, name), name
    assert task.comment_count == task.comments.filter(removed_at=None).count()


def test_undo_of_an_update_keeps_what_people_changed_since(cast: Cast, imported: ImportRun) -> None:
    update = run_import(cast.maria, newer(), update=True)
    change_task(oven(), actor=cast.pavel, fields={"title": "Buy anything"})
    undo_run(update, actor=cast.maria)
    assert oven().title == "Buy anything"
    assert oven().description == "Two decks.\n\n- steam\n- stone"


def test_update_after_an_undone_update_comes_again(cast: Cast, imported: ImportRun) -> None:
    undo_run(run_import(cast.maria, newer(), update=True), actor=cast.maria)
    run = run_import(cast.maria, newer(), update=True)
    assert run.report["update"]["kept"] == []
    assert oven().title == "Buy a stone oven"
    assert oven().comment_count == 3


def test_performer_cannot_undo(cast: Cast, imported: ImportRun) -> None:
    with pytest.raises(Forbidden):
        undo_run(imported, actor=cast.pavel)

"""A board on its way into a workspace: what is there afterwards, and what the journal says."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from integrations.models import ImportedObject, ImportRun
from sync.models import Entry
from tasks.actions.tags import create_tag
from tasks.models import ChecklistItem, Project, Stage, Tag, Task
from teams.models import Member
from tests.cast import Cast
from tests.integrations.exports import (
    board,
    card_of,
    real_files,
    run_import,
    upload,
    with_card,
)
from tests.sync.replica import Replica, snapshot


def oven() -> Task:
    return Task.objects.get(title="Buy an oven")


def test_board_becomes_a_project_with_its_stages_and_board(cast: Cast) -> None:
    project = run_import(cast.maria, board()).project
    assert project is not None
    assert (project.name, project.visibility) == ("Bakery shop", "workspace")
    assert project.description == "Everything about the **new** shop."
    stages = Stage.objects.filter(project=project).order_by("rank")
    names = ["To Do", "В работе", "Готово", "Last year (archived)"]
    assert [stage.name for stage in stages] == names
    columns = project.boards.get().columns.order_by("rank")
    assert [column.name for column in columns] == names


def test_tasks_stand_in_the_order_of_their_cards(cast: Cast) -> None:
    run_import(cast.maria, board())
    stage = Stage.objects.get(name="To Do", project__name="Bakery shop")
    titles = [task.title for task in Task.objects.filter(stage=stage).in_order()]
    assert titles == ["At the top", "First in the list", "Buy an oven", "At the bottom"]


def test_card_brings_all_that_hangs_on_it(cast: Cast) -> None:
    run_import(cast.maria, board())
    task = oven()
    assert task.description == "Two decks.\n\n- steam\n- stone"
    assert task.due_at == datetime(2026, 12, 1, 15, 30, tzinfo=UTC)
    assert task.performer == cast.pavel
    assert [member.name for member in task.observers.all()] == ["Ivan Petrov"]
    assert task.author.name == "Ivan Petrov"
    assert sorted(tag.name for tag in task.tags.all()) == ["Oven", "sky"]
    lines = ChecklistItem.objects.filter(task=task).order_by("checklist__rank", "rank")
    assert [(line.checklist.name, line.text, line.is_done) for line in lines] == [
        ("", "Measure the room", True),
        ("", "Ask for offers", True),
        ("Delivery", "Book a crane", False),
    ]
    assert [line.performer for line in lines] == [None, cast.pavel, None]
    assert lines[2].due_on == date(2026, 11, 1)
    assert (task.checklist_count, task.checklist_done, task.comment_count) == (3, 2, 2)
    assert [link.name for link in task.attachments.order_by("created_at")] == ["Prices", "plan.pdf"]
    said = task.comments.order_by("created_at").values_list("body", "author__name", "created_at")
    assert list(said) == [
        ("Which one?", "Pavel", datetime(2026, 10, 5, 8, tzinfo=UTC)),
        ("Two offers are in.", "Ivan Petrov", datetime(2026, 10, 6, 8, tzinfo=UTC)),
    ]


def test_times_are_those_of_the_board(cast: Cast) -> None:
    run_import(cast.maria, board())
    assert oven().created_at == datetime(2026, 10, 2, 7, 30, tzinfo=UTC)
    door = Task.objects.get(title="Paint the door")
    assert door.done_at == datetime(2026, 10, 20, 12, tzinfo=UTC)
    assert not Task.objects.filter(project=door.project, done_at=None, stage__kind="done").exists()


def test_history_is_in_the_journal_with_its_true_times_and_people(cast: Cast) -> None:
    run_import(cast.maria, board())
    door = Task.objects.get(title="Paint the door")
    ivan = Member.objects.get(name="Ivan Petrov")
    past = Entry.objects.filter(object_id=door.id).order_by("version")
    assert [(entry.op, entry.kind, entry.at.isoformat()) for entry in past] == [
        ("I", "task.created", "2026-10-01T07:30:00+00:00"),
        ("H", "task.renamed", "2026-10-08T12:00:00+00:00"),
        ("H", "task.moved", "2026-10-20T12:00:00+00:00"),
    ]
    moved = past[2]
    assert moved.actor_id == ivan.id
    assert moved.patch["from"] == "В работе"
    assert moved.patch["stage_id"] == str(door.stage_id)
    assert past[1].patch == {"from": "Paint door", "to": "Paint the door"}


def test_archived_card_is_in_the_trash_with_its_history(cast: Cast) -> None:
    run_import(cast.maria, board())
    old = Task.objects.get(title="Old idea")
    assert old.trashed_at is not None
    kinds = Entry.objects.filter(object_id=old.id).order_by("version")
    assert [entry.kind for entry in kinds] == ["task.created", "task.trashed"]


def test_people_are_matched_by_name_and_others_become_placeholders(cast: Cast) -> None:
    run = run_import(cast.maria, board())
    how = {person["name"]: (person["member"], person["how"]) for person in run.report["people"]}
    assert how == {"Pavel": ("Pavel", "name"), "Ivan Petrov": (None, "placeholder")}
    ivan = Member.objects.get(name="Ivan Petrov")
    assert ivan.is_placeholder


@pytest.mark.parametrize(
    ("fields", "how"),
    [
        ({"email": "Pavel@Example.com", "fullName": "P. P."}, "e-mail"),
        ({"fullName": "PAVEL"}, "name"),
        ({"fullName": "P. P.", "username": "pavel"}, "username"),
        ({"fullName": "P. P.", "username": "pavel1"}, "placeholder"),
    ],
)
def test_member_is_recognised_by(cast: Cast, fields: dict[str, str], how: str) -> None:
    export = board()
    export["members"][0] = {"id": export["members"][0]["id"], **fields}
    run = upload(cast.maria, export)
    assert run.report["people"][0]["how"] == how or run.report["people"][1]["how"] == how
    assert ("Pavel" in {one["member"] for one in run.report["people"]}) == (how != "placeholder")


def test_tags_of_the_workspace_are_used_again(cast: Cast) -> None:
    tag = create_tag(actor=cast.maria, name="OVEN", color="pink")
    run_import(cast.maria, board())
    assert list(oven().tags.filter(name__iexact="oven")) == [tag]
    assert Tag.objects.filter(workspace=cast.workspace).count() == 2


def test_private_board_is_for_its_people_alone(cast: Cast) -> None:
    export = board() | {"prefs": {"permissionLevel": "private"}}
    project = run_import(cast.maria, export).project
    assert project is not None
    assert project.visibility == Project.Visibility.PRIVATE
    seats = {seat.member.name: seat.role for seat in project.seats.select_related("member")}
    assert seats == {"Maria": "lead", "Pavel": "performer", "Ivan Petrov": "performer"}


def test_boards_that_are_open_follow_the_import(cast: Cast) -> None:
    replicas = [Replica(member) for member in (cast.olga, cast.pavel, cast.mallory)]
    run_import(cast.maria, board())
    for replica in replicas:
        replica.catch_up()
        assert replica.rows == snapshot(replica.member)[1]
    titles = {row["title"] for row in replicas[1].rows["task"].values()}
    assert {"Buy an oven", "Paint the door"} <= titles
    assert not replicas[2].rows["task"]


def test_report_counts_what_came(cast: Cast) -> None:
    counts = run_import(cast.maria, board()).report["counts"]
    assert counts == {
        "stages": 4, "archived_stages": 1, "tasks": 8, "trashed_tasks": 1, "tags": 2, "people": 2,
        "placeholders": 1, "checklist_items": 3, "checklist_done": 2, "comments": 2, "links": 2,
        "events": 3,
    }  # fmt: skip


def test_broken_file_leaves_a_run_with_its_sentence_and_nothing_else(
    cast: Cast, media: Path
) -> None:
    before = Entry.objects.count()
    run = upload(cast.maria, json.dumps(board()).encode()[:-20])
    assert run.state == ImportRun.State.FAILED
    assert "cut off" in run.error
    assert [path for path in media.rglob("*") if path.is_file()] == []
    assert Entry.objects.count() == before
    assert not ImportedObject.objects.exists()


def test_performer_who_may_not_work_in_the_project_observes(cast: Cast) -> None:
    export = board() | {"prefs": {"permissionLevel": "org"}}
    export["members"][0]["fullName"] = "Vera"
    run = run_import(cast.maria, export)
    assert oven().performer is not None
    assert oven().performer != cast.vera
    assert run.report["unmapped"]


def test_same_card_fields_with_markup_come_as_they_are(cast: Cast) -> None:
    nasty = "<script>alert(1)</script> & “quotes” \U0001f468‍\U0001f469‍\U0001f467"
    run_import(cast.maria, with_card(board(), name=nasty, desc=nasty))
    assert Task.objects.get(title=nasty).description == nasty


@pytest.mark.parametrize("path", real_files())
def test_real_export_comes_whole(cast: Cast, path: Path) -> None:
    raw = path.read_bytes()
    export = json.loads(raw)
    run = run_import(cast.maria, raw)
    project = run.project
    tasks = Task.objects.filter(project=project)
    assert tasks.count() == len(export["cards"])
    closed = sum(card["closed"] for card in export["cards"])
    assert tasks.exclude(trashed_at=None).count() == closed
    assert Stage.objects.filter(project=project).count() == len(export["lists"])
    items = [item for one in export["checklists"] for item in one["checkItems"]]
    lines = ChecklistItem.objects.filter(task__project=project)
    assert lines.count() == len(items)
    done = sum(item["state"] == "complete" for item in items)
    assert lines.filter(is_done=True).count() == done
    said = [row for row in export["actions"] if row["type"] == "commentCard"]
    assert sum(tasks.values_list("comment_count", flat=True)) == len(said)
    links = sum(len(card["attachments"]) for card in export["cards"])
    assert sum(tasks.values_list("attachment_count", flat=True)) == links
    for list_row in export["lists"]:
        cards = [card for card in export["cards"] if card["idList"] == list_row["id"]]
        cards = sorted((card for card in cards if not card["closed"]), key=lambda card: card["pos"])
        stage = ImportedObject.objects.get(project=project, external_id=list_row["id"])
        titles = tasks.alive().filter(stage_id=stage.object_id).in_order()
        wanted = [" ".join(card["name"].split()) for card in cards]
        assert [task.title for task in titles] == wanted
    births = {
        row["data"]["card"]["id"]: row["date"]
        for row in export["actions"]
        if row["type"] == "createCard"
    }
    for row in ImportedObject.objects.filter(project=project, model="task"):
        if row.external_id in births:
            born = datetime.fromisoformat(births[row.external_id])
            assert tasks.get(id=row.object_id).created_at == born


def test_card_without_a_member_here_names_nobody(cast: Cast) -> None:
    export = board()
    card_of(export)["idMembers"] = []
    run_import(cast.maria, export)
    assert oven().performer is None

"""The demo workspace: something to look at on every screen, and a past that holds together."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from integrations.demo.create import create_demo
from pm_suite.lib.tenancy import EVERY_TENANT, enter_tenant
from sync.models import Entry
from tasks.models import DeadlineProposal, Project, Stage, Task
from teams.models import Member, User, Workspace
from tests.cast import Cast, make_user
from tests.sync.replica import snapshot


@pytest.fixture
def owner(db: None) -> Member:
    member = create_demo(make_user("Dora"))
    enter_tenant(EVERY_TENANT)
    return member


def test_every_stage_of_the_big_project_holds_tasks(owner: Member) -> None:
    stages = Stage.objects.filter(project__key="APP")
    assert {stage.kind for stage in stages} == set(Stage.Kind.values)
    assert all(stage.tasks.count() >= 2 for stage in stages)
    assert 55 <= Task.objects.count() <= 70


def test_demo_is_marked_and_has_three_projects_one_of_them_private(owner: Member) -> None:
    assert owner.workspace.is_demo
    assert owner.workspace.name == "Northwind demo"
    visibilities = dict(Project.objects.values_list("key", "visibility"))
    assert visibilities == {"APP": "workspace", "WEB": "workspace", "PRC": "private"}


def test_people_of_the_demo_cannot_sign_in(owner: Member) -> None:
    team = Member.objects.exclude(id=owner.id)
    assert team.count() == 7
    for member in team.select_related("user"):
        assert member.user is not None
        assert not member.user.has_usable_password()


def test_some_tasks_are_overdue_some_due_today_and_some_later(owner: Member) -> None:
    today = timezone.now().date()
    due = Task.objects.filter(done_at=None).exclude(due_on=None).values_list("due_on", flat=True)
    assert {(day > today) - (day < today) for day in due if day} == {-1, 0, 1}


def test_past_is_told_in_order_and_never_in_the_future(owner: Member) -> None:
    told = Entry.objects.filter(model__in=["task", "comment"]).order_by("version")
    times = list(told.values_list("at", flat=True))
    assert times == sorted(times)
    assert times[-1] <= timezone.now()
    assert times[-1] - times[0] > timedelta(weeks=5)


def test_times_of_tasks_agree(owner: Member) -> None:
    for task in Task.objects.select_related("stage"):
        assert task.created_at <= task.updated_at <= timezone.now()
        assert (task.done_at is not None) == (task.stage.kind == Stage.Kind.DONE)
        assert task.done_at is None or task.done_at > task.created_at


def test_moves_bear_the_name_of_who_made_them(owner: Member) -> None:
    actors = set(Entry.objects.filter(kind="task.moved").values_list("actor_id", flat=True))
    assert len(actors) >= 5


def test_demo_has_something_of_everything(owner: Member) -> None:
    for condition in (
        {"comment_count__gt": 2}, {"checklist_count__gt": 2}, {"attachment_count__gt": 0},
        {"attachments__content_type": "image/png"}, {"attachments__content_type": "application/pdf"},
        {"parent__isnull": False}, {"observers__isnull": False}, {"priority": 0},
        {"child_count__gt": 1}, {"links__kind": "relates"},
        {"checklists__name": "Find out"}, {"checklist__performer__isnull": False},
        {"estimate__gt": 0}, {"description__contains": "|---|"}, {"performer": owner},
    ):  # fmt: skip
        assert Task.objects.filter(**condition).exists(), condition


def test_demo_has_a_task_that_waits_for_another(owner: Member) -> None:
    waiting = Task.objects.exclude(blocked_by=[])
    assert {task.title for task in waiting} == {"Widget for the next delivery on the home screen"}


def test_journal_of_the_demo_makes_its_snapshot(owner: Member) -> None:
    _cursor, rows = snapshot(owner)
    assert len(rows["task"]) == Task.objects.count()
    assert len(rows["member"]) == 8


def test_welcome_opens_the_demo_and_signs_in(db: None) -> None:
    browser = Client()
    answer = browser.post("/welcome/demo/")
    assert answer.headers["Location"] == "/w/northwind-demo/"
    assert browser.get("/w/northwind-demo/").status_code == 200
    enter_tenant(EVERY_TENANT)
    assert User.objects.get(email="owner@demo.example").name == "Demo owner"


def test_demo_is_not_opened_where_somebody_is(cast: Cast) -> None:
    answer = Client().post("/welcome/demo/")
    assert answer.headers["Location"] == "/"
    assert not Workspace.objects.filter(is_demo=True).exists()


def test_demo_is_not_opened_by_a_link(db: None) -> None:
    assert Client().get("/welcome/demo/").status_code == 405
    assert not User.objects.exists()


def test_work_is_handed_in_accepted_and_planned_past_a_deadline(owner: Member) -> None:
    app = Task.objects.filter(project__key="APP")
    review = app.filter(stage__kind=Stage.Kind.REVIEW).exclude(performer=None)
    assert review.exclude(handed_in_at=None).exists()
    accepted = app.exclude(accepted_at=None)
    assert accepted.exists()
    assert not accepted.filter(handed_in_at=None).exists()
    asked = DeadlineProposal.objects.select_related("task").get()
    assert asked.due_on == asked.task.planned_on > asked.task.due_on

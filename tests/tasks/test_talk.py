"""Comments: mentions, how they read before, what was deleted and comes back, and reactions."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pm_suite.lib.ids import new_id
from sync.models import Entry
from tasks.actions.comments import (
    EMOJI_MAX,
    VERSIONS_MAX,
    add_comment,
    edit_comment,
    forget_comments,
)
from tasks.actions.projects import change_project
from tasks.emoji import is_emoji
from tasks.models import Comment, CommentVersion, Reaction, Task
from teams.models import Member
from tests.api.conftest import Api, api_of
from tests.cast import Cast
from tests.make import make_task
from tests.sync.browsers import Browser

EMOJI = json.loads((Path(__file__).parents[1] / "vectors" / "emoji.json").read_text())


@pytest.fixture
def task(cast: Cast) -> Task:
    return make_task(cast, "Release")


@pytest.fixture
def api(cast: Cast) -> Api:
    return api_of(cast.maria)


def say(api: Api, task: Task, body: str, **more: Any) -> dict[str, Any]:
    answer = api.send("post", f"tasks/{task.id}/comments", {"body": body, **more})
    assert answer.status_code == 201, answer.content
    row: dict[str, Any] = answer.json()
    return row


def at(member: Member, name: str = "") -> str:
    return f"[@{name or member.name}](member:{member.id})"


def mentions() -> list[dict[str, Any]]:
    told = Entry.objects.filter(kind="task.mentioned").order_by("version")
    return [entry.patch for entry in told]


def count_of(task: Task) -> int:
    task.refresh_from_db()
    return task.comment_count


def test_journal_knows_who_is_mentioned_in_a_comment(cast: Cast, api: Api, task: Task) -> None:
    comment = say(api, task, f"Ask {at(cast.pavel)} and {at(cast.vera, 'Whoever')}")
    ids = sorted([str(cast.pavel.id), str(cast.vera.id)])
    assert mentions() == [{"member_ids": ids, "comment_id": comment["id"]}]


def test_only_those_are_told_whom_an_edit_adds(cast: Cast, api: Api, task: Task) -> None:
    comment = say(api, task, f"Ask {at(cast.pavel)}")
    body = f"Ask {at(cast.pavel, 'Pavel, renamed')} and {at(cast.olga)}"
    assert api.send("patch", f"comments/{comment['id']}", {"body": body}).status_code == 200
    assert [told["member_ids"] for told in mentions()] == [
        [str(cast.pavel.id)],
        [str(cast.olga.id)],
    ]


def test_journal_knows_who_is_mentioned_in_a_description(cast: Cast, api: Api, task: Task) -> None:
    api.send("patch", f"tasks/{task.id}", {"description": f"For {at(cast.pavel)}"})
    assert mentions() == [{"member_ids": [str(cast.pavel.id)], "comment_id": None}]


def test_mention_of_oneself_of_strangers_and_of_nobody_tells_nobody(
    cast: Cast, api: Api, task: Task
) -> None:
    say(api, task, f"{at(cast.maria)} {at(cast.mallory)} [@X](member:{new_id()}) [@Y](member:1)")
    assert mentions() == []


def test_who_does_not_see_a_private_project_is_not_told(cast: Cast, api: Api, task: Task) -> None:
    change_project(cast.project, actor=cast.maria, fields={"visibility": "private"})
    say(api, task, f"{at(cast.pavel)} {at(cast.vera)}")
    assert [told["member_ids"] for told in mentions()] == [[str(cast.vera.id)]]


def test_comment_without_a_mention_asks_nothing_more(cast: Cast, api: Api, task: Task) -> None:
    say(api, task, "Warm up")
    with CaptureQueriesContext(
        connection,
    ) as plain:
        say(api, task, "Plain @Pavel, pavel@example.com")
    with CaptureQueriesContext(connection) as mentioning:
        say(api, task, f"{at(cast.pavel)} {at(cast.olga)} {at(cast.vera)}")
    assert len(mentioning) == len(plain) + 1


def test_edit_keeps_how_the_comment_read_before(cast: Cast, api: Api, task: Task) -> None:
    comment = say(api, task, "One")
    for body in ("Two", "Two", "Three"):
        api.send("patch", f"comments/{comment['id']}", {"body": body})
    found = api_of(cast.pavel).read(f"comments/{comment['id']}/versions").json()["versions"]
    assert [version["body"] for version in found] == ["Two", "One"]
    assert {version["replaced_by_id"] for version in found} == {str(cast.maria.id)}


def test_oldest_versions_make_room(cast: Cast, task: Task) -> None:
    comment = add_comment(task, actor=cast.maria, body="0")
    for number in range(VERSIONS_MAX + 5):
        edit_comment(comment, actor=cast.maria, body=str(number + 1))
    kept = CommentVersion.objects.filter(comment=comment).order_by("id")
    assert (kept.count(), kept[0].body) == (VERSIONS_MAX, "5")


def test_versions_are_one_query_however_many(cast: Cast, api: Api, task: Task) -> None:
    comment = add_comment(task, actor=cast.maria, body="0")
    assert api.read(f"comments/{comment.id}/versions").json() == {"versions": []}
    counts = []
    for edits in (1, 49):
        for number in range(edits):
            edit_comment(comment, actor=cast.maria, body=f"{edits} {number}")
        with CaptureQueriesContext(connection) as queries:
            assert api.read(f"comments/{comment.id}/versions").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_deleted_comment_leaves_its_answers_in_place_and_comes_back(
    cast: Cast, api: Api, task: Task
) -> None:
    comment = say(api, task, "Why?")
    answer = say(api, task, "So.", reply_to_id=comment["id"])
    assert api.send("delete", f"comments/{comment['id']}").status_code == 204
    assert api.read(f"comments/{comment['id']}").status_code == 404
    assert api.read(f"comments/{answer['id']}").json()["reply_to_id"] == comment["id"]
    assert [row["body"] for row in api.read(f"tasks/{task.id}/comments").json()["results"]] == [
        "So."
    ]
    assert count_of(task) == 1
    assert api.send("post", f"comments/{comment['id']}/restoration").json() == comment
    assert count_of(task) == 2


def test_deleting_and_bringing_back_twice_counts_once(cast: Cast, api: Api, task: Task) -> None:
    comment = say(api, task, "Once")
    for status in (204, 404):
        assert api.send("delete", f"comments/{comment['id']}").status_code == status
    assert count_of(task) == 0
    for _ in range(2):
        assert api.send("post", f"comments/{comment['id']}/restoration").status_code == 200
    assert count_of(task) == 1


def test_deleted_comment_cannot_be_changed_or_reacted_to(api: Api, task: Task) -> None:
    comment = say(api, task, "Gone")
    api.send("delete", f"comments/{comment['id']}")
    for answer in (
        api.send("patch", f"comments/{comment['id']}", {"body": "Back"}),
        api.send("post", f"comments/{comment['id']}/reactions", {"emoji": "👍"}),
    ):
        assert answer.status_code == 404
        assert answer.json()["detail"] == "This comment was deleted."


def test_answer_written_offline_to_a_comment_deleted_meanwhile_is_kept(
    cast: Cast, api: Api, task: Task
) -> None:
    comment = say(api, task, "Gone soon")
    pavel = Browser(cast, cast.pavel)
    api.send("delete", f"comments/{comment['id']}")
    args = {
        "id": str(new_id()),
        "task_id": str(task.id),
        "body": "Yes",
        "reply_to_id": comment["id"],
    }
    assert pavel.push("comment.add", **args)["status"] == "applied"


def test_words_of_a_deleted_comment_are_gone_after_a_month(
    cast: Cast, api: Api, task: Task
) -> None:
    kept, gone = say(api, task, "Kept"), say(api, task, "Gone")
    api.send("patch", f"comments/{gone['id']}", {"body": "Gone for good"})
    for comment in (kept, gone):
        api.send("delete", f"comments/{comment['id']}")
    long_ago = timezone.now() - timedelta(days=31)
    Comment.objects.filter(id=gone["id"]).update(removed_at=long_ago)
    assert forget_comments(timezone.now()) == 1
    assert (Comment.objects.get(id=gone["id"]).body, CommentVersion.objects.count()) == ("", 0)
    assert api.send("post", f"comments/{kept['id']}/restoration").status_code == 200
    refused = api.send("post", f"comments/{gone['id']}/restoration")
    assert (refused.status_code, refused.json()["code"]) == (409, "gone")


def test_comment_that_is_deleted_comes_back_with_its_task_only_if_it_is_brought_back(
    cast: Cast, api: Api, task: Task
) -> None:
    for body in ("Stays", "Goes"):
        comment = say(api, task, body)
    api.send("delete", f"comments/{comment['id']}")
    api.send("delete", f"tasks/{task.id}")
    api.send("post", f"tasks/{task.id}/restoration")
    told = Entry.objects.filter(model="comment", kind="task.restored")
    assert [entry.patch["body"] for entry in told] == ["Stays"]


def test_reacting_twice_counts_once_and_is_taken_back(cast: Cast, api: Api, task: Task) -> None:
    comment = say(api, task, "Done")
    ids = {
        api.send("post", f"comments/{comment['id']}/reactions", {"emoji": "🎉"}).json()["id"]
        for _ in range(2)
    }
    assert len(ids) == 1
    assert api.send("delete", f"reactions/{ids.pop()}").status_code == 204
    assert not Reaction.objects.exists()


def test_reaction_does_not_make_the_task_news(cast: Cast, api: Api, task: Task) -> None:
    comment = say(api, task, "Done")
    task.refresh_from_db()
    api.send("post", f"comments/{comment['id']}/reactions", {"emoji": "🎉"})
    assert Task.objects.get(id=task.id).updated_at == task.updated_at


@pytest.mark.parametrize(
    "odd", [*EMOJI["other"], "👍" * 5000, 7, None, ["👍"]], ids=lambda odd: ascii(odd)[:40]
)
def test_what_is_not_one_emoji_is_no_reaction(api: Api, task: Task, odd: object) -> None:
    comment = say(api, task, "Done")
    answer = api.send("post", f"comments/{comment['id']}/reactions", {"emoji": odd})
    assert (answer.status_code, answer.json()["field"]) == (400, "emoji"), answer.content


def test_emoji_are_told_from_other_texts() -> None:
    assert [text for text in EMOJI["one"] if not is_emoji(text)] == []
    assert [text for text in EMOJI["other"] if is_emoji(text)] == []


def test_comment_has_a_bounded_number_of_reactions(cast: Cast, api: Api, task: Task) -> None:
    path = f"comments/{say(api, task, 'Bomb')['id']}/reactions"
    for number in range(EMOJI_MAX):
        assert api.send("post", path, {"emoji": chr(0x1F600 + number)}).status_code == 201
    refused = api.send("post", path, {"emoji": "🎉"})
    assert (refused.status_code, refused.json()["code"]) == (409, "too_many")
    pavel = api_of(cast.pavel)
    assert pavel.send("post", path, {"emoji": chr(0x1F600)}).status_code == 201


@pytest.mark.parametrize(
    "body", ["x" * 100_000, "", " \n\x00 ", None, 7, {"a": 1}], ids=lambda odd: ascii(odd)[:40]
)
def test_odd_comment_is_refused_with_a_sentence(api: Api, task: Task, body: object) -> None:
    answer = api.send("post", f"tasks/{task.id}/comments", {"body": body})
    assert (answer.status_code, answer.json()["field"]) == (400, "body")
    assert (Comment.objects.count(), count_of(task)) == (0, 0)


def test_html_and_many_emoji_are_kept_as_they_were_written(api: Api, task: Task) -> None:
    for body in ("<script>alert(1)</script>", "👩‍👩‍👧‍👦" * 5000, "‮" * 3000, "[@x](member:" * 4000):
        assert say(api, task, body)["body"] == body.rstrip()

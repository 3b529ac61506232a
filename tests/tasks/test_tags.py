"""Tags stand below each other."""

from pm_suite.lib.ids import new_id
from tasks.actions.tags import DEPTH_MAX, create_tag
from tasks.actions.tasks import tag_task
from tasks.models import Tag
from tests.api.conftest import api_of
from tests.cast import Cast
from tests.make import make_task


def chain(cast: Cast, *names: str) -> list[Tag]:
    """Each tag below the one before it."""
    tags: list[Tag] = []
    for name in names:
        above = tags[-1].id if tags else None
        tags.append(create_tag(actor=cast.maria, name=name, parent_id=above))
    return tags


def test_tag_cannot_stand_below_itself_or_what_is_below_it(cast: Cast) -> None:
    top, middle, leaf = chain(cast, "top", "middle", "leaf")
    api = api_of(cast.maria)
    for below in (top, middle, leaf):
        answer = api.send("patch", f"tags/{top.id}", {"parent_id": str(below.id)})
        assert (answer.status_code, answer.json()["field"]) == (400, "parent_id")
    top.refresh_from_db()
    assert top.parent_id is None


def test_tags_stand_only_so_deep(cast: Cast) -> None:
    tags = chain(cast, *map(str, range(DEPTH_MAX)))
    api = api_of(cast.maria)
    body = {"name": "deeper", "parent_id": str(tags[-1].id)}
    assert api.send("post", "tags", body).status_code == 400
    other = create_tag(actor=cast.maria, name="other")
    answer = api.send("patch", f"tags/{tags[0].id}", {"parent_id": str(other.id)})
    assert answer.status_code == 400


def test_parent_is_a_tag_of_the_workspace(cast: Cast) -> None:
    stranger = create_tag(actor=cast.mallory, name="foreign")
    api = api_of(cast.maria)
    for parent in (str(stranger.id), str(new_id()), "x", 7):
        assert api.send("post", "tags", {"name": "new", "parent_id": parent}).status_code == 400


def test_what_is_below_a_removed_tag_goes_up(cast: Cast) -> None:
    top, middle, leaf = chain(cast, "top", "middle", "leaf")
    api_of(cast.maria).send("delete", f"tags/{middle.id}")
    leaf.refresh_from_db()
    assert leaf.parent_id == top.id


def test_who_filters_by_a_tag_finds_what_is_marked_below_it_once(cast: Cast) -> None:
    top, _, leaf = chain(cast, "top", "middle", "leaf")
    task, api = make_task(cast), api_of(cast.pavel)
    make_task(cast, "Without")
    tag_task(task, actor=cast.maria, add=[top.id, leaf.id])
    for tag in (top, leaf):
        rows = api.read("tasks", {"tag": str(tag.id)}).json()["results"]
        assert [row["id"] for row in rows] == [str(task.id)]

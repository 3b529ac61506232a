"""A database that was put back from a copy is another one: browsers are told so and start again."""

import io

import pytest
from django.core.management import CommandError, call_command

from pm_suite.lib.tenancy import EVERY_TENANT, current_tenant
from sync.models import Head
from tests.cast import Cast, assemble
from tests.conftest import browser_of
from tests.make import make_task
from tests.sync.test_reading import get, post, session
from tests.sync.test_stream import aside, open_for, run, streams


def renew(*args: str) -> str:
    out = io.StringIO()
    call_command("renew_epoch", *args, stdout=out)
    return out.getvalue().strip()


def epochs() -> dict[str, str]:
    return {str(head.workspace_id): str(head.epoch) for head in Head.objects.all()}


def test_every_workspace_begins_another_lineage(cast: Cast) -> None:
    before = epochs()
    assert renew() == "Renewed: 2 workspaces."
    after = epochs()
    assert len({*before.values(), *after.values()}) == 4
    assert current_tenant() == EVERY_TENANT


def test_one_workspace_is_renewed_alone(cast: Cast) -> None:
    before = epochs()
    assert renew("--workspace", "acme") == "Renewed: 1 workspace."
    changed = {key for key, epoch in epochs().items() if epoch != before[key]}
    assert changed == {str(cast.workspace.id)}


def test_unknown_workspace_is_named(cast: Cast) -> None:
    before = epochs()
    with pytest.raises(CommandError, match="no workspace at nowhere"):
        renew("--workspace", "nowhere")
    assert epochs() == before


def test_old_cursor_and_old_tag_count_no_more(cast: Cast) -> None:
    browser, scope = browser_of(cast.pavel), str(cast.project.id)
    make_task(cast)
    cursor = session(cast, browser)["cursor"]
    tag = get(cast, browser, "bootstrap", scope=scope).headers["ETag"]
    renew()
    assert post(cast, browser, "pull", cursor=cursor).json()["code"] == "reset"
    url = f"/api/sync/v1/{cast.workspace.id}/bootstrap?scope={scope}"
    assert browser.get(url, headers={"If-None-Match": tag}).status_code == 200
    assert post(cast, browser, "pull", cursor=session(cast, browser)["cursor"]).status_code == 204


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_open_streams_are_told_to_start_again() -> None:
    cast = assemble()
    scope = open_for(cast, cast.pavel)

    async def story() -> None:
        async with streams(scope) as (_, [stream]):
            await aside(renew)
            await stream.until(lambda s: s.events()[-1] == ("reset", {}))

    run(story)

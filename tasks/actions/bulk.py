"""Many tasks changed by one deed: what one of them may not have leaves that one as it is, and is told."""

import uuid
from collections.abc import Iterable, Sequence

from pm_suite.lib.problems import Invalid
from sync.journal import record
from tasks import cleaning
from tasks.actions.crowd import FIELDS, VERBS, Change, Crowd, Done
from tasks.crowds import access_tasks
from teams.models import Member

IDS_MAX = 1000


def change_tasks(*, actor: Member, changes: Sequence[Change], trashed: bool = True) -> Done:
    """Change many tasks in one transaction, each as `change_task`, `tag_task`, `move_task` and the verbs would.

    A task is changed wholly or not at all. Raises what stands against the first where nothing can be done to any,
    Conflict (`wip_limit`) for a stage that does not take all, Invalid for too many tasks or one named twice.
    """
    ids = [pk for change in changes for pk in change.ids]
    _check(ids, changes)
    with record(actor) as journal:
        crowd = Crowd(journal, actor, {task.id: task for task in access_tasks(actor, ids)})
        for pk in ids:
            crowd.see(pk, trashed=trashed)
        for change in changes:
            crowd.judge(change)
        crowd.write()
        if crowd.done.left and len(crowd.done.left) == len(ids):
            raise next(iter(crowd.done.left.values()))
    return crowd.done


def _check(ids: Sequence[uuid.UUID], changes: Iterable[Change]) -> None:
    if len(ids) > IDS_MAX:
        raise Invalid(
            f"At most {IDS_MAX:,} tasks change at once; these are {len(ids):,}.", field="ids"
        )
    if len(set(ids)) < len(ids):
        raise Invalid("A task is named once.", field="ids")
    for change in changes:
        cleaning.only_known(change.fields, FIELDS)
        is_more = change.fields or change.add_tags or change.remove_tags or change.stage_id
        if change.verb and (change.verb not in VERBS or is_more):
            raise Invalid(f"verb is one of {', '.join(VERBS)}, and alone.", field="verb")

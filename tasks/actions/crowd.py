"""The tasks of one deed: judged one by one in memory, then written in a number of queries that stays the same."""

import uuid
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any

from pm_suite.lib.problems import Invalid, NotSeen, Problem
from sync.conflicts import settle
from sync.journal import Journal, savepoint
from sync.many import contested
from sync.shapes import SHAPES, Json
from tasks import cleaning
from tasks.access import access_stage, access_task, require_task_edit, require_verb
from tasks.actions.branches import lock_tree
from tasks.actions.following import Standing, follow_all, standing_of
from tasks.actions.places import Places
from tasks.actions.placing import Move, weigh_move
from tasks.actions.presence import archive, restore, trash, unarchive
from tasks.actions.standing import CLOSED, pass_hands, stand_changes, touch
from tasks.actions.tasks import (
    CLEAN,
    KINDS,
    apply_fields,
    check_room,
    follow_up,
    require_assignment,
)
from tasks.models import Stage, Tag, Task, TaskTag
from tasks.rows import insert_many, save_many
from teams.models import Member

TOLD_MAX = 50
ONE_BY_ONE = {"title", "description"}
"""Fields that are one task's alone."""
FIELDS = {name: clean for name, clean in CLEAN.items() if name not in ONE_BY_ONE}
VERBS = {"trash": trash, "restore": restore, "archive": archive, "unarchive": unarchive}
RIGHTS = {"trash": "trash", "restore": "trash", "archive": "archive", "unarchive": "archive"}


@dataclass(frozen=True)
class Change:
    """What is to become of some tasks, the same for all of them, in the order in which they are to stand."""

    ids: tuple[uuid.UUID, ...]
    fields: Mapping[str, Any] = field(default_factory=dict)  # each of its own type
    add_tags: tuple[uuid.UUID, ...] = ()
    remove_tags: tuple[uuid.UUID, ...] = ()
    stage_id: uuid.UUID | None = None
    after: uuid.UUID | None = None
    before: uuid.UUID | None = None
    verb: str = ""


@dataclass
class Done:
    """How many tasks have changed, and what was left as it is, and why."""

    count: int = 0
    left: dict[uuid.UUID, Problem] = field(default_factory=dict)
    names: dict[uuid.UUID, str] = field(default_factory=dict)

    def told(self) -> dict[str, Json]:
        """For the person: `{changed, left: [{id, name, why}], left_count}`, the first fifty by name."""
        left: list[Json] = [
            {"id": str(pk), "name": self.names.get(pk, ""), "why": problem.detail}
            for pk, problem in list(self.left.items())[:TOLD_MAX]
        ]
        return {"changed": self.count, "left": left, "left_count": len(self.left)}


class Crowd:
    """The tasks of one deed: judged one by one in memory, then written together."""

    def __init__(self, journal: Journal, actor: Member, tasks: dict[uuid.UUID, Task]) -> None:
        self.journal, self.actor, self.tasks = journal, actor, tasks
        self.done = Done()
        self.places = Places(journal, tasks)
        self.values: dict[str, Any] = {}  # cleaned values, or what is wrong with them
        self.above: dict[uuid.UUID, uuid.UUID | None] = {}
        self.set: dict[uuid.UUID, list[str]] = {}
        self.stood: dict[uuid.UUID, Standing] = {}
        self.kinds: dict[uuid.UUID, str] = {}
        self.tagging: dict[uuid.UUID, Change] = {}
        self.moves: list[tuple[Task, Move]] = []
        self.verbs: dict[str, list[Task]] = {}

    def see(self, pk: uuid.UUID, *, trashed: bool) -> None:
        """Note what is hidden, or in the trash, as left."""
        task = self.tasks.get(pk)
        if task is None:
            self.done.left[pk] = NotSeen("There is no such task, or it is not shared with you.")
        else:
            self.done.names[pk] = f"{task.project.key}-{task.number} {task.title[:80]}"
            if task.trashed_at is not None and not trashed:
                gone = "This task is in the trash; restore it first."
                self.done.left[pk] = NotSeen(gone, code="trashed")

    def judge(self, change: Change) -> None:
        """Change the tasks in memory, as far as the actor may."""
        tasks = [self.tasks[pk] for pk in change.ids if pk not in self.done.left]
        names = [*change.fields, *(["stage_id"] if change.stage_id else [])]
        disputed = contested(self.journal, SHAPES["task"], [task.id for task in tasks], names)
        coming: list[Task] = []
        for task in tasks:
            before, stage = dict(vars(task)), task.stage
            self.stood.setdefault(task.id, standing_of(task))
            guard: AbstractContextManager[None] = nullcontext()
            if task.id in disputed:
                guard = savepoint(self.journal)
            try:
                with guard:
                    if self._judge_one(task, change, before, is_disputed=task.id in disputed):
                        coming.append(task)
            except Problem as problem:
                self.done.left[task.id] = problem
                task.stage = stage
                vars(task).update(before)
        if coming:
            self._place(change, coming)

    def _judge_one(
        self, task: Task, change: Change, before: Mapping[str, Any], *, is_disputed: bool
    ) -> bool:
        """Whether the task comes to another place."""
        if change.verb:
            require_verb(self.actor, RIGHTS[change.verb], task)
            self.verbs.setdefault(change.verb, []).append(task)
            return False
        require_task_edit(self.actor, task)
        names, kinds = self._judge_fields(task, change, before, is_disputed=is_disputed)
        comes = change.stage_id is not None
        if change.stage_id is not None:
            comes, kind, stamped = self._judge_stage(task, change, is_disputed=is_disputed)
            kinds = {kind} if kind else kinds
            names += [name for name in stamped if name not in names]
        if change.add_tags or change.remove_tags:
            self.tagging[task.id] = change
        self.set[task.id] = names
        self.kinds[task.id] = kinds.pop() if len(kinds) == 1 else "task.edited" if kinds else ""
        return comes

    def _judge_fields(
        self, task: Task, change: Change, before: Mapping[str, Any], *, is_disputed: bool
    ) -> tuple[list[str], set[str]]:
        """What has other values now, and the kinds of those changes."""
        if not change.fields:
            return [], set()
        names = apply_fields(task, self.actor, change.fields, self._cleaners(change))
        require_assignment(self.actor, task, before["performer_id"])
        if is_disputed:
            names = settle(self.journal, task, before, names)
        names = [name for name in names if getattr(task, name) != before[name]]
        kinds = {KINDS[name] for name in change.fields if name in names}
        if task.performer_id != before["performer_id"]:
            hands = pass_hands(task, self.actor, self.journal.at)
            names += [name for name in hands if name not in names]
        return names, kinds

    def _judge_stage(
        self, task: Task, change: Change, *, is_disputed: bool
    ) -> tuple[bool, str, list[str]]:
        """Whether the move stands, the kind of verb that it is, and what it stamps."""
        stage = self._stage(task, change.stage_id)
        if stage.id == task.stage_id:
            return True, "", []
        if is_disputed:
            places = {"after": change.after, "before": change.before}
            move = weigh_move(self.journal, task, stage, **places)
            if not move.stands:
                return False, "", []
            self.moves.append((task, move))
        stand = stand_changes(task, stage, self.actor, at=self.journal.at)
        return True, stand.kind, stand.fields

    def _stage(self, task: Task, stage_id: uuid.UUID | None) -> Stage:
        assert stage_id is not None
        stage: Stage = self._once(f"stage {stage_id}", lambda: access_stage(self.actor, stage_id))
        if stage.project_id != task.project_id:
            raise Invalid("A task moves between the stages of its own project.", field="stage_id")
        return stage

    def _place(self, change: Change, coming: list[Task]) -> None:
        stage = self._stage(coming[0], change.stage_id)
        fresh = [task for task in coming if "stage_id" in self.set[task.id] and task.is_alive]
        if fresh:
            check_room(stage, len(fresh))
        self.places.put(stage, coming, after=change.after, before=change.before)
        for task in coming:
            self.set[task.id].append("rank")
            self.kinds[task.id] = self.kinds[task.id] or "task.ranked"

    def _cleaners(self, change: Change) -> dict[str, Callable[[Any, Task, Member], Any]]:
        return {name: self._cleaner(name, clean) for name, clean in FIELDS.items()}

    def _cleaner(
        self, name: str, clean: Callable[[Any, Task, Member], Any]
    ) -> Callable[[Any, Task, Member], Any]:
        """Cleans a value once for all tasks of a project: who may perform in one may do so in all of its tasks."""

        def cleaned(value: Any, task: Task, actor: Member) -> Any:
            key = f"{name} {task.project_id} {value!r}"
            return self._once(key, lambda: clean(value, task, actor))

        return self._parent if name == "parent_id" else cleaned

    def _once(self, key: str, find: Callable[[], Any]) -> Any:
        if key not in self.values:
            try:
                self.values[key] = find()
            except Problem as problem:
                self.values[key] = problem
        known = self.values[key]
        if isinstance(known, Problem):
            raise known
        return known

    def _parent(self, value: Any, task: Task, actor: Member) -> uuid.UUID | None:
        """The cleaned parent of a task; it and the tasks above it are asked for once."""
        if value is None:
            return None
        wanted = cleaning.identity(value, field="parent_id")
        if self._once(f"parent {wanted}", lambda: self._project_of(wanted)) != task.project_id:
            raise Invalid("A subtask stands in the project of its task.", field="parent_id")
        above: uuid.UUID | None = wanted
        while above is not None:
            if above == task.id:
                raise Invalid("A task cannot stand below itself.", field="parent_id")
            above = self._above(above)
        return wanted

    def _project_of(self, parent_id: uuid.UUID) -> uuid.UUID:
        """The project in which a task is to be a parent, locked: two people together close no ring there."""
        parent = access_task(self.actor, parent_id)
        lock_tree(parent.project_id)
        return parent.project_id

    def _above(self, pk: uuid.UUID) -> uuid.UUID | None:
        """The parent of a task, as it stands with what has changed in memory."""
        if pk in self.tasks:
            return self.tasks[pk].parent_id
        if pk not in self.above:
            found = Task.objects.filter(id=pk).values_list("parent_id", flat=True).first()
            self.above[pk] = found
        return self.above[pk]

    def write(self) -> None:
        """Write what was judged: tags, rows and entries each in one go."""
        tags = self._write_tags()
        changed = [task for pk, task in self.tasks.items() if self.set.get(pk) or pk in tags]
        for task in changed:
            self.set[task.id] += touch(task, self.journal)
        save_many(changed, sorted({name for task in changed for name in self.set[task.id]}))
        for task in changed:
            self._tell(task, tags.get(task.id))
        follow_all(self.journal, [(task, self.stood[task.id]) for task in changed])
        for task, move in self.moves:
            move.tell(self.journal, task)
        for task in changed:
            if "stage_id" in self.set[task.id] and task.stage.kind in CLOSED:
                follow_up(self.journal, task, self.actor)
        self.done.count += len(changed)
        for verb, tasks in self.verbs.items():
            self.done.count += VERBS[verb](self.journal, tasks)

    def _tell(self, task: Task, tag_ids: list[Json] | None) -> None:
        names, kind = self.set[task.id], self.kinds[task.id]
        if tag_ids is None:
            return self.journal.update(kind, task, names)
        if kind in KINDS.values():
            kind = "task.edited"
        known: dict[str, Json] = {"tag_ids": tag_ids}
        self.journal.update(kind or "task.tagged", task, [*names, "tag_ids"], known)

    def _write_tags(self) -> dict[uuid.UUID, list[Json]]:
        """Write the sets of tags; gives those that are others now. Unknown tags are passed over."""
        if not self.tagging:
            return {}
        wanted = {tag for change in self.tagging.values() for tag in change.add_tags}
        tags = Tag.objects.filter(workspace_id=self.actor.workspace_id, id__in=wanted)
        known = set(tags.values_list("id", flat=True))
        had: dict[uuid.UUID, dict[uuid.UUID, uuid.UUID]] = {pk: {} for pk in self.tagging}
        rows = TaskTag.objects.filter(task__in=self.tagging)
        for task_id, tag_id, pk in rows.values_list("task_id", "tag_id", "id"):
            had[task_id][tag_id] = pk
        gone: list[uuid.UUID] = []
        fresh: list[TaskTag] = []
        changed: dict[uuid.UUID, list[Json]] = {}
        for pk, change in self.tagging.items():
            off = had[pk].keys() & set(change.remove_tags)
            on = (known & set(change.add_tags)) - (had[pk].keys() - off)
            gone += [had[pk][tag] for tag in off - on]
            fresh += [self._tagged(pk, tag) for tag in sorted(on - off, key=str)]
            now = (had[pk].keys() - off) | on
            if now != had[pk].keys():
                changed[pk] = [*sorted(str(tag) for tag in now)]
        TaskTag.objects.filter(id__in=gone).delete()
        insert_many(fresh)
        return changed

    def _tagged(self, task_id: uuid.UUID, tag_id: uuid.UUID) -> TaskTag:
        return TaskTag(workspace_id=self.actor.workspace_id, task_id=task_id, tag_id=tag_id)

"""What is said about an import, before and after: JSON for the page, the same for the command line."""

from collections import Counter
from dataclasses import asdict
from typing import Any

from integrations.actions.people import Match
from integrations.models import ImportRun
from integrations.plan import Plan, Unmapped
from sync.shapes import Json
from tasks.models import Stage


def describe(plan: Plan, matches: list[Match]) -> dict[str, Json]:
    """Counts, stages, people and everything that found no place or another form."""
    per_stage = Counter(task.stage_id for task in plan.tasks)
    return {
        "source": plan.source,
        "board": {"name": plan.name, "url": plan.url, "is_private": plan.is_private},
        "counts": counts(plan, matches),
        "stages": [
            {
                "name": stage.name,
                "kind": stage.kind,
                "kind_label": str(Stage.Kind(stage.kind).label),
                "tasks": per_stage[stage.external_id],
            }
            for stage in plan.stages
        ],
        "people": [match.as_json() for match in matches],
        "unmapped": _lines(plan.notes.unmapped),
        "changed": _lines(plan.notes.changed),
        "notes": notes(plan),
    }


def counts(plan: Plan, matches: list[Match]) -> dict[str, Json]:
    """How much of everything the plan holds."""
    items = [item for task in plan.tasks for item in task.items]
    return {
        "stages": len(plan.stages),
        "archived_stages": sum(stage.is_archived for stage in plan.stages),
        "tasks": len(plan.tasks),
        "trashed_tasks": sum(task.is_trashed for task in plan.tasks),
        "tags": len(plan.tags),
        "people": len(matches),
        "placeholders": sum(match.member is None for match in matches),
        "checklist_items": len(items),
        "checklist_done": sum(item.is_done for item in items),
        "comments": sum(len(task.comments) for task in plan.tasks),
        "links": sum(len(task.links) for task in plan.tasks),
        "events": sum(len(task.events) for task in plan.tasks),
    }


def _lines(found: dict[str, Unmapped]) -> list[Json]:
    return [asdict(one) for one in sorted(found.values(), key=lambda one: -one.count)]


def notes(plan: Plan) -> list[Json]:
    """Sentences on what the import decides."""
    said: list[Json] = []
    if any(task.is_trashed for task in plan.tasks):
        said.append(
            "Archived cards go to the trash of the project, with their history; they can be restored."
        )
    if any(stage.is_archived for stage in plan.stages):
        said.append("Archived lists become stages marked “(archived)”; their cards stay in them.")
    if plan.is_private:
        said.append("The board is private, so the project is too: its members here and you see it.")
    if any(task.events for task in plan.tasks):
        said.append("The history of cards is kept with its true times.")
    return said


def _counted(count: object, noun: str) -> str:
    """A number with its noun: 1 task, 1,200 tasks."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def update_sentences(update: dict[str, Json]) -> list[Json]:
    """What an update did and what it left alone."""
    said: list[Json] = [
        f"Added: {_counted(update['added'], 'task')}; changed as in the file: {update['changed']:,}."
    ]
    kept = update["kept"]
    for one in kept if isinstance(kept, list) else []:
        if isinstance(one, dict):
            said.append(f"Kept as it was changed here: the {one['what']} of “{one['task']}”.")
    if update["gone"]:
        said.append(
            f"Not in the file any more, and left as they are: {_counted(update['gone'], 'task')}."
        )
    return said


def undo_sentence(undo: dict[str, Json]) -> str:
    """What the undoing of an import took away."""
    said = f"Undone. In the trash: {_counted(undo['tasks'], 'task')}."
    unused = [
        _counted(undo[name], noun)
        for name, noun in (("tags", "tag"), ("placeholders", "placeholder"))
        if undo[name]
    ]
    if unused:
        said += f" Removed, because nothing else used them: {', '.join(unused)}."
    return said


def earlier_json(earlier: ImportRun | None, sha256: str) -> dict[str, Json] | None:
    """What is said when the board is here already."""
    if earlier is None or earlier.project is None:
        return None
    same = ImportRun.objects.standing().filter(project=earlier.project, sha256=sha256).exists()
    when = earlier.finished_at or earlier.created_at
    thing = "This very file" if same else "This board"
    return {
        "run": str(earlier.id),
        "project": earlier.project.name,
        "project_id": str(earlier.project_id),
        "key": earlier.project.key,
        "is_same_file": same,
        "at": when.isoformat(),
        "sentence": f"{thing} was imported on {when:%d %B %Y} as “{earlier.project.name}”."
        " You can update that project; nothing is duplicated, and what people changed here is kept.",
    }


def text_of_report(report: dict[str, Any]) -> str:
    """The report for a terminal."""
    board, counted = report["board"], report["counts"]
    lines = [f"{board['name']}  {board['url']}".rstrip(), ""]
    lines += [f"  {name.replace('_', ' '):<17}{count:>7,}" for name, count in counted.items()]
    lines += ["", "Stages"]
    lines += [f"  {one['name']} ({one['kind']}): {one['tasks']}" for one in report["stages"]]
    lines += _section("People", [_person(one) for one in report["people"]])
    lines += _section("Not mapped", [_found(one) for one in report["unmapped"]])
    lines += _section("Kept in another form", [_found(one) for one in report["changed"]])
    lines += _section("Notes", report["notes"])
    lines += _section(
        "Imported before", [one["sentence"] for one in [report.get("earlier")] if one]
    )
    if "project" in report:
        lines += ["", f"Done: project {report['project']['key']} {report['project']['name']}"]
    return "\n".join(lines)


def _section(title: str, lines: list[str]) -> list[str]:
    return ["", title, *(f"  {line}" for line in lines)] if lines else []


def _person(one: dict[str, Any]) -> str:
    who = f"{one['member']} (by {one['how']})" if one["member"] else "a placeholder"
    return f"{one['name']} @{one['username']}: {who}"


def _found(one: dict[str, Any]) -> str:
    examples = "; ".join(one["examples"])
    return f"{one['what']}: {one['count']:,}" + (f" ({examples})" if examples else "")

"""Mutations of projects, stages and tasks, a module a noun (docs/protocol.md): ids become objects, an action runs."""

from tasks.mutations import (
    bulk,
    checklists,
    comments,
    conflicts,
    fields,
    links,
    parts,
    projects,
    recurrences,
    tags,
    tasks,
    verbs,
)

__all__ = [
    "bulk",
    "checklists",
    "comments",
    "conflicts",
    "fields",
    "links",
    "parts",
    "projects",
    "recurrences",
    "tags",
    "tasks",
    "verbs",
]

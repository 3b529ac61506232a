"""The mutations of projects, stages and tasks (docs/protocol.md), a module a noun: ids become objects, one action runs."""

from tasks.mutations import conflicts, parts, projects, tags, tasks

__all__ = ["conflicts", "parts", "projects", "tags", "tasks"]

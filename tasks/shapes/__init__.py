"""How projects, stages, tasks and their parts are spelled in the journal."""

from tasks.shapes import parts, projects, tasks  # noqa: F401

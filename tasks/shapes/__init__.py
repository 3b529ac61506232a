"""How projects, stages, tasks and their parts are spelled in the journal."""

from tasks.shapes import fields, links, parts, projects, talk, tasks  # noqa: F401

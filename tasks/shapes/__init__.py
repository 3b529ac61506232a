"""How projects, stages, tasks and their parts are spelled in the journal."""

from tasks.shapes import (  # noqa: F401
    fields,
    links,
    parts,
    projects,
    recurrences,
    talk,
    tasks,
)

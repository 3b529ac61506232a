"""Projects, stages and tasks."""

"""REST endpoints of projects' people, tasks and what hangs on them."""

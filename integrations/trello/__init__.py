"""Trello exports: a reader and a planner that know no database."""

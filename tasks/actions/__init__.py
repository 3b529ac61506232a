"""Every write about projects, stages and tasks, one noun a module."""

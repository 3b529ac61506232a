"""Boards: lenses over the stages of one or more projects."""

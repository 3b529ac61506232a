"""The journal: what changed, in order, for whom."""

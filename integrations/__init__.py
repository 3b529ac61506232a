"""The way in and out: imports from other trackers, the demo workspace."""

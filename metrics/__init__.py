"""Reserved for the readers of the journal that measure the work."""

"""Reserved for the readers of the journal that tell people of changes."""

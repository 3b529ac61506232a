"""A workspace with a believable product team in it, so that a newcomer has something to look at."""

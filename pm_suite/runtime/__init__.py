"""How PM Suite is installed, started, supervised and stopped; the standard library alone, so that it runs before
anything is installed."""

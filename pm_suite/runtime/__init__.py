"""How PM Suite is installed, started, supervised and stopped.

It uses the standard library alone, because it runs before anything is installed.
"""

"""Failures that the person at the keyboard can mend."""


class Problem(Exception):
    """Ends the command; its text is one sentence that says what is wrong and what to do."""

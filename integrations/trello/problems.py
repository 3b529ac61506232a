"""What is said about a file that cannot be imported."""

from pm_suite.lib.problems import Invalid


class BadFile(Invalid):
    """The file is no export that can be read."""

    code = "bad_file"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, code="bad_file", field="file")

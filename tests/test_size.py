"""No file and no function grows past the point where one person can still hold it in mind."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON_FILE, PYTHON_FUNCTION = 400, 50
TEST_FILE, TEST_FUNCTION = 500, 40
TYPESCRIPT_FILE = 300
NOT_OURS = {".venv", ".git", "var", "node_modules", "dist", "migrations"}

# What was already too big, as "path" or "path:function". The list may only shrink.
TOO_BIG: frozenset[str] = frozenset()


def test_no_file_or_function_is_past_the_stop() -> None:
    found = [entry for entry in oversized() if entry.split(" has ")[0] not in TOO_BIG]
    assert found == []


def test_exceptions_are_dropped_once_they_have_shrunk() -> None:
    assert set(TOO_BIG) - {entry.split(" has ")[0] for entry in oversized()} == set()


def oversized() -> Iterator[str]:
    for path in sources(".py"):
        yield from oversized_python(path)
    for path in [*sources(".ts"), *sources(".tsx")]:
        lines = len(path.read_text().splitlines())
        if lines > (TEST_FILE if ".test." in path.name else TYPESCRIPT_FILE):
            yield f"{path.relative_to(ROOT)} has {lines} lines"


def oversized_python(path: Path) -> Iterator[str]:
    name = path.relative_to(ROOT)
    is_test = name.parts[0] == "tests"
    text = path.read_text()
    lines = len(text.splitlines())
    if lines > (TEST_FILE if is_test else PYTHON_FILE):
        yield f"{name} has {lines} lines"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > (TEST_FUNCTION if node.name.startswith("test_") else PYTHON_FUNCTION):
                yield f"{name}:{node.name} has {length} lines"


def sources(suffix: str) -> Iterator[Path]:
    for path in sorted(ROOT.rglob(f"*{suffix}")):
        if not NOT_OURS.intersection(path.relative_to(ROOT).parts):
            yield path

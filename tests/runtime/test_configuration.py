"""The table of variables names exactly what the product reads."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.runtime.product import ROOT

READERS = {"text", "flag", "number", "words"}
NOT_OURS = {"PATH", "DJANGO_SETTINGS_MODULE"}


def test_every_variable_that_is_read_is_documented() -> None:
    assert read_variables() - documented_variables() == set()


def test_every_documented_variable_is_read() -> None:
    assert documented_variables() - read_variables() == set()


def documented_variables() -> set[str]:
    lines = (ROOT / "docs" / "configuration.md").read_text().splitlines()
    return {name for line in lines for name in re.findall(r"^\| `([A-Z0-9_]+)` \|", line)}


def read_variables() -> set[str]:
    sources = [
        path
        for path in ROOT.glob("*/**/*.py")
        if path.relative_to(ROOT).parts[0] not in {".venv", "var", "frontend", "tests", "bench"}
    ]
    return {name for path in sources for name in names_in(path)} - NOT_OURS


def names_in(path: Path) -> Iterator[str]:
    """Yield the names in env.text("X"), os.environ.get("X"), os.environ["X"], "X" in os.environ."""
    for node in ast.walk(ast.parse(path.read_text())):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="env"), attr=reader),
                args=[ast.Constant(value=str(name)), *_],
            ) if reader in READERS:
                yield name
            case ast.Call(
                func=ast.Attribute(value=ast.Attribute(attr="environ"), attr="get" | "setdefault"),
                args=[ast.Constant(value=str(name)), *_],
            ):
                yield name
            case ast.Subscript(
                value=ast.Attribute(attr="environ"), slice=ast.Constant(value=str(name))
            ):
                yield name
            case ast.Compare(
                left=ast.Constant(value=str(name)), comparators=[ast.Attribute(attr="environ")]
            ):
                yield name

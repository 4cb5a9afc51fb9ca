"""The code of the product, read without being run, for tests of how it is written."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGES = sorted(path.parent for path in ROOT.glob("*/__init__.py") if path.parent.name not in {"tests", "migrations"})


@cache
def modules() -> dict[str, ast.Module]:
    """Every module of the product by its dotted name."""
    files = [ROOT / "app.py", ROOT / "config.py", *(file for package in PACKAGES for file in package.rglob("*.py"))]
    return {_dotted(file): ast.parse(file.read_text()) for file in sorted(files)}


def imports(tree: ast.Module, known: dict[str, ast.Module]) -> Iterator[str]:
    """The modules among the known ones that a module imports when it runs, also inside its functions."""
    for node in _running(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names if name.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module in known:
            for name in node.names:
                inner = f"{node.module}.{name.name}"
                yield inner if inner in known else node.module


def _running(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            continue
        yield child
        yield from _running(child)


def _dotted(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")

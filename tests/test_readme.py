from __future__ import annotations

import ast
import re
import sys
from functools import cache
from pathlib import Path

import pytest

from config import Settings
from tests.modules import PACKAGES, ROOT, modules

README = (ROOT / "README.md").read_text()
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
NAME = re.compile(r"`((?:[A-Za-z_]\w*\.)+[A-Za-z_]\w*)(?:\([^`\n]*\))?`")
FOLDERS = [*PACKAGES, *(ROOT / name for name in ("docs", "migrations", "templates", "tests"))]
FILES = ("csv", "html", "ics", "json", "md", "py", "toml")
MADE = ("var", "frontend", "manifest.json", "calendar.ics", "agenda.ics")
"""What is made, and where, that the repository does not hold."""


def test_readme_lists_every_setting_with_its_meaning() -> None:
    missing = [
        name
        for name, field in Settings.model_fields.items()
        if f"| `{name.upper()}` |" not in README or str(field.description) not in README
    ]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_names_in_the_code_is_there(page: Path) -> None:
    text = page.read_text()
    paths = set(re.findall(r"`((?:[a-z_]+/)+(?:[\w.-]+)?)`", text))
    assert [path for path in sorted(paths) if not _is_path(path)] == []
    assert [name for name in sorted(set(re.findall(NAME, text))) if not _is_there(name)] == []


def test_what_docstrings_and_comments_name_in_the_code_is_there() -> None:
    named = [
        (path.relative_to(ROOT), name)
        for package in PACKAGES
        for path in sorted(package.rglob("*.py"))
        for name in re.findall(NAME, path.read_text())
    ]
    assert len(named) > 80
    assert [f"{path}: {name}" for path, name in named if not _is_there(name)] == []


@pytest.mark.parametrize(
    ("name", "there"),
    [
        ("foundation.hooks", True),
        ("foundation.hooks.Hook", True),
        ("hooks.Hook", True),
        ("Hook.offer", True),
        ("foundation.hooks.Hook.offer", True),
        ("layout.html", True),
        ("json.loads", True),
        ("foundation.hook", False),
        ("foundation.hooks.Hooks", False),
        ("Hook.offers", False),
        ("hooks.Hooks", False),
        ("hooks.py", True),
        ("hook.py", False),
    ],
)
def test_a_name_that_is_not_there_is_found(name: str, there: bool) -> None:
    assert _is_there(name) is there


def _is_path(name: str) -> bool:
    return name.split("/")[0] in MADE or any(
        (ROOT / below / name).exists() for below in ("", "meetings", "registration", "templates", "tests")
    )


def _is_there(name: str) -> bool:
    """Whether a file, module, function or attribute exists; names that are none of the product's are."""
    first, *rest = name.split(".")
    if len(rest) == 1 and rest[0] in FILES:
        return name in MADE or (ROOT / name).exists() or any(next(folder.rglob(name), None) for folder in FOLDERS)
    if first in {package.name for package in PACKAGES}:
        return any(_has(module, name.split(".")[depth:]) for module, depth in _modules_along(name))
    if first in _classes():
        return rest[0] in _classes()[first]
    beside = [module for module in modules() if module.endswith(f".{first}")]
    return not beside or any(_has(module, rest) for module in beside) or first in sys.stdlib_module_names


def _modules_along(name: str) -> list[tuple[str, int]]:
    parts = name.split(".")
    return [(".".join(parts[:depth]), depth) for depth in range(1, len(parts) + 1)]


def _has(module: str, rest: list[str]) -> bool:
    if module not in modules():
        return False
    if not rest:
        return True
    names = _names_of(modules()[module])
    return rest[0] in names and (len(rest) == 1 or rest[1] in _classes().get(rest[0], ()))


@cache
def _classes() -> dict[str, set[str]]:
    """The names in each class of the product and in those it inherits from."""
    found = {node.name: node for tree in modules().values() for node in tree.body if isinstance(node, ast.ClassDef)}

    def names(name: str) -> set[str]:
        bases = [ast.unparse(base).split("[")[0] for base in found[name].bases]
        given = {
            each.attr
            for each in ast.walk(found[name])
            if isinstance(each, ast.Attribute) and isinstance(each.ctx, ast.Store)
        }
        return (given | _names_of(found[name])).union(
            *(names(base) for base in bases if base in found and base != name)
        )

    return {name: names(name) for name in found}


def _names_of(node: ast.Module | ast.ClassDef) -> set[str]:
    found: set[str] = set()
    for each in node.body:
        if isinstance(each, ast.FunctionDef | ast.ClassDef):
            found.add(each.name)
        elif isinstance(each, ast.Assign | ast.AnnAssign):
            targets = each.targets if isinstance(each, ast.Assign) else [each.target]
            found.update(name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name))
    return found

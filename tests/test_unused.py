"""What the product does not use is not kept, also when a test does: names of modules, macros, imports of templates."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.modules import ROOT, modules

TEMPLATES = {
    str(path.relative_to(ROOT / "templates")): path.read_text()
    for path in ROOT.glob("templates/**/*.*")
    if path.suffix in (".html", ".txt", ".xml")
}
OUTSIDE = ("tools", "benchmarks", "migrations")
"""Folders beside the packages that may use them; tests are not among them."""
FOR_TESTS = {"foundation.clock.frozen_at"}
WORD = re.compile(r"\w+")
KEEPING = {"cache", "cached_property", "contextmanager", "dataclass", "total_ordering"}
"""Decorators that hand what they decorate to nobody."""


def test_every_public_name_is_used() -> None:
    used = {word for source in TEMPLATES.values() for word in WORD.findall(source)}
    for tree in modules().values():
        used |= _used_in(tree)
    for folder in OUTSIDE:
        for path in (ROOT / folder).rglob("*.py"):
            used |= _used_in(ast.parse(path.read_text()))
    named = [
        (module, name)
        for module, tree in modules().items()
        if module.split(".")[0] not in OUTSIDE
        for name in _public_names(tree)
    ]
    assert len(named) > 2000
    assert {f"{module}.{name}" for module, name in named if name not in used} - FOR_TESTS == set()


def test_every_macro_is_used() -> None:
    told = "\n".join(TEMPLATES.values())
    used = set(WORD.findall(re.sub(r"{%-?\s*(?:macro \w+|from[^%]+)", "", told)))
    macros = re.findall(r"{%-?\s*macro (\w+)", told)
    assert len(macros) > 80
    assert [macro for macro in macros if macro not in used] == []


def test_every_import_of_a_template_is_used() -> None:
    unused = []
    for name, source in TEMPLATES.items():
        seen = set(WORD.findall(re.sub(r"{%-?\s*from[^%]+", "", _with_included(source))))
        for listed in re.findall(r"{%-?\s*from [^%]+? import ([^%]*?)(?: with(?:out)? context)?\s*-?%}", source):
            names = [each.split(" as ")[-1].strip() for each in listed.split(",")]
            unused += [f"{name}: {each}" for each in names if each not in seen]
    assert unused == []


def _with_included(source: str) -> str:
    included = re.findall(r'{%-?\s*include "([^"]+)"', source)
    return source + "".join(_with_included(TEMPLATES[name]) for name in included)


def _public_names(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names = [node.name] if {_name_of(each) for each in node.decorator_list} <= KEEPING else []
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = [target.id for target in targets if isinstance(target, ast.Name)]
        else:
            continue
        yield from (name for name in names if not name.startswith("_"))


def _name_of(decorator: ast.expr) -> str:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return called.attr if isinstance(called, ast.Attribute) else ast.unparse(called)


def _used_in(tree: ast.Module) -> set[str]:
    used: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Load()) | ast.Attribute(attr=name) | ast.keyword(arg=str(name)):
                used.add(name)
            case ast.alias(name=name, asname=str()):
                used.add(name.rpartition(".")[2])
            case ast.Constant(value=str(text)) if text.isidentifier():
                used.add(text)
    return used

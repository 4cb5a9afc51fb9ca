"""No file needs one that needs it: a reader can begin anywhere and reach the ground."""

from __future__ import annotations

import ast
from graphlib import CycleError, TopologicalSorter

import pytest

from tests.modules import imports, modules


def test_no_files_import_each_other_in_a_circle() -> None:
    assert circle_of(modules()) == []


@pytest.mark.parametrize(
    ("first", "circle"),
    [
        ("import second", True),
        ("def later():\n    from second import thing", True),
        ("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from second import thing", False),
        ("import third", False),
    ],
)
def test_a_circle_is_found_wherever_it_is_closed(first: str, circle: bool) -> None:
    sources = {"first": first, "second": "from first import other", "third": ""}
    assert bool(circle_of({name: ast.parse(source) for name, source in sources.items()})) is circle


def circle_of(known: dict[str, ast.Module]) -> list[str]:
    """The modules of one circle, if there is any."""
    graph = {name: set(imports(tree, known)) - {name} for name, tree in known.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []

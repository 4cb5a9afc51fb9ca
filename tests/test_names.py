"""Nothing shares its name with something else of its package, so that a name says which is meant."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

import pytest

from tests.modules import PACKAGES, modules


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.name)
def test_no_two_classes_of_a_package_have_one_name(package: Path) -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for module, tree in modules().items():
        for node in tree.body if module.split(".")[0] == package.name else ():
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(module)
    assert not {name: found for name, found in places.items() if len(found) > 1}

"""Arrows between packages that import-linter cannot see: templates that take from templates, templates that views show,
endpoints named as strings.

A template is of the wing in whose folder it lies; what lies beside the folders of a package is its ground.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from flask import Flask

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "templates"
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
TAKEN = re.compile(r"\{%-?\s*(?:extends|include|import|from)\s+\"([^\"]+)\"")
GROUND = re.compile(r"meetings/(?:keeping|reading|models|manage\.html)")
HOUSE = ("components", "errors", "layout.html")
"""Folders and files of `templates/` that everybody may use, and that use none but each other."""


def storeys(container: str) -> dict[str, int]:
    """How high each package of the house stands, or each wing of a package; the ground is 0."""
    for contract in CONTRACTS:
        if contract["type"] == "layers" and contract.get("containers", [""]) == [container]:
            layers = reversed(contract["layers"])
            return {name.strip("() "): height for height, layer in enumerate(layers, 1) for name in layer.split("|")}
    return {}


PACKAGES = storeys("")
WINGS = {package: storeys(package) for package in PACKAGES}


def may_use(user: tuple[str, ...], used: tuple[str, ...]) -> bool:
    """Whether a module or template at one path may show or take a template at another."""
    if used[0] in HOUSE:
        return True
    if user[0] in HOUSE:
        return False
    if user[0] != used[0]:
        return PACKAGES[used[0]] < PACKAGES[user[0]]
    wings = WINGS[user[0]]
    above, below = (path[1] if len(path) > 2 and path[1] in wings else "" for path in (user, used))
    return above == below or wings.get(below, 0) < wings.get(above, 0)


def path_of(template: str) -> tuple[str, ...]:
    return tuple(template.split("/"))


def taken() -> Iterator[tuple[str, str]]:
    for path in sorted(TEMPLATES.rglob("*.*")):
        if path.suffix in (".html", ".txt"):
            for used in TAKEN.findall(path.read_text()):
                yield path.relative_to(TEMPLATES).as_posix(), used


def shown() -> Iterator[tuple[str, str]]:
    known = {path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html")}
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Constant) and node.value in known:
                    yield path.relative_to(ROOT).as_posix(), node.value


def named_endpoints(app: Flask) -> Iterator[tuple[str, str, str]]:
    """(file, endpoint, module of its view) wherever a string is the name of an endpoint."""
    served = {endpoint: getattr(view, "__module__", "") for endpoint, view in app.view_functions.items()}
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in served:
                    yield path.relative_to(ROOT).as_posix(), node.value, served[node.value]
    for path in sorted(TEMPLATES.rglob("*.html")):
        for endpoint in re.findall(r"url_for\(\s*['\"]([\w.]+)['\"]", path.read_text()):
            if endpoint in served:
                yield path.relative_to(TEMPLATES).as_posix(), endpoint, served[endpoint]


def test_storeys_are_known() -> None:
    """The contracts are where they were: else every arrow would do."""
    assert PACKAGES["foundation"] < PACKAGES["meetings"] < PACKAGES["registration"]
    assert WINGS["meetings"]["keeping"] < WINGS["meetings"]["agenda"] == WINGS["meetings"]["facts"]
    assert not may_use(path_of("meetings/agenda/a.html"), path_of("meetings/facts/b.html"))
    assert not may_use(path_of("meetings/manage.html"), path_of("meetings/facts/b.html"))
    assert not may_use(path_of("outbox/a.html"), path_of("meetings/manage.html"))
    assert may_use(path_of("meetings/agenda/a.html"), path_of("meetings/keeping/frame.html"))


def test_templates_take_from_below_only() -> None:
    arrows = list(taken())
    assert len(arrows) > 300
    assert [f"{user} takes {used}" for user, used in arrows if not may_use(path_of(user), path_of(used))] == []


def test_views_show_templates_from_below_only() -> None:
    arrows = list(shown())
    assert len(arrows) > 80
    assert [f"{user} shows {used}" for user, used in arrows if not may_use(path_of(user), path_of(used))] == []


def test_ground_names_no_endpoint_of_a_wing_above(app: Flask) -> None:
    """Wings offer theirs (`meetings.reading.addresses`, `meetings.keeping.pages.frame_tabs`)."""
    named = list(named_endpoints(app))
    assert len(named) > 200
    ground = [each for each in named if GROUND.match(each[0])]
    assert len(ground) > 1
    above = [
        f"{user} names {name}" for user, name, used in ground if not may_use(path_of(user), tuple(used.split(".")))
    ]
    assert above == []

"""The held-out agendas and what is expected of them are whole, and show every difficulty that the reader must meet."""

from __future__ import annotations

import email
import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from email import policy
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from meetings.enums import ItemKind, PartRole, PartStatus

FOLDER = Path(__file__).parent / "held_out"
SOURCES = sorted(path for path in FOLDER.glob("h*") if not path.name.endswith(".expected.json"))
WITH_LINES = {"txt", "md", "csv", "tsv"}
FORMATS = WITH_LINES | {"html", "eml", "ics", "docx", "xlsx", "pdf"}
MAGIC = {
    "docx": b"PK",
    "xlsx": b"PK",
    "pdf": b"%PDF-",
    "ics": b"BEGIN:VCALENDAR\r\n",
    "eml": b"From: ",
    "html": b"<",
}
MOST_BYTES = 1_500_000

TOP = {"title", "dates", "timezone", "items", "contacts", "doubts", "_meta"}
ITEM = {
    *("day", "day_number", "start", "end", "inferred", "kind", "title", "room", "parallel", "parts", "groups"),
    *("children", "lines"),
}
ITEM_ALSO = {"kind_also", "title_also", "start_also", "end_also", "optional", "may_infer", "parallel_any"}
PART = {"role", "name", "honorific", "position", "organisation", "status", "lines"}
PART_ALSO = {"role_also", "name_also", "optional"}
GROUP = {"label", "title", "description", "facilitator", "lines"}
CONTACT = {"name", "role", "organisation", "email", "phone", "lines"}
HOUR = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00")


def name(path: Path) -> str:
    return path.name


def suffix(path: Path) -> str:
    return path.suffix[1:]


@cache
def expected(path: Path) -> dict[str, Any]:
    text = path.with_name(f"{path.name}.expected.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def source_lines(path: Path) -> list[str]:
    return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").split("\n")


def walk(items: list[dict[str, Any]], parent: dict[str, Any] | None = None) -> Iterator[tuple[dict[str, Any], Any]]:
    """Each item with the item that holds it."""
    for item in items:
        yield item, parent
        yield from walk(item["children"], item)


def spans(value: object) -> Iterator[Any]:
    """Every `lines` inside a value."""
    if isinstance(value, dict):
        if "lines" in value:
            yield value["lines"]
        for each in value.values():
            yield from spans(each)
    elif isinstance(value, list):
        for each in value:
            yield from spans(each)


def test_each_agenda_has_its_expectation_and_each_expectation_its_agenda() -> None:
    given = {f"{path.name}.expected.json" for path in SOURCES}

    assert given == {path.name for path in FOLDER.glob("*.expected.json")}
    assert len(given) >= 32


def test_they_are_in_every_format_and_in_three_languages_and_small() -> None:
    languages = Counter(expected(path)["_meta"]["lang"] for path in SOURCES)

    assert {suffix(path) for path in SOURCES} == FORMATS
    assert languages["en"] >= 12 and languages["ar"] >= 9 and languages["fr"] >= 7
    assert sum(number for language, number in languages.items() if "+" in language) >= 4
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < MOST_BYTES


def test_they_show_every_difficulty_that_the_table_names() -> None:
    table = (FOLDER / "README.md").read_text(encoding="utf-8").partition("## What they show")[2]
    named = set(re.findall(r"`([a-z]+(?:-[a-z]+)*)`", table)) - {"shows"}
    shown = Counter(word for path in SOURCES for word in expected(path)["_meta"]["shows"])

    assert set(shown) == named
    assert [word for word, times in shown.items() if times < 2] == []


def test_between_them_they_hold_every_kind_role_and_status() -> None:
    items = [item for path in SOURCES for item, _ in walk(expected(path)["items"])]
    parts = [part for item in items for part in item["parts"]]

    assert {item["kind"] for item in items} == set(ItemKind)
    assert {part["role"] for part in parts} == set(PartRole)
    assert {part["status"] for part in parts} == {None, *PartStatus} - {PartStatus.CONFIRMED}


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_a_file_is_what_its_name_says(path: Path) -> None:
    content = path.read_bytes()

    assert re.fullmatch(r"h\d\d_[a-z0-9_]+_(en|ar|fr)\.[a-z]+", path.name)
    assert content.startswith(MAGIC.get(suffix(path), b""))
    if suffix(path) in {"docx", "xlsx"}:
        with ZipFile(path) as packed:
            assert packed.testzip() is None
    if suffix(path) in WITH_LINES:
        assert any(line.strip() for line in source_lines(path))


@pytest.mark.parametrize("path", [path for path in SOURCES if suffix(path) not in {"docx", "xlsx", "pdf"}], ids=name)
def test_nobody_can_be_written_to(path: Path) -> None:
    content = path.read_bytes()
    if suffix(path) == "eml":
        message = email.message_from_bytes(content, policy=policy.default)
        body = message.get_body(("plain",))
        assert body is not None
        text = f"{message.items()} {body.get_content()}"
    else:
        text = content.decode("utf-8", "replace")

    assert set(re.findall(r"@([\w.-]+\w)", text)) <= {"example.org"}


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_an_expectation_has_the_shape_that_is_measured(path: Path) -> None:
    truth = expected(path)
    meta = truth["_meta"]
    dated = set(truth["dates"])

    assert TOP <= set(truth) <= TOP | {"notes"}
    assert meta["format"] == suffix(path) and meta["lines_comparable"] == (suffix(path) in WITH_LINES)
    assert set(truth["title"]) == set(meta["lang"].split("+")) and all(truth["title"].values())
    assert truth["dates"] == sorted(dated) and all(date.fromisoformat(day) for day in dated)
    assert {item["day"] for item, _ in walk(truth["items"])} <= (dated or {None})
    assert all(set(contact) == CONTACT for contact in truth["contacts"])
    assert all(set(doubt) == {"lines", "text", "reason"} and doubt["reason"] for doubt in truth["doubts"])
    assert meta["layout"] and truth["items"]


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_items_parts_and_groups_are_well_formed(path: Path) -> None:
    for item, parent in walk(expected(path)["items"]):
        hours = [item["start"], item["end"], *item.get("start_also", []), *item.get("end_also", [])]
        assert ITEM <= set(item) <= ITEM | ITEM_ALSO, item["title"]
        assert {item["kind"], *item.get("kind_also", [])} <= set(ItemKind), item["title"]
        assert all(HOUR.fullmatch(hour) for hour in [*hours, *item.get("may_infer", [])] if hour), item["title"]
        assert item["start"] or not item["end"], item["title"]
        assert item["title"].strip() == item["title"] != "", item
        assert parent is None or parent["day"] == item["day"], item["title"]
        for part in item["parts"]:
            assert PART <= set(part) <= PART | PART_ALSO, part
            assert {part["role"], *part.get("role_also", [])} <= set(PartRole), part
            assert part["status"] in {None, *PartStatus}, part
            held = part["name"] or part["position"] or part["organisation"]
            assert held or part["status"] == PartStatus.TO_BE_DETERMINED, part
        assert all(set(group) == GROUP for group in item["groups"]), item["title"]


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_lines_lie_in_the_file_and_leave_none_out(path: Path) -> None:
    truth = expected(path)
    if suffix(path) not in WITH_LINES:
        assert "notes" not in truth and set(spans(truth)) == {None}
        return
    lines = source_lines(path)
    covered = {number for first, last in spans(truth) for number in range(first, last + 1)}

    assert all(1 <= first <= last <= len(lines) for first, last in spans(truth))
    assert [number for number, line in enumerate(lines, 1) if re.search(r"\w", line) and number not in covered] == []
    for item, parent in walk(truth["items"]):
        if parent is not None:
            assert parent["lines"][0] <= item["lines"][0] <= item["lines"][1] <= parent["lines"][1], item["title"]
    for doubt in truth["doubts"]:
        first, last = doubt["lines"]
        assert doubt["text"] in " ".join(lines[first - 1 : last]), doubt

"""Checks JSON-LD against schema.org's own vocabulary and against what Google asks of an Event.

`schema_org.json` holds the part of the vocabulary that events need: each type with its supertypes and the types that
each of its properties may have.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

VOCABULARY = json.loads((Path(__file__).parent / "schema_org.json").read_text())
TYPES: dict[str, Any] = VOCABULARY["types"]
ENUMERATIONS: dict[str, list[str]] = VOCABULARY["enumerations"]
PATTERNS = {
    "URL": r"https?://\S+",
    "Date": r"\d{4}-\d{2}(-\d{2})?",
    "DateTime": r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(Z|[+-]\d{2}:\d{2})",
    "Text": r"(?s)\S.*",
    "Language": r"[a-z]{2,3}",
}
REQUIRED = ("name", "startDate", "location")
RECOMMENDED = ("description", "endDate", "eventStatus", "image", "organizer", "performer")


def faults(thing: Any, path: str = "") -> list[str]:
    """What of a thing does not follow the vocabulary."""
    kind = thing.get("@type", "")
    if kind not in TYPES:
        return [f"{path}: no type {kind!r}"]
    allowed = properties_of(kind)
    found = []
    for name, value in thing.items():
        if name.startswith("@"):
            continue
        if name not in allowed:
            found.append(f"{path}.{name}: no property of {kind}")
            continue
        for one in value if isinstance(value, list) else [value]:
            found += _faults_of_value(one, allowed[name], f"{path}.{name}")
    return found


def google_faults(event: Any) -> list[str]:
    """What Google requires of an Event and is missing."""
    found = [f"{name} is required" for name in REQUIRED if not event.get(name)]
    for place in event.get("location", []):
        if place["@type"] == "Place" and not place.get("address"):
            found.append("location.address is required")
        if place["@type"] == "VirtualLocation" and not place.get("url"):
            found.append("location.url is required")
    return found


def properties_of(kind: str) -> dict[str, list[str]]:
    """The properties of a type and of all its supertypes, with the types of their values."""
    properties: dict[str, list[str]] = dict(TYPES[kind]["properties"])
    for above in TYPES[kind]["supertypes"]:
        properties = {**properties_of(above), **properties}
    return properties


def _faults_of_value(value: Any, ranges: list[str], path: str) -> list[str]:
    if isinstance(value, dict):
        kinds = lineage(value.get("@type", ""))
        wrong = [] if kinds & set(ranges) else [f"{path}: {value.get('@type')} is none of {ranges}"]
        return wrong + faults(value, path)
    if isinstance(value, bool):
        return [] if "Boolean" in ranges else [f"{path}: a truth value is none of {ranges}"]
    members = [member for name in ranges for member in ENUMERATIONS.get(name, [])]
    if members:
        return [] if value in members else [f"{path}: {value!r} is no member of {ranges}"]
    if any(re.fullmatch(PATTERNS[name], value) for name in ranges if name in PATTERNS):
        return []
    return [f"{path}: {value!r} is none of {ranges}"]


def lineage(kind: str) -> set[str]:
    """A type and all its supertypes."""
    return {kind}.union(*(lineage(above) for above in TYPES[kind]["supertypes"])) if kind in TYPES else set()

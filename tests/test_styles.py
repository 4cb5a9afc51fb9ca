"""The style sheets keep to what was decided once: one scale of spaces, one place for colours, few widths of screens."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHEETS = ROOT / "frontend" / "css"
TOKENS = "tokens.css"
"""The one sheet that may give a value a name."""

SPACE = re.compile(r"(?<![\w-])(?:margin|padding|gap|row-gap|column-gap|inset)[a-z-]*:\s*([^;{}]*)")
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|oklch|oklab|lch|lab|hwb|color)\(", re.IGNORECASE)
WIDTH = re.compile(r"@media[^{]*?([\d.]+)(rem|em|px)")
WIDTHS = {30, 48, 50, 64, 70}
"""In rem: a phone, a list as a table, the axis beside its text, a side list, a detail beside its list."""


def rules(sheet: Path) -> str:
    """The text of a sheet without comments, addresses and the sheets of paper, whose margins are no elements."""
    text = re.sub(r"/\*.*?\*/|url\([^)]*\)", "", sheet.read_text(), flags=re.DOTALL)
    return re.sub(r"@page[^{]*\{(?:[^{}]|\{[^{}]*\})*\}", "", text)


def others() -> list[Path]:
    found = [sheet for sheet in SHEETS.glob("*.css") if sheet.name != TOKENS]
    assert len(found) > 10
    return found


def test_spaces_come_from_the_scale() -> None:
    loose = [
        f"{sheet.name}: {space[0].strip()}"
        for sheet in others()
        for space in SPACE.finditer(rules(sheet))
        if "rem" in space[1]
    ]
    assert loose == []


def test_colours_have_names() -> None:
    nameless = [
        f"{sheet.name}: …{text[max(found.start() - 40, 0) : found.end() + 12]}"
        for sheet in others()
        for text in [rules(sheet)]
        for found in COLOUR.finditer(text)
    ]
    assert nameless == []


def test_layouts_change_at_few_widths() -> None:
    unknown = [
        f"{sheet.name}: {found[0]}"
        for sheet in SHEETS.glob("*.css")
        for found in WIDTH.finditer(rules(sheet))
        if found[2] != "rem" or round(float(found[1])) not in WIDTHS
    ]
    assert unknown == []


def test_every_value_that_is_named_has_been_given() -> None:
    told = "".join(re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL) for sheet in SHEETS.glob("*.css"))
    beside = "".join(
        path.read_text() for folder in ("templates", "frontend/js") for path in (ROOT / folder).rglob("*.*")
    )
    given = set(re.findall(r"(--[\w-]+)['\"]?\s*[:,]", told + beside))
    assert {name for name in re.findall(r"var\((--[\w-]+)\)", told) if name not in given} == set()

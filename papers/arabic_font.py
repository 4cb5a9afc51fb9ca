"""The Arabic family of papers: IBM Plex Sans Arabic, each of whose glyphs stands for one letter.

The family joins some pairs of letters (بر, ني, لا) into one glyph. In a PDF such a glyph stands for both letters, and
programs that read PDFs turn them round, so that nobody finds the word. Here the pairs are set as their two letters;
lam and alef, which have to be joined, as two glyphs that make up the same shape. The family has a name of its own, as
its licence (OFL, reserved name Plex) asks of every change.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

FAMILY = "Plenary Arabic"
BUILT = Path(__file__).parent / "built"
WEIGHTS = ("Regular", "SemiBold")

_SOURCE = "IBM Plex Sans Arabic"
_REVISION = 1
_LAMS = ("uniFEDF", "uniFEE0")
_ALEF_WIDTH = 200
"""Of a joined lam and alef, the part that belongs to the alef, in units of the font."""


@cache
def font_folder() -> Path:
    """The folder with the files of the family; `make setup` makes them, else the first paper does."""
    try:
        return _made_below(BUILT)
    except OSError:
        # Where the program may not write into its own folder, each process makes them for itself.
        own = tempfile.mkdtemp(prefix="plenary-fonts-")
        atexit.register(shutil.rmtree, own, ignore_errors=True)
        return _made_below(Path(own))


def _made_below(parent: Path) -> Path:
    folder = parent / f"{_REVISION}-{version('fontpkg-ibm-plex-sans-arabic')}"
    for weight in WEIGHTS:
        target = folder / f"PlenaryArabic-{weight}.ttf"
        if not target.is_file():
            folder.mkdir(parents=True, exist_ok=True)
            draft = folder / f"{weight}.{os.getpid()}.tmp"
            _make(weight, draft)
            draft.replace(target)
    return folder


def _make(weight: str, target: Path) -> None:
    import fontpkg_ibm_plex_sans_arabic
    from fontTools.ttLib import TTFont

    font = TTFont(fontpkg_ibm_plex_sans_arabic.ROOT / "files" / f"IBMPlexSansArabic-{weight}.ttf")
    _separate(font)
    _unkern(font)
    for record in font["name"].names:
        text = record.toUnicode().replace(_SOURCE, FAMILY)
        record.string = text.replace(_SOURCE.replace(" ", ""), FAMILY.replace(" ", ""))
    font.save(target)


def _separate(font: Any) -> None:
    """Take the ligatures that have to be made (rlig) apart; see the head of this module."""

    table = font["GSUB"].table
    records = [record for record in table.FeatureList.FeatureRecord if record.FeatureTag == "rlig"]
    (index,) = {each for record in records for each in record.Feature.LookupListIndex}
    lookup = table.LookupList.Lookup[index]
    subtables = [getattr(subtable, "ExtSubTable", subtable) for subtable in lookup.SubTable]
    joined = {
        (lam, ligature.Component[0]): ligature.LigGlyph
        for subtable in subtables
        for lam, ligatures in subtable.ligatures.items()
        if lam in _LAMS
        for ligature in ligatures
        if _is_alef(font, ligature.Component)
    }
    halves = {(lam, alef): _lam_half(font, glyph) for (lam, alef), glyph in joined.items()}
    alefs = sorted({alef for _lam, alef in joined})
    rests = {alef: _add(font, f"{alef}.joined", None, _ALEF_WIDTH) for alef in alefs}

    def appended(new: Any) -> int:
        table.LookupList.Lookup.append(new)
        table.LookupList.LookupCount = len(table.LookupList.Lookup)
        return len(table.LookupList.Lookup) - 1

    rules = []
    for alef in alefs:
        mapping = {lam: half for (lam, each), half in halves.items() if each == alef}
        into = appended(_lookup(1, lookup.LookupFlag, [_single(mapping)]))
        rules.append(_chain(font, [], mapping, [alef], into))
    into = appended(_lookup(1, lookup.LookupFlag, [_single(rests)]))
    after = appended(_lookup(6, lookup.LookupFlag, [_chain(font, set(halves.values()), rests, [], into)]))
    table.LookupList.Lookup[index] = _lookup(6, lookup.LookupFlag, rules)
    for record in records:
        record.Feature.LookupListIndex = [index, after]
        record.Feature.LookupCount = 2


def _unkern(font: Any) -> None:
    """Take the kerning away: where it opens a gap, readers of PDFs find two words."""
    features = font["GPOS"].table.FeatureList
    for record in features.FeatureRecord:
        if record.FeatureTag == "kern":
            record.Feature.LookupListIndex, record.Feature.LookupCount = [], 0


def _is_alef(font: Any, components: list[str]) -> bool:
    """Whether what follows the lam is one alef, with whatever sign."""
    if len(components) != 1:
        return False
    (name,) = components
    return name in ("uniFE8E", "uniFE82", "uniFE84", "uniFE88", "uniFB51") or name.startswith(("uni0672", "uni0673"))


def _lam_half(font: Any, glyph: str) -> str:
    """The shape of a joined lam and alef as a glyph that begins where the part of the alef ends."""
    width, _bearing = font["hmtx"][glyph]
    return _add(font, f"{glyph}.lam", glyph, width - _ALEF_WIDTH)


def _add(font: Any, name: str, shape: str | None, width: int) -> str:
    from fontTools.pens.recordingPen import DecomposingRecordingPen
    from fontTools.pens.transformPen import TransformPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    pen = TTGlyphPen(None)
    if shape is not None:
        drawn = DecomposingRecordingPen(font.getGlyphSet())
        drawn.glyphSet[shape].draw(drawn)
        drawn.replay(TransformPen(pen, (1, 0, 0, 1, -_ALEF_WIDTH, 0)))
    glyph = pen.glyph()
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"].glyphs[name] = glyph
    glyph.recalcBounds(font["glyf"])
    font["hmtx"].metrics[name] = (width, getattr(glyph, "xMin", 0))
    classes = font["GDEF"].table.GlyphClassDef
    if classes is not None:
        classes.classDefs[name] = 1
    return name


def _lookup(kind: int, flag: int, subtables: list[Any]) -> Any:
    from fontTools.ttLib.tables import otTables

    lookup = otTables.Lookup()
    lookup.LookupType, lookup.LookupFlag, lookup.SubTable = kind, flag, subtables
    lookup.SubTableCount = len(subtables)
    return lookup


def _single(mapping: dict[str, str]) -> Any:
    from fontTools.ttLib.tables import otTables

    subtable = otTables.SingleSubst()
    subtable.mapping = mapping
    return subtable


def _chain(font: Any, before: Iterable[str], glyphs: Iterable[str], after: Iterable[str], into: int) -> Any:
    """What puts `glyphs` between `before` and `after` through the lookup `into`."""
    from fontTools.otlLib.builder import buildCoverage
    from fontTools.ttLib.tables import otTables

    def coverages(names: Iterable[str]) -> list[Any]:
        return [buildCoverage(set(names), font.getReverseGlyphMap(rebuild=True))] if names else []

    rule = otTables.ChainContextSubst()
    rule.Format = 3
    rule.BacktrackCoverage, rule.InputCoverage, rule.LookAheadCoverage = map(coverages, (before, glyphs, after))
    rule.BacktrackGlyphCount, rule.InputGlyphCount = len(rule.BacktrackCoverage), 1
    rule.LookAheadGlyphCount = len(rule.LookAheadCoverage)
    record = otTables.SubstLookupRecord()
    record.SequenceIndex, record.LookupListIndex = 0, into
    rule.SubstLookupRecord, rule.SubstCount = [record], 1
    return rule


if __name__ == "__main__":
    font_folder()

"""Areas that are in no list of states: Hong Kong, Greenland, Western Sahara.

`areas.csv` holds those of ISO 3166-1 in which people live, and XK. One rule for their names, in each language: those
of the United Nations’ standard for statistics (M49), whose word order they keep (« Chine, région administrative
spéciale de Hong Kong »). M49 has no row for two: Taiwan Province of China is named as in lists of the Secretariat
(UNCTAD), Kosovo with the resolution of the Security Council that its documents refer to. None is on offer by itself: a
team switches on those it needs and words them as its house does (`accounts.models.Team`), and what it wrote is what
pages and papers say.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from types import MappingProxyType

from foundation.countries import LANGUAGES, Areas

_TABLE = Path(__file__).with_name("areas.csv")


@cache
def all_areas() -> Areas:
    """Every area of the table."""
    with _TABLE.open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    return MappingProxyType({row["code"]: {language: row[language] for language in LANGUAGES} for row in rows})

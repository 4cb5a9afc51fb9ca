"""What the roof needs to know of participation links."""

from __future__ import annotations

from collections.abc import Collection

from meetings.joining.operations import MAKES_UNTESTED
from meetings.keeping.copies import CopiedRows, MeetingPart
from meetings.keeping.kept_rows import KeptRows
from meetings.keeping.undone import UndoneRows
from meetings.models.joining import ParticipationLink


def _untested(link: ParticipationLink, columns: Collection[str]) -> None:
    if MAKES_UNTESTED & set(columns):
        link.tested_at = None


COPIED = CopiedRows(MeetingPart.PARTICIPATION_LINKS, lambda _link: {"tested_at": None})
ROWS = (
    KeptRows(
        ParticipationLink, copied=COPIED, undone=UndoneRows("joining.index", "participation_link", changed=_untested)
    ),
)

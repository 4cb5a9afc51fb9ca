"""What the roof needs to know of participation links."""

from __future__ import annotations

from meetings.keeping.copies import CopiedRows, MeetingPart
from meetings.keeping.kept_rows import KeptRows
from meetings.models.joining import ParticipationLink

COPIED = CopiedRows(MeetingPart.PARTICIPATION_LINKS, lambda _link: {"tested_at": None})
ROWS = (KeptRows(ParticipationLink, copied=COPIED),)

"""The picture that other sites show beside a link to a meeting: its days, large, its month and its short code."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from meetings.enums import DatePrecision
from meetings.models.meeting import Meeting

SIZE = (1200, 630)
INK, MUTED, PAPER, HOUSE = "#16191d", "#545c65", "#ffffff", "#0f5a78"
EDGE = 80
TALL, SMALL = 260, 72


def card_of(meeting: Meeting) -> bytes:
    """A PNG of 1200 × 630; digits and Latin letters only, so that it is the same in every language."""
    picture = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, SIZE[0], 24), fill=meeting.accent or HOUSE)
    if meeting.date_precision is DatePrecision.DAY:
        draw.text((EDGE, 320), _days(meeting), font=_font(TALL), fill=meeting.accent or HOUSE, anchor="ls")
    draw.text(
        (EDGE, 430),
        f"{meeting.starts_on.month:02d} / {meeting.starts_on.year}",
        font=_font(SMALL),
        fill=INK,
        anchor="ls",
    )
    draw.text((EDGE, 550), meeting.code, font=_font(SMALL), fill=MUTED, anchor="ls")
    content = BytesIO()
    picture.save(content, "PNG", optimize=True)
    return content.getvalue()


def _days(meeting: Meeting) -> str:
    first, last = meeting.starts_on, meeting.ends_on
    if first == last:
        return str(first.day)
    return f"{first.day}\N{EN DASH}{last.day}" if first.month == last.month else f"{first.day}/{first.month}"


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    import fontpkg_ibm_plex_sans

    return ImageFont.truetype(str(Path(fontpkg_ibm_plex_sans.ROOT) / "files" / "IBMPlexSans[wdth,wght].ttf"), size)

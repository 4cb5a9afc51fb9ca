"""The agenda of a meeting as a paper, from the same presentation as its page."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup

from foundation.clock import local_now, now
from foundation.dates import format_date
from foundation.languages import force_language
from foundation.ordinals import ordinal
from meetings.enums import BREAKS, KIND_LABELS, ItemKind
from meetings.models.meeting import Meeting
from meetings.reading import facts
from meetings.reading.item_views import GroupView, ItemView, PartGroupView
from meetings.reading.parties import organiser_names
from meetings.reading.places import place_line
from meetings.reading.presenting import Presenter, dates_of, zone_of
from meetings.reading.programme import Programme, load_programme
from papers.content import AgendaDay, AgendaItem, AgendaPaper, Breakout, Contact, Holder, Part
from papers.labels import translated_labels
from rich_text.texts import to_paragraphs


def agenda_paper(meeting_id: int, language: str) -> AgendaPaper:
    """The provisional agenda of a meeting in one language."""
    programme = load_programme(meeting_id)
    with force_language(language):
        return _paper(programme, language)


def heading_lines(meeting: Meeting, language: str) -> dict[str, Any]:
    """The lines that head every paper of a meeting, by their names in `papers.content.Heading`."""
    main = meeting.main_language
    bigger = []
    if meeting.series is not None:
        title = meeting.series.title.text(language, main)
        count = _("%(ordinal)s meeting", ordinal=ordinal(meeting.ordinal, language)) if meeting.ordinal else ""
        bigger.append(f"{title} ({count})" if count else title)
    if meeting.part_of:
        bigger.append(_("Part of %(event)s", event=meeting.part_of.text(language, main)))
    return {
        "title": meeting.title.text(language, main),
        "subtitle": meeting.subtitle.text(language, main),
        "series_line": " · ".join(bigger),
        "organisers_line": " · ".join(organiser_names(meeting, language)),
        "place_line": place_line(meeting, language),
        "date_line": dates_of(meeting, language),
        "accent": meeting.accent,
    }


def as_of(meeting: Meeting, language: str) -> str:
    """ "As of" today's date in the meeting's zone."""
    today = local_now(meeting.zone).date()
    return _("As of %(date)s", date=format_date(today, language, meeting.month_style.value))


def _paper(programme: Programme, language: str) -> AgendaPaper:
    meeting = programme.meeting
    presenter = Presenter(programme, language)
    zone = zone_of(meeting, language)
    return AgendaPaper(
        language=language,
        kind_line=f"{KIND_LABELS[meeting.kind]} · {_('Provisional agenda')}",
        symbol=f"{meeting.symbol}/INF.2" if meeting.symbol else "",
        version_line=as_of(meeting, language),
        labels=translated_labels(),
        made_at=now(),
        time_zone_line=_("All times are those of the meeting: %(zone)s.", zone=zone),
        days=tuple(
            AgendaDay(day.date_label, tuple(_item(item) for row in day.rows for item in row))
            for day in presenter.days()
        ),
        contacts=tuple(
            Contact(
                name=contact.plain_name,
                role_label=contact.label,
                detail=contact.detail,
                email=contact.email,
                phone=contact.phone,
            )
            for contact in facts.contacts(presenter)
        ),
        **heading_lines(meeting, language),
    )


def _item(item: ItemView) -> AgendaItem:
    return AgendaItem(
        title=item.title or item.kind_label,
        time_label=item.time_label,
        kind=item.kind_label,
        description=_paragraphs(item.description_html),
        room=item.room,
        parts=_parts(item.parts),
        breakouts=tuple(_group(group) for group in item.groups),
        children=tuple(_item(child) for child in item.children),
        continued=item.continued,
        is_break=ItemKind(item.kind) in BREAKS,
    )


def _group(group: GroupView) -> Breakout:
    return Breakout(
        letter=group.letter,
        title=group.title,
        description=_paragraphs(group.description_html),
        parts=_parts(group.parts),
        room=group.room,
    )


def _parts(parts: list[PartGroupView]) -> tuple[Part, ...]:
    return tuple(
        Part(part.role_label, tuple(Holder(h.name, h.detail, h.status_label) for h in part.holders)) for part in parts
    )


def _paragraphs(html: Markup) -> tuple[str, ...]:
    return to_paragraphs(str(html)) if html else ()

"""Sections of the information note and web links of a meeting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from accounts.models import User
from foundation.audit import apply_changes, record
from foundation.database import writing
from foundation.optimistic_locking import digest
from foundation.translated import Translations
from meetings.enums import SectionKind
from meetings.keeping.rows import add_row, change_row, lock_of, move_row, remove_row
from meetings.models.meeting import Meeting
from meetings.models.sections import Section
from meetings.reading.meetings import NoSuchRecord, meeting_of_id


class SectionThere(Exception):
    """The same text stands there already under the same heading: a form was sent twice."""


class LinkThere(Exception):
    """A link to the same address stands there already for readers of the same language."""


def add_section(
    meeting_id: int,
    *,
    kind: SectionKind,
    body: Translations,
    heading: Translations | None = None,
    actor: User | None = None,
) -> Section:
    """A new section at the end; `body` is clean HTML per language. Raises SectionThere."""
    values = {"kind": kind, "heading": heading or Translations(), "body": body}
    with writing(lock_of(meeting_id)):
        for section in meeting_of_id(meeting_id).sections:
            if all(getattr(section, name) == value for name, value in values.items()):
                raise SectionThere
        return add_row(Section, meeting_id, values, actor)


def change_section(meeting_id: int, section_id: int, *, actor: User | None = None, **values: Any) -> Section:
    """Change columns of a section. Raises NoSuchRecord."""
    return change_row(Section, meeting_id, section_id, values, actor)


def remove_section(meeting_id: int, section_id: int, *, actor: User | None = None) -> None:
    """Remove a section. Raises NoSuchRecord."""
    remove_row(Section, meeting_id, section_id, actor)


def move_section(meeting_id: int, section_id: int, step: int, *, actor: User | None = None) -> bool:
    """Move a section up (-1) or down (1); False at the end. Raises NoSuchRecord."""
    return move_row(Section, meeting_id, section_id, step, actor)


def move_agenda(meeting_id: int, step: int, *, actor: User | None = None) -> None:
    """Let the agenda stand one section earlier (-1) or later (1) on the page. Raises NoSuchRecord."""
    with writing(lock_of(meeting_id)) as session:
        meeting = meeting_of_id(meeting_id)
        number = len(meeting.sections)
        place = min(max(min(meeting.agenda_after, number) + step, 0), number)
        changes = apply_changes(meeting, {"agenda_after": place})
        if changes:
            session.flush()
            record("changed", meeting, actor=actor, meeting_id=meeting_id, changes=changes)


def set_web_links(meeting_id: int, links: Sequence[dict[str, Any]], *, actor: User | None = None) -> Meeting:
    """The web links of a meeting, in order: `{"label": {language: text}, "url": …, "language": …}` each."""
    with writing(lock_of(meeting_id)) as session:
        meeting = meeting_of_id(meeting_id)
        changes = apply_changes(meeting, {"links": list(links)})
        if changes:
            session.flush()
            record("changed", meeting, actor=actor, meeting_id=meeting_id, changes=changes)
        return meeting


class WebLinkGone(NoSuchRecord):
    """The meeting has no such link any more: somebody changed or removed it."""


def add_web_link(meeting_id: int, link: dict[str, Any], *, actor: User | None = None) -> None:
    """A web link at the end. Raises LinkThere."""
    with writing(lock_of(meeting_id)):
        links = meeting_of_id(meeting_id).links
        _check_is_new(links, link)
        set_web_links(meeting_id, [*links, link], actor=actor)


def change_web_link(meeting_id: int, was: str, link: dict[str, Any], *, actor: User | None = None) -> None:
    """Put `link` in place of the one whose digest (`foundation.optimistic_locking.digest`) is `was`.

    Raises:
        WebLinkGone: there is no such link any more.
        LinkThere: another one leads there.
    """
    with writing(lock_of(meeting_id)):
        links = list(meeting_of_id(meeting_id).links)
        place = _place_of(links, was)
        _check_is_new([*links[:place], *links[place + 1 :]], link)
        links[place] = link
        set_web_links(meeting_id, links, actor=actor)


def remove_web_link(meeting_id: int, was: str, *, actor: User | None = None) -> None:
    """Remove the link with this digest. Raises WebLinkGone."""
    with writing(lock_of(meeting_id)):
        links = list(meeting_of_id(meeting_id).links)
        del links[_place_of(links, was)]
        set_web_links(meeting_id, links, actor=actor)


def move_web_link(meeting_id: int, was: str, step: int, *, actor: User | None = None) -> None:
    """Move the link with this digest up (-1) or down (1). Raises WebLinkGone."""
    with writing(lock_of(meeting_id)):
        links = list(meeting_of_id(meeting_id).links)
        place = _place_of(links, was)
        if 0 <= place + step < len(links):
            links.insert(place + step, links.pop(place))
            set_web_links(meeting_id, links, actor=actor)


def _check_is_new(links: Sequence[dict[str, Any]], link: dict[str, Any]) -> None:
    if any(each["url"] == link["url"] and each.get("language", "") == link.get("language", "") for each in links):
        raise LinkThere


def _place_of(links: Sequence[dict[str, Any]], was: str) -> int:
    for place, link in enumerate(links):
        if digest(link) == was:
            return place
    raise WebLinkGone

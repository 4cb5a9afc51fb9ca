"""Where members of a team begin: their meetings, and how one meeting stands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _

from accounts.access import may, teams_where
from accounts.permissions import Permission
from foundation.access import requires, signed_in
from foundation.addresses import number
from foundation.audit import entries_for, entries_for_meeting
from foundation.clock import now
from foundation.countries import choices as country_choices
from foundation.dates import format_date, format_instant, zone_label
from foundation.history import acts_in_words, by_field
from foundation.languages import LANGUAGE_NAMES, current_language
from foundation.pages import external_url
from meetings.enums import FORMAT_LABELS, KIND_LABELS, STATE_LABELS
from meetings.keeping.missing_texts import missing_translations
from meetings.models.meeting import Meeting
from meetings.overview.lines import texts
from meetings.overview.listing import meetings_page, offered, read_wanted
from meetings.overview.steps import next_steps, situation
from meetings.overview.to_do import list_lines_of, to_do_of
from meetings.reading.meetings import meeting_by_code, neighbours_of
from meetings.reading.places import place_of
from meetings.reading.previews import preview_url
from meetings.undo.change_sets import latest_change
from meetings.undo.views import offer_of

blueprint = Blueprint("overview", __name__)

PAGE = 200
TABS = (
    ("overview", "overview.meeting", Permission.MEETING_VIEW, lambda: _("Overview")),
    ("facts", "facts.edit_facts", Permission.MEETING_EDIT, lambda: _("About")),
    ("agenda", "agenda.manage", Permission.MEETING_EDIT, lambda: _("Agenda")),
    ("registrations", "registration.index", Permission.REGISTRATION_VIEW, lambda: _("Registrations")),
    ("messages", "messages.index", Permission.MESSAGE_VIEW, lambda: _("Messages")),
    ("attendance", "attendance.index", Permission.ATTENDANCE_RECORD, lambda: _("Attendance")),
    ("papers", "papers.index", Permission.PAPER_PRINT, lambda: _("Papers")),
    ("history", "overview.history", Permission.AUDIT_VIEW, lambda: _("History")),
)


@blueprint.get("/manage/")
@signed_in
def meetings() -> str:
    """The meetings of the visitor's teams, with drafts: filtered, searched, page by page."""
    teams = teams_where(Permission.MEETING_VIEW)
    team_ids = [team.id for team in teams]
    wanted = read_wanted(request.args)
    found = meetings_page(team_ids, wanted, request.args.get("page", 1, type=number))
    there = offered(team_ids)
    areas = {code: names for team in teams for code, names in team.areas.items() if code in there.countries}

    def page_address(number: int) -> str:
        return url_for("overview.meetings", **wanted.as_address(), page=number if number > 1 else None)

    return render_template(
        "meetings/overview/meetings.html",
        found=found,
        wanted=wanted,
        offered=there,
        countries=[pair for pair in country_choices(current_language(), areas) if pair[0] in there.countries],
        languages=[(code, str(name)) for code, name in LANGUAGE_NAMES.items() if code in there.languages],
        formats=[(each.value, label) for each, label in FORMAT_LABELS.items() if each in there.formats],
        lines=list_lines_of(found.rows),
        page_address=page_address,
        teams=teams,
        may_create=bool(teams_where(Permission.MEETING_CREATE)),
        kind_labels=KIND_LABELS,
        state_labels=STATE_LABELS,
        today=now().date(),
    )


@blueprint.get("/manage/<code>")
@requires(Permission.MEETING_VIEW)
def meeting(code: str) -> str:
    """How one meeting stands: what is missing, what waits for a decision."""
    record = meeting_by_code(code)
    may_edit = may(Permission.MEETING_EDIT, record.team_id)
    language = current_language()
    before, after = neighbours_of(record, only_public=False)
    missing = missing_translations(record) if may_edit else {}
    return render_template(
        "meetings/overview/meeting.html",
        meeting=record,
        tab="overview",
        kind_label=KIND_LABELS[record.kind],
        to_do=to_do_of(record, *(texts(record, missing) if may_edit else ())),
        by_words=_by_words(record),
        may_edit=may_edit,
        situation=situation(record),
        steps=next_steps(record) if may(Permission.MEETING_PUBLISH, record.team_id) else [],
        preview_addresses={code: preview_url(record, code) for code in record.page_languages} if may_edit else {},
        before=before,
        after=after,
        missing=missing,
        short_address=external_url("programme.short_address", code=record.code),
        place=place_of(record, language),
        zone=zone_label(record.zone, record.starts_on, language),
    )


@blueprint.get("/manage/<code>/history")
@requires(Permission.AUDIT_VIEW)
def history(code: str) -> str:
    """Who changed what: in the whole meeting, or in one of its records (`?kind=…&id=…`)."""
    record = meeting_by_code(code)
    kind, subject_id = request.args.get("kind", ""), request.args.get("id", type=number)
    if kind and subject_id is not None:
        entries = [entry for entry in entries_for(kind, subject_id) if entry.meeting_id == record.id]
        latest = None
    else:
        latest = latest_change(record.id) if may(Permission.MEETING_EDIT, record.team_id) else None
        entries = entries_for_meeting(record.id, limit=PAGE, before=request.args.get("before", type=number))
    return render_template(
        "meetings/overview/history.html",
        meeting=record,
        tab="history",
        acts=(acts := acts_in_words(entries)),
        fields=by_field(acts) if kind else {},
        of_one_record=bool(kind),
        latest=latest,
        is_newest=latest is not None and all(entry.at <= latest.at for entry in entries),
        undo=offer_of(record, latest) if latest is not None else None,
        last_id=entries[-1].id if entries else None,
        is_full_page=len(entries) == PAGE,
    )


def _by_words(record: Meeting) -> Callable[[datetime], str]:
    """Says until when something is due: the day alone where it is due before that day begins."""
    language, style = current_language(), record.month_style.value

    def words(instant: datetime) -> str:
        local = instant.astimezone(ZoneInfo(record.zone))
        if local.time() == time():
            return _("before %(day)s", day=format_date(local.date(), language, style))
        moment = format_instant(instant, record.zone, language, style)
        return f"{moment} ({zone_label(record.zone, local.date(), language)})"

    return words


def meeting_tabs(record: Meeting) -> list[tuple[str, str, str, Any]]:
    """The tabs of a meeting's management that the visitor may open."""
    return [
        (key, label(), url_for(endpoint, code=record.code), None)
        for key, endpoint, permission, label in TABS
        if may(permission, record.team_id)
    ]

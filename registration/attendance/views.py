"""Attendance: the list to tick, the check-in at the door, and the address in the QR code."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts.access import actor, may
from accounts.permissions import Permission
from foundation.access import requires, signed_in
from foundation.addresses import number
from foundation.dates import format_date, format_time
from foundation.languages import current_language, listed
from meetings.enums import MODE_LABELS, Mode
from meetings.models.meeting import Meeting
from meetings.reading.meetings import meeting_by_code
from registration.attendance import operations, queries
from registration.attendance.half_days import HalfDayOf, chosen_half_day, half_days, is_now, present_half_day
from registration.enums import HALF_DAY_LABELS, STATE_LABELS, RegistrationState
from registration.models.registrations import Registration
from registration.people.refusals import name_of
from registration.reading.links import CHECK_IN, registration_by_token
from registration.reading.window import modes_of

blueprint = Blueprint("attendance", __name__)

NOT_HERE = "absent"
PRESENCES = ("present", NOT_HERE)
KEPT = ("half_day", "q", "mode", "presence", "page")


@blueprint.get("/manage/<code>/attendance")
@requires(Permission.ATTENDANCE_RECORD)
def index(code: str) -> ResponseReturnValue:
    """The list of approved people of one half-day, with buttons to tick."""
    meeting = meeting_by_code(code)
    half_day = chosen_half_day(meeting, request.args.get("half_day"))
    shown = _filter(request.args)
    kept = _kept(request.args)
    page = queries.people(meeting.id, half_day, shown, request.args.get("page", 1, type=number))
    return render_template(
        "registration/attendance/index.html",
        tab="attendance",
        **_context(meeting, half_day),
        page=page,
        shown=shown,
        kept=kept,
        is_running=is_now(meeting, half_day),
        mode_choices=[(mode.value, MODE_LABELS[mode]) for mode in modes_of(meeting)],
        url_for_page=lambda number: url_for(".index", code=code, **{**kept, "page": number}),
        url_for_presence=lambda presence: url_for(".index", code=code, **{**kept, "presence": presence, "page": None}),
    )


@blueprint.post("/manage/<code>/attendance/<int:registration_id>")
@requires(Permission.ATTENDANCE_RECORD)
def tick(code: str, registration_id: int) -> ResponseReturnValue:
    """Tick one person (`act=tick`) or take it back (`act=untick`)."""
    meeting = meeting_by_code(code)
    half_day = chosen_half_day(meeting, request.form.get("half_day"))
    try:
        if request.form.get("act") == "untick":
            operations.untick(meeting, registration_id, half_day, actor())
        else:
            operations.tick(meeting, registration_id, half_day, actor())
    except operations.NotApproved as refused:
        flash(_not_approved(refused.registration), "error")
    if "HX-Request" not in request.headers:
        return redirect(url_for(".index", code=code, **_kept(request.form)), 303)
    row = queries.person(meeting.id, registration_id, half_day)
    if row is None:
        abort(404)
    return render_template(
        "registration/attendance/ticked.html",
        **_context(meeting, half_day),
        row=row,
        kept=_kept(request.form),
        said=_said(row),
    )


@blueprint.route("/manage/<code>/attendance/check-in", methods=["GET", "POST"])
@requires(Permission.ATTENDANCE_RECORD)
def check_in(code: str) -> ResponseReturnValue:
    """The screen at the door: takes what the camera read or somebody typed, answers as page or as JSON."""
    meeting = meeting_by_code(code)
    half_day = chosen_half_day(meeting, request.values.get("half_day"))
    result = _check_in(meeting, request.form.get("code", ""), half_day) if request.method == "POST" else {}
    context = _context(meeting, half_day)
    if request.method == "POST" and request.accept_mimetypes.best == "application/json":
        return jsonify(result | {"count": context["count"]})
    return render_template(
        "registration/attendance/check_in.html",
        tab="attendance",
        **context,
        result=result,
        is_running=is_now(meeting, half_day),
    )


@blueprint.get("/c/<token>")
@signed_in
def scanned(token: str) -> ResponseReturnValue:
    """What a telephone's own camera opens: the person, for members who may record attendance."""
    registration, meeting = _scanned(token)
    half_day = present_half_day(meeting)
    row = queries.person(meeting.id, registration.id, half_day)
    return render_template(
        "registration/attendance/scanned.html",
        **_context(meeting, half_day),
        row=row,
        token=token,
        is_approved=registration.state is RegistrationState.APPROVED,
        refusal=_not_approved(registration),
        is_running=is_now(meeting, half_day),
    )


@blueprint.post("/c/<token>")
@signed_in
def check_in_scanned(token: str) -> ResponseReturnValue:
    """Check in whom the telephone scanned."""
    _registration, meeting = _scanned(token)
    half_day = chosen_half_day(meeting, request.form.get("half_day"))
    result = _check_in(meeting, token, half_day)
    category = {"ok": "success", "again": "warning"}.get(result["state"], "error")
    flash(" ".join(part for part in (result["title"], result["name"], result["detail"]) if part), category)
    return redirect(url_for(".scanned", token=token), 303)


def _scanned(token: str) -> tuple[Registration, Meeting]:
    registration = registration_by_token(token, CHECK_IN)
    if registration is None:
        abort(404)
    if not may(Permission.ATTENDANCE_RECORD, registration.meeting.team_id):
        abort(403)
    return registration, registration.meeting


def _check_in(meeting: Meeting, code: str, half_day: HalfDayOf) -> dict[str, str]:
    """What the screen shows: `state` for its colour, `status` for machines, title, name, detail."""
    if not code.strip():
        return _answer("error", "unknown", _("Scan a code or type one."))
    try:
        done = operations.check_in(meeting, code, half_day, actor())
    except queries.UnknownCode:
        return _answer(
            "error",
            "unknown",
            _("This code is not known."),
            detail=_("Ask for the latest confirmation, or look the person up in the list."),
        )
    except queries.OtherMeeting:
        return _answer("error", "other_meeting", _("This code belongs to another meeting."))
    except queries.SeveralPeople:
        return _answer(
            "error",
            "unknown",
            _("Several people registered with this address."),
            detail=_("Scan the code of the confirmation, or look the person up in the list."),
        )
    except operations.NotApproved as refused:
        return _answer(
            "error",
            "not_approved",
            _("Not approved: %(state)s", state=STATE_LABELS[refused.registration.state]),
            refused.registration.name(current_language()),
            _affiliation(refused.registration),
        )
    name = done.registration.name(current_language())
    if not done.is_new:
        since = _time(done.arrived_at, meeting)
        return _answer(
            "again", "already", _("Already here since %(time)s", time=since), name, _affiliation(done.registration)
        )
    title = _("Checked in")
    if done.registration.mode is Mode.REMOTE:
        title = _("Checked in; was registered to take part remotely")
    return _answer("ok", "ok", title, name, _affiliation(done.registration))


def _answer(state: str, status: str, title: str, name: str = "", detail: str = "") -> dict[str, str]:
    return {"state": state, "status": status, "title": title, "name": name, "detail": detail}


def _said(row: queries.AttendanceRow) -> str:
    name = name_of(row.registration)
    return _("%(name)s is here.", name=name) if row.attendance else _("%(name)s is not here.", name=name)


def _not_approved(registration: Registration) -> str:
    return _(
        "%(name)s cannot be recorded: %(state)s.",
        name=registration.name(current_language()),
        state=STATE_LABELS[registration.state],
    )


def _context(meeting: Meeting, half_day: HalfDayOf) -> dict[str, Any]:
    return {
        "meeting": meeting,
        "half_day": half_day,
        "half_day_options": [(one.key, _half_day_label(meeting, one)) for one in half_days(meeting)],
        "half_day_label": _half_day_label(meeting, half_day),
        "count": _count_text(queries.count(meeting.id, half_day)),
        "affiliation": _affiliation,
        "time_of": lambda moment: _time(moment, meeting),
        "mode_labels": MODE_LABELS,
        "state_labels": STATE_LABELS,
    }


def _half_day_label(meeting: Meeting, half_day: HalfDayOf) -> str:
    day = format_date(half_day.day, current_language(), meeting.month_style, weekday=True)
    return _("%(day)s, %(half)s", day=day, half=HALF_DAY_LABELS[half_day.half])


def _count_text(count: queries.AttendanceCount) -> str:
    parts = []
    if count.in_person_expected or count.in_person or not count.remote_expected:
        parts.append(_("%(here)s of %(total)s in the room", here=count.in_person, total=count.in_person_expected))
    if count.remote_expected or count.remote:
        parts.append(_("%(here)s of %(total)s remotely", here=count.remote, total=count.remote_expected))
    return listed(parts, current_language())


def _affiliation(registration: Registration) -> str:
    language = current_language()
    return " – ".join(filter(None, (registration.organisation_in(language), registration.country_in(language))))


def _time(moment: datetime, meeting: Meeting) -> str:
    return format_time(moment.astimezone(ZoneInfo(meeting.zone)), current_language())


def _filter(values: Any) -> queries.AttendanceFilter:
    mode = values.get("mode")
    presence = values.get("presence", NOT_HERE)
    return queries.AttendanceFilter(
        words=values.get("q", "").strip()[:200],
        mode=Mode(mode) if mode in set(Mode) else None,
        presence=presence if presence in PRESENCES else "",
    )


def _kept(values: Any) -> dict[str, Any]:
    return {name: values[name][:200] for name in KEPT if values.get(name)}

"""Where remote people join, as the organiser keeps it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from accounts.access import actor
from accounts.permissions import Permission
from foundation.access import requires
from foundation.dates import format_time
from foundation.edit_conflicts import detect_conflicts
from foundation.languages import current_language
from meetings.enums import VISIBILITY_LABELS, Visibility
from meetings.joining import operations
from meetings.joining.forms import ParticipationLinkForm, ReplaceForm, place_of_link
from meetings.joining.views.blueprint import blueprint
from meetings.joining.wording import invitation_text
from meetings.keeping.order_views import add_order_views, back_to_list
from meetings.keeping.pages import back_to, show_in_frame
from meetings.models.joining import ParticipationLink
from meetings.models.meeting import Meeting
from meetings.reading.agenda import in_order
from meetings.reading.joining import JoiningPlace, joining_places, moment_in_words, name_of_place, opening_of
from meetings.reading.meetings import meeting_by_code, row_of
from meetings.reading.presenting import Presenter
from meetings.reading.programme import Programme, load_programme


@dataclass(frozen=True)
class LinkLine:
    """A link as the organiser sees it; `shown` says from when readers do, `text` is the invitation to copy."""

    link: ParticipationLink
    shown: str
    text: str
    same: int
    goes_up: bool
    goes_down: bool


@blueprint.get("/manage/<code>/join")
@requires(Permission.MEETING_EDIT)
def index(code: str) -> ResponseReturnValue:
    """All participation links of a meeting, by what they are for."""
    meeting = meeting_by_code(code)
    places = joining_places(meeting, tuple(Visibility), ignore_windows=True)
    count: dict[str, int] = {}
    for place in places:
        for link in place.links:
            count[link.join_url] = count.get(link.join_url, 0) + 1
    return show_in_frame(
        "meetings/joining/joining.html",
        meeting,
        "joining",
        places=[(name_of_place(meeting, place.item, place.group), _lines(meeting, place, count)) for place in places],
        visibilities=VISIBILITY_LABELS,
        what_is_tested=operations.what_is_tested,
        moment_in_words=moment_in_words,
    )


@blueprint.route("/manage/<code>/join/new", methods=["GET", "POST"])
@requires(Permission.MEETING_EDIT)
def add_participation_link(code: str) -> ResponseReturnValue:
    """Say where remote people join; `for` in the address names an item or a group."""
    return _link_page(meeting_by_code(code), None)


@blueprint.route("/manage/<code>/join/<int:link_id>", methods=["GET", "POST"])
@requires(Permission.MEETING_EDIT)
def edit_participation_link(code: str, link_id: int) -> ResponseReturnValue:
    """Change where remote people join."""
    meeting = meeting_by_code(code)
    return _link_page(meeting, row_of(ParticipationLink, meeting.id, link_id))


@blueprint.post("/manage/<code>/join/<int:link_id>/tested")
@requires(Permission.MEETING_EDIT)
def mark_link_tested(code: str, link_id: int) -> ResponseReturnValue:
    """Note that the link works, or (`works=no`) that it does not."""
    meeting = meeting_by_code(code)
    works = request.form.get("works") != "no"
    try:
        operations.mark_tested(meeting.id, link_id, works=works, shown=request.form.get("was", ""), actor=actor())
    except operations.AnotherAddress:
        flash(_("Somebody else has given this link another address or passcode meanwhile. Test it again."), "warning")
    else:
        flash(_("Noted: this link works.") if works else _("Noted: this link is not tested."), "success")
    return back_to("joining.index", meeting, f"link-{link_id}")


@blueprint.route("/manage/<code>/join/<int:link_id>/replace", methods=["GET", "POST"])
@requires(Permission.MEETING_EDIT)
def replace_participation_link(code: str, link_id: int) -> ResponseReturnValue:
    """Give a new address to every link that has the address of this one."""
    meeting = meeting_by_code(code)
    link = row_of(ParticipationLink, meeting.id, link_id)
    form = ReplaceForm(link, obj=link)
    detect_conflicts(form, link, columns=("join_url", "passcode", "dial_in"))
    if form.validate_on_submit():
        values = {name: form[name].data for name in ("join_url", "passcode", "dial_in")}
        changed = operations.replace_everywhere(meeting.id, link_id, **values, actor=actor())
        flash(ngettext("%(num)s link is replaced.", "%(num)s links are replaced.", changed), "success")
        return back_to("joining.index", meeting)
    places = joining_places(meeting, tuple(Visibility), ignore_windows=True)
    same = [place for place in places for each in place.links if each.join_url == link.join_url]
    names = [name_of_place(meeting, place.item, place.group) for place in same]
    return show_in_frame("meetings/joining/replace_link.html", meeting, "joining", form=form, link=link, names=names)


add_order_views(
    blueprint,
    "/manage/<code>/join/<int:link_id>",
    name="participation_link",
    move=operations.move_participation_link,
    remove=operations.remove_participation_link,
    removed=_l("The participation link is removed."),
    back=back_to_list("joining.index", "link"),
)


def _link_page(meeting: Meeting, link: ParticipationLink | None) -> ResponseReturnValue:
    if link is None:
        form = ParticipationLinkForm(data={"provider": meeting.online_platform, "place": request.args.get("for", "")})
    else:
        form = ParticipationLinkForm(obj=link, data={"place": place_of_link(link)})
    detect_conflicts(form, link)
    programme = load_programme(meeting.id)
    form.offer_places(_place_pairs(programme))
    if form.validate_on_submit():
        if link is None:
            saved = operations.add_participation_link(meeting.id, **form.values(), actor=actor())
        else:
            saved = operations.change_participation_link(meeting.id, link.id, **form.values(), actor=actor())
        flash(_("The participation link is saved."), "success")
        return back_to("joining.index", meeting, f"link-{saved.id}")
    return show_in_frame(
        "meetings/joining/participation_link.html", meeting, "joining", programme, form=form, link=link
    )


def _place_pairs(programme: Programme) -> list[tuple[str, str]]:
    """Every item and breakout group, as the form offers them."""
    text = Presenter(programme, current_language()).text
    pairs = []
    for item, depth in in_order(programme):
        moment = f"{format_time(item.starts, 'en')} " if item.starts else ""
        pairs.append((f"item-{item.id}", f"{'– ' * depth}{moment}{text(item.title)}"))
        for group in programme.groups.get(item.id, []):
            pairs.append((f"group-{group.id}", f"{'– ' * (depth + 1)}{text(group.letter)} – {text(group.title)}"))
    return pairs


def _lines(meeting: Meeting, place: JoiningPlace, count: dict[str, int]) -> list[LinkLine]:
    language = current_language()
    last = len(place.links) - 1
    return [
        LinkLine(
            link,
            _shown_from(meeting, place, link),
            invitation_text(meeting, place, link, language),
            count[link.join_url],
            at > 0,
            at < last,
        )
        for at, link in enumerate(place.links)
    ]


def _shown_from(meeting: Meeting, place: JoiningPlace, link: ParticipationLink) -> str:
    if link.minutes_before is None:
        return _("Shown at once")
    opens = opening_of(link, place.starts)
    if opens is None:
        return _("Shown as soon as the date is known")
    return _("Shown from %(moment)s", moment=moment_in_words(opens, meeting))

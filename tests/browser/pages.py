"""Every page of the system, and as whom to look at it; a page that is not here makes a test fail.

Names in braces are filled from `tests.browser.furnishing`; `{language}` is that of the visit.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Spot:
    """One page in one condition: its address, who looks (a demo role, or nobody), and the status it answers with."""

    path: str
    role: str = ""
    status: int = 200


def of(role: str, *paths: str) -> list[Spot]:
    """Pages that one role looks at."""
    return [Spot(path, role) for path in paths]


PAST, NEXT, TODAY = "/manage/WG2", "/manage/WG2-NEXT", "/manage/TIN-API-TODAY"
TEAM = "/teams/{team}"
STATES = ("pending", "approved", "waiting", "declined", "cancelled")

PAGES: dict[str, list[Spot]] = {
    "catalogue.home": of("", "/", "/?q=zzzz", "/?when=past&kind=workshop") + of("organiser", "/"),
    "catalogue.series": of("", "/series/{series}/{language}"),
    "catalogue.project": of("", "/projects/{project}/{language}"),
    "catalogue.team_series": of("organiser", f"{TEAM}/series") + of("viewer", f"{TEAM}/series"),
    "catalogue.add_series": of("organiser", f"{TEAM}/series/new"),
    "catalogue.edit_series": of("organiser", f"{TEAM}/series/{{series}}"),
    "catalogue.team_projects": of("organiser", f"{TEAM}/projects"),
    "catalogue.add_project": of("organiser", f"{TEAM}/projects/new"),
    "catalogue.edit_project": of("organiser", f"{TEAM}/projects/{{project}}"),
    "programme.show": of("", *(f"/e/{code}/{{language}}" for code in ("WG2", "TIN-API", "WG2-NEXT", "TIN-API-TODAY"))),
    "registration_form.register": of("", "/e/WG2-NEXT/{language}/register", "/e/WG2/{language}/register"),
    "registration_form.registered": of("", "/e/WG2-NEXT/{language}/registered"),
    "registration_form.send_link": of("", "/e/WG2/{language}/link"),
    "registration_form.link_sent": of("", "/e/WG2/{language}/link/sent"),
    "personal.show": of(
        "",
        *(
            f"/r/{{{state}_personal}}?lang={{language}}"
            for state in ("pending", "approved", "waiting", "declined", "cancelled")
        ),
    ),
    "personal.correct": of("", "/r/{personal}/data?lang={language}"),
    "personal.choose_agenda": of("", "/r/{personal}/agenda?lang={language}"),
    "personal.switch": of("", "/r/{personal}/mode/remote?lang={language}"),
    "personal.cancel": of("", "/r/{personal}/cancel?lang={language}"),
    "personal.another": of("", "/r/{another}/another?lang={language}"),
    "accounts.sign_in": of("", "/sign-in"),
    "accounts.link_sent": of("", "/sign-in/sent"),
    "accounts.open_link": [Spot("/sign-in/link/{sign_in_token}"), Spot("/sign-in/link/nonsense", status=410)],
    "accounts.forgot_password": of("", "/password"),
    "accounts.reset_sent": of("", "/password/sent"),
    "accounts.reset_password": of("", "/password/{password_token}"),
    "accounts.accept_invitation": of("", "/invitations/{invitation_token}"),
    "accounts.account": of("assistant", "/account"),
    "accounts.sessions": of("assistant", "/account/sessions"),
    "accounts.confirm": of("assistant", "/account/confirm?next=/teams"),
    "accounts.teams": of("owner", "/teams"),
    "accounts.team": of("owner", TEAM) + of("viewer", TEAM),
    "accounts.areas": of("owner", f"{TEAM}/areas"),
    "accounts.area": of("owner", f"{TEAM}/areas/GL", f"{TEAM}/areas/AW"),
    "accounts.all_teams": of("admin", "/admin/teams"),
    "accounts.new_team": of("admin", "/admin/teams/new"),
    "accounts.all_users": of("admin", "/admin/users"),
    "directory.index": of("assistant", f"{TEAM}/directory", f"{TEAM}/directory?q=zzzz"),
    "directory.add_person": of("organiser", f"{TEAM}/directory/persons/new"),
    "directory.edit_person": of("organiser", f"{TEAM}/directory/persons/{{person}}"),
    "directory.person_history": of("organiser", f"{TEAM}/directory/persons/{{person}}/history"),
    "directory.organisation_history": of("organiser", f"{TEAM}/directory/organisations/{{organisation}}/history"),
    "directory.organisations": of("assistant", f"{TEAM}/directory/organisations"),
    "directory.add_organisation": of("organiser", f"{TEAM}/directory/organisations/new"),
    "directory.edit_organisation": of("organiser", f"{TEAM}/directory/organisations/{{organisation}}"),
    "overview.meetings": of("organiser", "/manage/", "/manage/?q=zzzz") + of("admin", "/manage/"),
    "programme.preview": of("", "/preview/{preview}/{language}"),
    "overview.meeting": of("organiser", NEXT, "/manage/SWEEP-COPY") + of("viewer", NEXT),
    "overview.history": of("organiser", f"{NEXT}/history"),
    "facts.create": of("organiser", "/manage/new"),
    "facts.change_state": of("organiser", f"{NEXT}/state/postponed", f"{NEXT}/state/cancelled"),
    "copying.clone": of("organiser", f"{PAST}/clone"),
    "facts.delete": of("organiser", f"{PAST}/delete", f"{NEXT}/delete"),
    "facts.deleted": of("organiser", f"{TEAM}/deleted-meetings"),
    "facts.edit_facts": of("organiser", f"{PAST}/facts"),
    "translations.index": of("organiser", f"{PAST}/translations"),
    "facts.sections": of("organiser", f"{PAST}/sections"),
    "facts.add_section": of("organiser", f"{PAST}/sections/new"),
    "facts.edit_section": of("organiser", "/manage/{section}"),
    "facts.organisations": of("organiser", f"{PAST}/organisations"),
    "facts.add_organisation": of("organiser", f"{PAST}/organisations/new"),
    "facts.edit_organisation": of("organiser", "/manage/{organiser}"),
    "facts.contacts": of("organiser", f"{PAST}/contacts"),
    "facts.add_contact": of("organiser", f"{PAST}/contacts/new"),
    "facts.edit_contact": of("organiser", "/manage/{contact}"),
    "documents.index": of("organiser", f"{PAST}/documents"),
    "documents.add_document": of("organiser", f"{PAST}/documents/new"),
    "documents.edit_document": of("organiser", "/manage/{document}"),
    "documents.edit_documents": of("organiser", "/manage/TIN-API/documents/edit"),
    "documents.publications": of("organiser", f"{TEAM}/projects/{{project}}/documents"),
    "documents.add_publication": of("organiser", f"{TEAM}/projects/{{project}}/documents/new"),
    "documents.edit_publications": of("organiser", f"{TEAM}/projects/{{project}}/documents/edit"),
    "documents.edit_publication": of("organiser", f"{TEAM}/projects/{{publication}}"),
    "facts.links": of("organiser", "/manage/{linked}/links", f"{NEXT}/links"),
    "facts.add_web_link": of("organiser", f"{NEXT}/links/new"),
    "facts.edit_web_link": of("organiser", "/manage/{linked}/links/0"),
    "facts.publish": of("organiser", "/manage/SWEEP-COPY/publish"),
    "joining.index": of("organiser", f"{NEXT}/join", f"{PAST}/join"),
    "joining.replace_participation_link": of("organiser", "/manage/{join}/replace"),
    "facts.rooms": of("organiser", f"{NEXT}/rooms", f"{PAST}/rooms"),
    "facts.add_room": of("organiser", f"{NEXT}/rooms/new"),
    "facts.edit_room": of("organiser", "/manage/{room}"),
    "calendar.subscribe": of("", "/e/WG2-NEXT/{language}/calendar", "/e/WG2/{language}/calendar"),
    "participation.join": of("", "/e/WG2-NEXT/{language}/join") + of("organiser", "/e/WG2-NEXT/{language}/join"),
    "breakouts.index": of("assistant", f"{NEXT}/groups") + of("viewer", f"{NEXT}/groups"),
    "breakouts.members": of("assistant", "/manage/{grouped}/members") + of("viewer", "/manage/{grouped}/members"),
    "inputs.index": of("assistant", "/manage/{group}/inputs"),
    "inputs.edit": of("assistant", "/manage/{input}"),
    "joining.add_participation_link": of("organiser", f"{NEXT}/join/new"),
    "joining.edit_participation_link": of("organiser", "/manage/{join}"),
    "outcomes.index": of("organiser", f"{PAST}/outcomes", f"{PAST}/outcomes?status=done", f"{NEXT}/outcomes"),
    "outcomes.add": of("organiser", f"{PAST}/outcomes/new"),
    "outcomes.add_several": of("organiser", f"{PAST}/outcomes/several"),
    "outcomes.edit": of("organiser", "/manage/{outcome}"),
    "agenda.manage": of("organiser", f"{PAST}/agenda"),
    "agenda.add_item": of("organiser", f"{PAST}/agenda/new"),
    "agenda.edit_item": of("organiser", "/manage/{item}"),
    "agenda.add_part": of("organiser", "/manage/{item}/parts/new"),
    "agenda.edit_part": of("organiser", "/manage/{part}"),
    "groups.add_group": of("organiser", "/manage/{item}/groups/new"),
    "groups.edit_group": of("organiser", "/manage/{group}"),
    "agenda.add_group_part": of("organiser", "/manage/{group}/parts/new"),
    "registration.index": of("assistant", f"{NEXT}/registrations", f"{NEXT}/registrations?q=zzzz"),
    "registration.show": of("assistant", *(f"{NEXT}/registrations/{{{state}}}" for state in STATES)),
    "registration.add": of("assistant", f"{NEXT}/registrations/new"),
    "registration.walk_in": of("assistant", f"{TODAY}/attendance/walk-in"),
    "registration.edit": of("assistant", f"{NEXT}/registrations/{{pending}}/edit"),
    "registration.decline": of("assistant", f"{NEXT}/registrations/{{pending}}/decline"),
    "registration.erase": of("assistant", f"{NEXT}/registrations/{{pending}}/erase"),
    "registration_settings.settings": of("assistant", f"{NEXT}/registrations/settings")
    + of("organiser", f"{NEXT}/registrations/settings"),
    "attendance.index": of("checkin", f"{TODAY}/attendance") + of("assistant", f"{TODAY}/attendance?q=zzzz"),
    "attendance.check_in": of("checkin", f"{TODAY}/attendance/check-in"),
    "attendance.scanned": of("checkin", "/c/{door}"),
    "messages.index": of("assistant", f"{NEXT}/messages", f"{TODAY}/messages"),
    "messages.compose": of("assistant", f"{NEXT}/messages/new"),
    "messages.edit": of("assistant", f"{NEXT}/messages/{{draft}}/edit"),
    "messages.show": of("assistant", f"{NEXT}/messages/{{sent}}"),
    "outbox.mailbox": of("", "/mailbox", "/mailbox?recipient=nobody@example.org"),
    "outbox.mailbox_message": of("", "/mailbox/{message}"),
    "outbox.sent_message": of("assistant", f"{NEXT}/outbox/{{outbox}}"),
    "papers.index": of("assistant", f"{NEXT}/papers"),
    "papers.missing": of("assistant", f"{NEXT}/papers/missing"),
    "names.table": of("assistant", f"{NEXT}/papers/names"),
}

NOT_PAGES: dict[str, str] = {
    "assets.serve": "style sheets, scripts, fonts",
    "calendar.catalogue_feed": "a calendar file",
    "calendar.download": "a calendar file",
    "calendar.item": "a calendar file",
    "calendar.series_feed": "a calendar file",
    "catalogue.robots": "for machines",
    "catalogue.sitemap": "for machines",
    "catalogue.sitemap_file": "for machines",
    "exports.made_file": "a table file",
    "exports.registrations": "a table file",
    "health.health": "for machines",
    "health.ready": "for machines",
    "messages.check": "redirects",
    "messages.preview": "a mail in a frame; tried by test_mails",
    "outbox.mailbox_html": "a mail in a frame; tried by test_mails",
    "outbox.mailbox_invitation": "a calendar file",
    "outbox.mailbox_source": "a mail file",
    "outbox.sent_message_html": "a mail in a frame; tried by test_mails",
    "registration_settings.rules": "redirects",
    "pages.choose_language": "redirects",
    "papers.download": "a paper",
    "papers.made": "a part of papers.index",
    "papers.made_file": "a paper",
    "my_agenda.feed": "a calendar file",
    "personal.calendar": "a calendar file",
    "personal.code_picture": "a picture",
    "programme.accent": "a style sheet",
    "documents.download": "a document",
    "documents.publication": "a document",
    "personal.document": "a document",
    "directory.logo": "a picture",
    "programme.short_address": "redirects",
    "sharing.card": "a picture",
    "sharing.qr_code": "a picture",
    "sharing.running_head": "a style sheet",
    "offline.worker": "a script; tried by test_programme",
}

ERRORS = [
    Spot("/no-such-page", status=404),
    Spot("/r/nonsense", status=404),
    Spot("/manage/WG2-NEXT/registrations/settings", "viewer", status=403),
]

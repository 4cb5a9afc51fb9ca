"""Every route × every role × nobody: who gets in, and that each route is known here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import IntegerConverter, Rule

from accounts.models import Team, User
from accounts.permissions import PERMISSIONS_OF, Permission, Role
from foundation.access import Access, access_of
from foundation.clock import frozen_at, now
from meetings.enums import MeetingState
from tests.factories import make_item, make_meeting, make_registration, make_team, make_user, sign_in

# Endpoint → what it declares: a permission, or public, personal_link, signed_in, site_admin.
ROUTES = {
    "accounts.accept_invitation": "personal_link",
    "accounts.account": "signed_in",
    "accounts.all_teams": "site_admin",
    "accounts.all_users": "site_admin",
    "accounts.change_password": "signed_in",
    "accounts.change_role": "team.manage",
    "accounts.confirm": "signed_in",
    "accounts.continue_form": "public",
    "accounts.demo_sign_in": "public",
    "accounts.disable_user": "site_admin",
    "accounts.enable_user": "site_admin",
    "accounts.end_other_sessions": "signed_in",
    "accounts.end_session": "signed_in",
    "accounts.forgot_password": "public",
    "accounts.invite": "team.manage",
    "accounts.invite_again": "team.manage",
    "accounts.leave_team": "meeting.view",
    "accounts.link_sent": "public",
    "accounts.new_team": "site_admin",
    "accounts.open_link": "public",
    "accounts.remove_member": "team.manage",
    "accounts.rename_team": "team.manage",
    "accounts.reset_password": "public",
    "accounts.reset_sent": "public",
    "accounts.send_link": "public",
    "accounts.sessions": "signed_in",
    "accounts.sign_in": "public",
    "accounts.sign_out": "signed_in",
    "accounts.sign_out_everywhere": "signed_in",
    "accounts.team": "meeting.view",
    "accounts.teams": "signed_in",
    "accounts.area": "team.manage",
    "accounts.areas": "team.manage",
    "accounts.withdraw_area": "team.manage",
    "accounts.withdraw_invitation": "team.manage",
    "groups.add_group": "meeting.edit",
    "agenda.add_group_part": "meeting.edit",
    "agenda.add_item": "meeting.edit",
    "agenda.add_part": "meeting.edit",
    "groups.edit_group": "meeting.edit",
    "agenda.edit_item": "meeting.edit",
    "agenda.edit_part": "meeting.edit",
    "agenda.manage": "meeting.edit",
    "groups.move_group": "meeting.edit",
    "agenda.move_item": "meeting.edit",
    "agenda.move_part": "meeting.edit",
    "groups.remove_group": "meeting.edit",
    "agenda.remove_item": "meeting.edit",
    "agenda.remove_part": "meeting.edit",
    "assets.serve": "public",
    "attendance.check_in": "attendance.record",
    "attendance.check_in_scanned": "signed_in",
    "attendance.index": "attendance.record",
    "attendance.scanned": "signed_in",
    "attendance.tick": "attendance.record",
    "breakouts.assign": "registration.manage",
    "breakouts.balance": "registration.manage",
    "breakouts.index": "registration.view",
    "breakouts.members": "registration.view",
    "breakouts.represent": "registration.manage",
    "calendar.catalogue_feed": "public",
    "calendar.download": "public",
    "calendar.item": "public",
    "calendar.series_feed": "public",
    "calendar.subscribe": "public",
    "catalogue.add_project": "meeting.edit",
    "catalogue.add_series": "meeting.edit",
    "catalogue.edit_project": "meeting.edit",
    "catalogue.edit_series": "meeting.edit",
    "catalogue.home": "public",
    "catalogue.project": "public",
    "catalogue.remove_project": "meeting.edit",
    "catalogue.remove_series": "meeting.edit",
    "catalogue.robots": "public",
    "catalogue.series": "public",
    "catalogue.sitemap": "public",
    "catalogue.sitemap_file": "public",
    "catalogue.team_projects": "meeting.view",
    "catalogue.team_series": "meeting.view",
    "directory.add_organisation": "directory.edit",
    "directory.add_person": "directory.edit",
    "directory.edit_organisation": "directory.edit",
    "directory.edit_person": "directory.edit",
    "directory.person_history": "audit.view",
    "directory.organisation_history": "audit.view",
    "directory.index": "directory.view",
    "directory.logo": "public",
    "directory.organisations": "directory.view",
    "exports.ask": "registration.view",
    "exports.made_file": "registration.view",
    "exports.registrations": "registration.view",
    "health.health": "public",
    "health.ready": "public",
    "inputs.edit": "registration.manage",
    "inputs.index": "registration.manage",
    "inputs.move": "registration.manage",
    "inputs.remove": "registration.manage",
    "messages.check": "message.send",
    "messages.compose": "message.send",
    "messages.discard": "message.send",
    "messages.edit": "message.send",
    "messages.index": "message.view",
    "messages.preview": "message.send",
    "messages.send": "message.send",
    "messages.take_back": "message.send",
    "messages.show": "message.view",
    "offline.worker": "public",
    "outbox.mailbox": "public",
    "outbox.mailbox_html": "public",
    "outbox.mailbox_invitation": "public",
    "outbox.mailbox_message": "public",
    "outbox.mailbox_source": "public",
    "outbox.sent_message": "message.view",
    "outbox.sent_message_html": "message.view",
    "outcomes.add": "meeting.edit",
    "outcomes.add_several": "meeting.edit",
    "outcomes.edit": "meeting.edit",
    "outcomes.index": "meeting.edit",
    "outcomes.move": "meeting.edit",
    "outcomes.remove": "meeting.edit",
    "outcomes.set_statuses": "meeting.edit",
    "overview.history": "audit.view",
    "overview.meeting": "meeting.view",
    "overview.meetings": "signed_in",
    "pages.choose_language": "public",
    "names.table": "registration.manage",
    "papers.ask": "paper.print",
    "papers.download": "paper.print",
    "papers.made": "paper.print",
    "papers.missing": "paper.print",
    "papers.made_file": "paper.print",
    "papers.index": "paper.print",
    "participation.join": "public",
    "personal.another": "personal_link",
    "my_agenda.feed": "personal_link",
    "personal.calendar": "personal_link",
    "personal.choose_agenda": "personal_link",
    "personal.replace_agenda_address": "personal_link",
    "personal.cancel": "personal_link",
    "personal.choose_group": "personal_link",
    "personal.code_picture": "personal_link",
    "personal.correct": "personal_link",
    "personal.document": "personal_link",
    "personal.show": "personal_link",
    "personal.switch": "personal_link",
    "programme.accent": "public",
    "programme.preview": "personal_link",
    "programme.short_address": "public",
    "programme.show": "public",
    "facts.add_contact": "meeting.edit",
    "documents.add_document": "meeting.edit",
    "facts.add_organisation": "meeting.edit",
    "joining.add_participation_link": "meeting.edit",
    "documents.add_publication": "meeting.edit",
    "facts.add_room": "meeting.edit",
    "facts.add_section": "meeting.edit",
    "facts.add_web_link": "meeting.edit",
    "facts.change_state": "meeting.publish",
    "copying.clone": "meeting.create",
    "facts.contacts": "meeting.edit",
    "facts.create": "meeting.create",
    "facts.delete": "meeting.publish",
    "facts.deleted": "meeting.publish",
    "documents.index": "meeting.edit",
    "documents.download": "public",
    "facts.edit_contact": "meeting.edit",
    "documents.edit_document": "meeting.edit",
    "documents.edit_documents": "meeting.edit",
    "facts.edit_facts": "meeting.edit",
    "facts.edit_organisation": "meeting.edit",
    "joining.edit_participation_link": "meeting.edit",
    "documents.edit_publication": "meeting.edit",
    "documents.edit_publications": "meeting.edit",
    "facts.edit_room": "meeting.edit",
    "facts.edit_section": "meeting.edit",
    "facts.edit_web_link": "meeting.edit",
    "joining.index": "meeting.edit",
    "facts.links": "meeting.edit",
    "joining.mark_link_tested": "meeting.edit",
    "facts.move_contact": "meeting.edit",
    "documents.move_document": "meeting.edit",
    "facts.move_organisation": "meeting.edit",
    "joining.move_participation_link": "meeting.edit",
    "documents.move_publication": "meeting.edit",
    "facts.move_room": "meeting.edit",
    "facts.move_section": "meeting.edit",
    "facts.move_web_link": "meeting.edit",
    "facts.organisations": "meeting.edit",
    "facts.preview": "meeting.publish",
    "documents.publication": "public",
    "documents.publications": "meeting.edit",
    "facts.move_agenda": "meeting.edit",
    "facts.publish": "meeting.publish",
    "facts.remove_contact": "meeting.edit",
    "documents.remove_document": "meeting.edit",
    "documents.remove_file": "meeting.edit",
    "facts.remove_organisation": "meeting.edit",
    "joining.remove_participation_link": "meeting.edit",
    "documents.remove_publication": "meeting.edit",
    "documents.remove_publication_file": "meeting.edit",
    "facts.remove_room": "meeting.edit",
    "facts.remove_section": "meeting.edit",
    "facts.remove_web_link": "meeting.edit",
    "joining.replace_participation_link": "meeting.edit",
    "facts.restore": "meeting.publish",
    "facts.paste": "signed_in",
    "facts.rooms": "meeting.edit",
    "facts.sections": "meeting.edit",
    "translations.index": "meeting.edit",
    "translations.save_translations": "meeting.edit",
    "undo.undo": "meeting.edit",
    "documents.upload_documents": "meeting.edit",
    "documents.upload_publications": "meeting.edit",
    "facts.withdraw": "meeting.publish",
    "registration.add": "registration.manage",
    "registration.walk_in": "registration.manage",
    "registration.decide": "registration.manage",
    "registration.decide_many": "registration.manage",
    "registration.decline": "registration.manage",
    "registration.edit": "registration.manage",
    "registration.erase": "registration.manage",
    "registration.index": "registration.view",
    "registration_form.link_sent": "public",
    "registration_form.register": "public",
    "registration_form.registered": "public",
    "registration_settings.rules": "registration.manage",
    "registration_form.send_link": "public",
    "registration_settings.settings": "registration.manage",
    "registration.undo": "registration.manage",
    "registration.show": "registration.view",
    "registration.switch": "registration.manage",
    "sharing.card": "public",
    "sharing.qr_code": "public",
    "sharing.running_head": "public",
}

# Endpoints that want a password entered within the last minutes: `foundation.access.confirmed`.
CONFIRMED = {
    "accounts.all_teams",
    "accounts.all_users",
    "accounts.change_role",
    "accounts.disable_user",
    "accounts.enable_user",
    "accounts.invite",
    "accounts.new_team",
    "accounts.remove_member",
    "exports.ask",
    "exports.made_file",
    "exports.registrations",
    "facts.delete",
    "registration.erase",
}

STRANGERS = ("nobody", "member of another team")
VISITORS = (*STRANGERS, *Role, "administrator")


def test_every_route_is_known_and_declares_what_is_written_here(app: Flask) -> None:
    declared = {}
    for rule in app.url_map.iter_rules():
        access = access_of(app, rule.endpoint)
        declared[rule.endpoint] = (access.permission or access.audience.value) if access else "nothing"
    assert declared == ROUTES


def test_routes_that_want_a_fresh_password_are_written_here_and_take_no_files(app: Flask) -> None:
    wanting = {rule.endpoint for rule in app.url_map.iter_rules() if _access(app, rule).is_confirmed}
    assert wanting == CONFIRMED
    assert not any(getattr(app.view_functions[endpoint], "takes_files", False) for endpoint in wanting)


def test_routes_that_want_a_fresh_password_ask_for_it(app: Flask, client: FlaskClient) -> None:
    team = make_team()
    meeting = make_meeting(team, code="SWEEP", state=MeetingState.DRAFT)
    other = make_user(Role.VIEWER, team)
    values = {
        "code": "SWEEP",
        "team_id": team.id,
        "registration_id": make_registration(meeting).id,
        "membership_id": other.memberships[0].id,
        "user_id": other.id,
    }
    before = now()
    sign_in(client, make_user(is_admin=True))
    asked = set()
    with frozen_at(before + timedelta(minutes=11)):
        for rule, method in _protected(app):
            if not _access(app, rule).asks_for(method, rule.methods or ()):
                continue
            response = client.open(_path(rule, values), method=method, data={"role": "owner"})
            if method == "GET":
                assert (response.status_code, response.location.partition("?")[0]) == (303, "/account/confirm")
            else:
                assert (response.status_code, 'name="confirm_password"' in response.text) == (403, True), rule
            asked.add(rule.endpoint)
    assert asked == CONFIRMED


def _access(app: Flask, rule: Rule) -> Access:
    access = access_of(app, rule.endpoint)
    assert access is not None
    return access


@pytest.mark.parametrize("visitor", VISITORS)
def test_protected_routes_let_in_exactly_who_may(app: Flask, client: FlaskClient, visitor: str) -> None:
    team = make_team()
    meeting = make_meeting(team, code="SWEEP", state=MeetingState.DRAFT)
    values = {
        "code": "SWEEP",
        "team_id": team.id,
        "registration_id": make_registration(meeting).id,
        "item_id": make_item(meeting).id,
        "language": "en",
    }
    user = _user(visitor, team)
    wrong = []
    for rule, method in _protected(app):
        if user is not None:
            sign_in(client, user)
        response = client.open(_path(rule, values), method=method, data={})
        let_in = not _refused(response.status_code, response.location or "")
        is_of_a_team = bool({"code", "team_id"} & rule.arguments)
        if visitor == STRANGERS[1] and "code" in rule.arguments:
            let_in = response.status_code != 404  # as if there were no such meeting; tests/test_sweeps.py
        if let_in is not _may(ROUTES[rule.endpoint], visitor, is_of_a_team=is_of_a_team):
            wrong.append((rule.endpoint, method, response.status_code, response.location))
    assert wrong == []


def _protected(app: Flask) -> Iterator[tuple[Rule, str]]:
    # Whoever has left the team may do nothing in it any more: that route comes last.
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.endpoint == "accounts.leave_team"):
        if ROUTES[rule.endpoint] in ("public", "personal_link"):
            continue
        for method in sorted((rule.methods or set()) & {"GET", "POST", "DELETE", "PUT"}):
            yield rule, method


def _path(rule: Rule, values: dict[str, object]) -> str:
    arguments = {name: values.get(name, _placeholder(rule, name)) for name in rule.arguments}
    built = rule.build(arguments)
    assert built is not None, rule
    return built[1]


def _placeholder(rule: Rule, name: str) -> object:
    converter = rule._converters[name]
    if type(converter).__name__ == "AnyConverter":
        return sorted(converter.items)[0]  # type: ignore[attr-defined]
    return 999_999 if isinstance(converter, IntegerConverter) else "x"


def _user(visitor: str, team: Team) -> User | None:
    if visitor == "nobody":
        return None
    if visitor == "administrator":
        return make_user(is_admin=True)
    if visitor == "member of another team":
        return make_user(Role.OWNER, make_team())
    return make_user(Role(visitor), team)


def _may(declared: str, visitor: str, *, is_of_a_team: bool) -> bool:
    if visitor == "administrator":
        return True
    if declared == "signed_in":
        return visitor != "nobody"
    if declared == Permission.MEETING_CREATE and visitor == STRANGERS[1] and not is_of_a_team:
        return True  # in a team of their own
    if declared == "site_admin" or visitor in STRANGERS:
        return False
    return Permission(declared) in PERMISSIONS_OF[Role(visitor)]


def _refused(status: int, location: str) -> bool:
    return status == 403 or (status == 303 and location.startswith("/sign-in?"))

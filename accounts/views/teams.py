"""Teams, their members and invitations."""

from __future__ import annotations

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from accounts import queries
from accounts.access import actor, actor_or_403, current_session, device, enter_session, may, teams_where
from accounts.forms import ROLE_HINTS, ROLE_LABELS, InviteForm, JoinForm, RoleForm, TeamNameForm
from accounts.models import TeamInvitation, User
from accounts.operations import sessions
from accounts.operations import teams as operations
from accounts.operations.teams import (
    AlreadyMember,
    InvitationNoLongerWorks,
    LastOwner,
    MeantForAnother,
    NoSuchMember,
    NoSuchTeam,
    SentLately,
)
from accounts.passwords import PasswordRefused
from accounts.permissions import Permission
from accounts.views.blueprint import blueprint
from accounts.views.signing_in import enter
from foundation.access import by_personal_link, confirmed, requires, signed_in
from foundation.languages import current_language


@blueprint.errorhandler(NoSuchTeam)
def no_such_team(_error: NoSuchTeam) -> ResponseReturnValue:
    """Administrators are let through to every number, also to those of no team."""
    return current_app.handle_user_exception(NotFound())


@blueprint.get("/teams")
@signed_in
def teams() -> ResponseReturnValue:
    """The teams of the user."""
    return render_template("accounts/teams.html", teams=teams_where(Permission.MEETING_VIEW))


@blueprint.get("/teams/<int:team_id>")
@requires(Permission.MEETING_VIEW)
def team(team_id: int) -> ResponseReturnValue:
    """Members of a team and open invitations."""
    return _page(team_id)


@blueprint.post("/teams/<int:team_id>/name")
@requires(Permission.TEAM_MANAGE)
def rename_team(team_id: int) -> ResponseReturnValue:
    """Rename the team."""
    form = TeamNameForm()
    if not form.validate_on_submit():
        return _page(team_id, name_form=form)
    operations.rename_team(team_id, form.translations, actor=actor_or_403())
    flash(_("The name is saved."), "success")
    return _back(team_id)


@blueprint.post("/teams/<int:team_id>/invitations")
@confirmed
@requires(Permission.TEAM_MANAGE)
def invite(team_id: int) -> ResponseReturnValue:
    """Invite somebody."""
    form = InviteForm()
    if form.validate_on_submit():
        try:
            row = operations.invite(
                team_id, form.email.data or "", form.role.data, language=form.language.data, actor=actor_or_403()
            )
        except AlreadyMember:
            form.email.errors = [_("This person is a member of the team already. Change the role in the list instead.")]
        else:
            flash(_("An invitation is on its way to %(email)s.", email=row.email), "success")
            return _back(team_id)
    return _page(team_id, invite_form=form)


@blueprint.post("/teams/<int:team_id>/invitations/<int:invitation_id>/again")
@requires(Permission.TEAM_MANAGE)
def invite_again(team_id: int, invitation_id: int) -> ResponseReturnValue:
    """Send an invitation again."""
    try:
        row = operations.send_invitation_again(team_id, invitation_id, actor=actor_or_403())
    except NoSuchMember:
        abort(404)
    except SentLately as lately:
        flash(_("An invitation went to %(email)s a few minutes ago. Its link works.", email=lately.args[0]), "info")
        return _back(team_id)
    flash(
        _("A new invitation is on its way to %(email)s; the earlier link no longer works.", email=row.email), "success"
    )
    return _back(team_id)


@blueprint.post("/teams/<int:team_id>/invitations/<int:invitation_id>/withdraw")
@requires(Permission.TEAM_MANAGE)
def withdraw_invitation(team_id: int, invitation_id: int) -> ResponseReturnValue:
    """Withdraw an invitation."""
    try:
        email = operations.withdraw_invitation(team_id, invitation_id, actor=actor_or_403())
    except NoSuchMember:
        abort(404)
    flash(_("The invitation of %(email)s is withdrawn.", email=email), "success")
    return _back(team_id)


@blueprint.post("/teams/<int:team_id>/members/<int:membership_id>/role")
@confirmed
@requires(Permission.TEAM_MANAGE)
def change_role(team_id: int, membership_id: int) -> ResponseReturnValue:
    """Give a member another role."""
    form = RoleForm()
    if not form.validate_on_submit():
        abort(400)
    try:
        membership = operations.change_role(team_id, membership_id, form.role.data, actor=actor_or_403())
    except NoSuchMember:
        abort(404)
    except LastOwner:
        return _last_owner(team_id)
    role = ROLE_LABELS[membership.role]
    flash(
        _("%(name)s now has the role: %(role)s.", name=membership.user.name_in(current_language()), role=role),
        "success",
    )
    return _back(team_id)


@blueprint.post("/teams/<int:team_id>/members/<int:membership_id>/remove")
@confirmed
@requires(Permission.TEAM_MANAGE)
def remove_member(team_id: int, membership_id: int) -> ResponseReturnValue:
    """Remove a member."""
    try:
        user = operations.remove_member(team_id, membership_id, actor=actor_or_403())
    except NoSuchMember:
        abort(404)
    except LastOwner:
        return _last_owner(team_id)
    flash(_("%(name)s is no longer a member of the team.", name=user.name_in(current_language())), "success")
    return _back(team_id) if user.id != actor_or_403().id else redirect(url_for(".teams"), 303)


@blueprint.post("/teams/<int:team_id>/leave")
@requires(Permission.MEETING_VIEW)
def leave_team(team_id: int) -> ResponseReturnValue:
    """End one's own membership."""
    user = actor_or_403()
    own = next((row.id for row in user.memberships if row.team_id == team_id), None)
    if own is None:
        abort(404)
    try:
        operations.remove_member(team_id, own, actor=user)
    except NoSuchMember:
        abort(404)
    except LastOwner:
        return _last_owner(team_id)
    flash(_("You have left the team."), "success")
    return redirect(url_for(".teams"), 303)


@blueprint.route("/invitations/<token>", methods=["GET", "POST"])
@by_personal_link
def accept_invitation(token: str) -> ResponseReturnValue:
    """Take up an invitation: as the signed-in user, as a known one after signing in, or as a new one."""
    invitation = queries.usable_invitation(token)
    if invitation is None:
        return _dead_invitation()
    user = actor()
    form = JoinForm()
    if request.method == "POST" and (user is not None or form.validate_on_submit()):
        try:
            joined, team = operations.accept_invitation(
                token, user=user, name=form.name.data or "", password=form.password.data or ""
            )
        except InvitationNoLongerWorks:
            return _dead_invitation()
        except MeantForAnother:
            return _invitation_page(invitation, user, form, token), 409
        except PasswordRefused as error:
            form.refuse(error.problem)
        else:
            here = url_for(".team", team_id=team.id)
            session = current_session()
            if session is not None:
                # More rights than before: the token from before opens none of them.
                enter_session(sessions.renew(session, confirmed=False))
                response = redirect(here, 303)
            else:
                response = enter(sessions.begin(joined.id, device()), here)
            flash(_("Welcome! You are now a member of the team."), "success")
            return response
    return _invitation_page(invitation, user, form, token), 200 if request.method == "GET" else 422


def _invitation_page(invitation: TeamInvitation, user: User | None, form: JoinForm, token: str) -> str:
    return render_template(
        "accounts/invitation.html",
        invitation=invitation,
        role=ROLE_LABELS[invitation.role],
        role_hint=ROLE_HINTS[invitation.role],
        form=form,
        belongs_to_visitor=user is not None and user.email == invitation.email,
        is_known=queries.user_by_email(invitation.email) is not None,
        here=url_for(".accept_invitation", token=token),
    )


def _dead_invitation() -> ResponseReturnValue:
    return render_template("accounts/dead_link.html", purpose="invitation"), 410


def _page(
    team_id: int, *, name_form: TeamNameForm | None = None, invite_form: InviteForm | None = None
) -> ResponseReturnValue:
    found = queries.team_page(team_id)
    if found is None:
        abort(404)
    if name_form is None:
        names = {f"name_{language}": text for language, text in found.team.name.items()}
        name_form = TeamNameForm(formdata=None, **names)
    page = render_template(
        "accounts/team.html",
        found=found,
        manages=may(Permission.TEAM_MANAGE),
        name_form=name_form,
        invite_form=invite_form or InviteForm(formdata=None, language=current_language()),
        roles=ROLE_LABELS,
        role_hints=ROLE_HINTS,
    )
    return page, 200 if request.method == "GET" else 422


def _last_owner(team_id: int) -> ResponseReturnValue:
    flash(_("A team keeps at least one owner. Make somebody else an owner first."), "error")
    return _back(team_id)


def _back(team_id: int) -> Response:
    return redirect(url_for(".team", team_id=team_id), 303)

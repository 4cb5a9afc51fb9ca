"""What decisions came to, in the reader's language: who, what, and whether it can be undone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from meetings.enums import Mode
from registration import errors
from registration.enums import RegistrationState
from registration.models.registrations import Registration
from registration.people.deciding import DecisionResult
from registration.people.decisions import undo_seconds
from registration.people.refusals import name_of

_Sentence = Callable[[DecisionResult], str]


def result_messages(result: DecisionResult, act: str) -> list[tuple[str, str]]:
    """What an act came to, as (category of the message, text)."""
    messages = []
    if result.no_place:
        text = ngettext(
            "%(num)s was left as it is because there are no more places.",
            "%(num)s were left as they are because there are no more places.",
            result.no_place,
        )
        messages.append(("warning", text))
    if result.skipped:
        text = ngettext(
            "%(num)s was left out because its state does not allow this.",
            "%(num)s were left out because their state does not allow this.",
            result.skipped,
        )
        messages.append(("warning", text))
    if result.done:
        messages.append(("success", f"{done_in_words(result, act)} {_when_told(result)}"))
    return messages or [("warning", _("Choose at least one registration."))]


def done_in_words(result: DecisionResult, act: str) -> str:
    """Who it was done to, or to how many, and who moved up for it."""
    text = _ONE[act](result) if result.done == 1 else _MANY[act](result)
    if result.passed:
        passed = ngettext(
            "%(num)s who has waited longer still waits.", "%(num)s who have waited longer still wait.", result.passed
        )
        text = f"{text} {passed}"
    if result.promoted:
        moved = ngettext(
            "%(num)s person moved up from the waiting list.",
            "%(num)s people moved up from the waiting list.",
            len(result.promoted),
        )
        text = f"{text} {moved}"
    return text


def queue_messages(counts: Mapping[RegistrationState, int]) -> list[tuple[str, str]]:
    """That nobody is left to decide on, once that is so."""
    if counts[RegistrationState.PENDING]:
        return []
    decided = counts[RegistrationState.APPROVED] + counts[RegistrationState.DECLINED]
    text = ngettext("%(num)s decided: nobody is left.", "All %(num)s decided.", decided)
    waiting = counts[RegistrationState.WAITING]
    if waiting:
        wait = ngettext("%(num)s waits for a place.", "%(num)s wait for a place.", waiting)
        text = f"{text} {wait}"
    return [("info", text)]


def taken_back(people: Sequence[Registration]) -> str:
    """That a decision has been undone, and that nobody was told of it."""
    if len(people) == 1:
        return _("Undone: %(name)s is as before. No message was sent.", name=name_of(people[0]))
    return ngettext(
        "Undone: %(num)s person is as before. No message was sent.",
        "Undone: %(num)s people are as before. No message was sent.",
        len(people),
    )


def refusal_to_undo(error: errors.RegistrationRefused) -> str:
    """Why a decision stays."""
    if isinstance(error, errors.MessageHasLeft):
        return _("This cannot be undone any more: the message has left. Decide anew instead.")
    if isinstance(error, errors.DecisionOvertaken):
        return _("This cannot be undone: something has been changed since.")
    if isinstance(error, errors.NoPlaceLeft):
        return _("This cannot be undone: the place has been taken since.")
    return _("This can no longer be undone.")


def _when_told(result: DecisionResult) -> str:
    mails = result.done + len(result.promoted)
    seconds = undo_seconds()
    if result.decision_id is None:
        return ngettext("The message is on its way.", "The messages are on their way.", mails)
    if mails == 1:
        return ngettext("The message leaves in %(num)s second.", "The message leaves in %(num)s seconds.", seconds)
    return ngettext("The messages leave in %(num)s second.", "The messages leave in %(num)s seconds.", seconds)


def _name(result: DecisionResult) -> str:
    return name_of(result.people[0])


def _switched(result: DecisionResult) -> str:
    if result.people[0].mode is Mode.REMOTE:
        return _("%(name)s now takes part remotely.", name=_name(result))
    return _("%(name)s now takes part in person.", name=_name(result))


_ONE: dict[str, _Sentence] = {
    "approve": lambda result: _("%(name)s approved.", name=_name(result)),
    "move_up": lambda result: _("%(name)s moved up from the waiting list.", name=_name(result)),
    "decline": lambda result: _("%(name)s declined.", name=_name(result)),
    "cancel": lambda result: _("Registration of %(name)s cancelled.", name=_name(result)),
    "reopen": lambda result: _("%(name)s is back on the list.", name=_name(result)),
    "switch": _switched,
}
_MANY: dict[str, _Sentence] = {
    "approve": lambda result: ngettext(
        "%(num)s registration approved.", "%(num)s registrations approved.", result.done
    ),
    "move_up": lambda result: ngettext(
        "%(num)s person moved up from the waiting list.",
        "%(num)s people moved up from the waiting list.",
        result.done,
    ),
    "decline": lambda result: ngettext(
        "%(num)s registration declined.", "%(num)s registrations declined.", result.done
    ),
    "cancel": lambda result: ngettext(
        "%(num)s registration cancelled.", "%(num)s registrations cancelled.", result.done
    ),
}

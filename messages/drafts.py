"""What a letter about a change of a meeting begins with, so that nobody has to write the reason twice."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _

from foundation.languages import force_language
from foundation.translated import Translations
from meetings.enums import MeetingState
from meetings.models.meeting import Meeting


def letter_about_state(meeting: Meeting, languages: Iterable[str]) -> tuple[Translations, Translations]:
    """Subject and text, in each language, that say what became of the meeting, with the reason given before.

    Fields are written as assistants write them; a meeting that takes place is told with its days.
    """
    subjects, bodies = {}, {}
    for language in languages:
        with force_language(language):
            subjects[language], bodies[language] = _letter(meeting, language)
    return Translations(subjects), Translations(bodies)


def _letter(meeting: Meeting, language: str) -> tuple[str, str]:
    reason = meeting.state_reason.text(language, meeting.main_language)
    # A brace that somebody wrote is no field.
    reason = reason.replace("{", "{{").replace("}", "}}")
    title, dates, greeting = "{meeting_title}", "{meeting_dates}", "{salutation}"
    by_hand = _("If the meeting is in your calendar and does not change there by itself, please change it by hand.")
    link = _("Your registration: %(address)s", address="{personal_link}")
    if meeting.state is MeetingState.CANCELLED:
        subject = _("Cancelled: %(title)s", title=title)
        news = _("%(title)s, planned for %(dates)s, has been cancelled.", title=title, dates=dates)
        return subject, _paragraphs(greeting, news, reason, by_hand)
    if meeting.state is MeetingState.POSTPONED:
        subject = _("Postponed: %(title)s", title=title)
        news = _("%(title)s, planned for %(dates)s, has been postponed.", title=title, dates=dates)
        kept = _("New dates are not known yet. Your registration is kept.")
        return subject, _paragraphs(greeting, news, reason, kept, by_hand, link)
    subject = _("%(dates)s: %(title)s", title=title, dates=dates)
    news = _("%(title)s takes place on these dates: %(dates)s.", title=title, dates=dates)
    stands = _("Your registration stands. If you cannot come, please cancel it there.")
    return subject, _paragraphs(greeting, news, stands, link, by_hand)


def _paragraphs(*texts: str) -> str:
    return "\n\n".join(text for text in texts if text)

"""Registrations, their answers and the rules under which a meeting takes them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.addressing import salutation
from directory.enums import OrganisationKind
from directory.honorifics import equivalent
from directory.scripts import fits, has_arabic, in_language, name_groups, split_name
from foundation.calendar_uids import new_calendar_uid
from foundation.countries import NOT_LISTED
from foundation.database import Model, Translations, enum_column
from meetings.enums import Mode
from meetings.models.meeting import Meeting
from registration.enums import ALIVE, RegistrationSource, RegistrationState


def SortKey(length: int) -> Any:  # noqa: N802  (a column type)
    """Folded text that both databases order by code point."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")


class Registration(Model):
    """One person's request to take part, with what the person wrote."""

    __tablename__ = "registration"
    __table_args__ = (
        Index("ix_registration_meeting_state", "meeting_id", "state", "mode", "language"),
        Index("ix_registration_meeting_email", "meeting_id", "email_key"),
        Index("ix_registration_meeting_name", "meeting_id", "sort_key", "id"),
        Index("ix_registration_meeting_name_ar", "meeting_id", "sort_key_ar", "id"),
        Index("ix_registration_meeting_registered", "meeting_id", "registered_at", "sort_key", "id"),
        CheckConstraint("(state = 'waiting') = (waiting_since IS NOT NULL)", name="waiting_has_its_time"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    reference: Mapped[str] = mapped_column(String(16), unique=True, doc="Random, readable; in links and on badges")
    link_generation: Mapped[int] = mapped_column(default=1, doc="Raised to make earlier personal links worthless")
    agenda_generation: Mapped[int] = mapped_column(
        default=1, doc="Raised to make earlier addresses of the own agenda's calendar worthless"
    )
    agenda_sequence: Mapped[int] = mapped_column(
        default=0,
        doc="Added to SEQUENCE of items in the own agenda: raised when STATUS, the mode or the room of a group changed",
    )
    state: Mapped[RegistrationState] = enum_column(RegistrationState)
    mode: Mapped[Mode] = enum_column(Mode, doc="How the person takes part or wants to")
    waiting_since: Mapped[datetime | None] = mapped_column(doc="UTC; order of the waiting list, then id")
    source: Mapped[RegistrationSource] = enum_column(RegistrationSource, default=RegistrationSource.SELF)

    honorific: Mapped[str] = mapped_column(String(60), default="", doc="As typed, in whatever language")
    honorific_texts: Mapped[Translations] = mapped_column(
        default=Translations, doc="Form of address per language, where the table of equivalents does not know it"
    )
    given_name: Mapped[str] = mapped_column(String(120), doc="As in the passport")
    family_name: Mapped[str] = mapped_column(String(120), default="", doc="As in the passport; some have none")
    printed_name: Mapped[Translations] = mapped_column(
        default=Translations,
        doc='Name as printed per script: {"en": Latin, "ar": Arabic}; empty: given and family',
    )
    email: Mapped[str] = mapped_column(String(254), doc="As typed")
    email_key: Mapped[str] = mapped_column(String(254), doc="Case-folded address")
    organisation: Mapped[str] = mapped_column(String(250), default="", doc="As typed, in whatever language")
    organisation_texts: Mapped[Translations] = mapped_column(
        default=Translations, doc="Organisation per language, where somebody wrote it"
    )
    organisation_kind: Mapped[OrganisationKind] = enum_column(OrganisationKind, default=OrganisationKind.OTHER)
    position: Mapped[str] = mapped_column(String(250), default="", doc="As typed, in whatever language")
    position_texts: Mapped[Translations] = mapped_column(
        default=Translations, doc="Position per language, where somebody wrote it"
    )
    country_code: Mapped[str | None] = mapped_column(
        String(2), doc="Represented: ISO 3166-1 alpha-2, an area of the team's list, or `countries.NOT_LISTED`"
    )
    place: Mapped[str] = mapped_column(String(120), default="", doc="As typed by whose place is not in the list")
    place_texts: Mapped[Translations] = mapped_column(
        default=Translations, doc="What papers print for `place`, per language; the team decides"
    )
    language: Mapped[str] = mapped_column(String(5), doc="Language of mail to this person")
    consented_at: Mapped[datetime | None] = mapped_column(doc="UTC; consent of the person to the use of these data")
    form_version: Mapped[int] = mapped_column(default=1, doc="Version of the form that was answered")

    registered_at: Mapped[datetime] = mapped_column(doc="UTC")
    decided_at: Mapped[datetime | None] = mapped_column(doc="UTC; last decision on the state")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    reason: Mapped[str] = mapped_column(Text, default="", doc="Why it was declined; the person reads it")
    calendar_uid: Mapped[str] = mapped_column(
        String(120),
        default=new_calendar_uid,
        doc="UID of the person's entry of the meeting; another one for another mailbox",
    )
    calendar_sequence: Mapped[int] = mapped_column(
        default=0, doc="This person's own count of calendar changes; SEQUENCE adds the meeting's"
    )
    invited_at: Mapped[datetime | None] = mapped_column(doc="UTC; a calendar invitation is out and not withdrawn")
    search_key: Mapped[str] = mapped_column(String(1200), default="", doc="See `normalising.search_key`")
    # See `registration.reading.ordering`.
    sort_key: Mapped[str] = mapped_column(SortKey(300), default="", doc="Order by name in lists in Latin letters")
    sort_key_ar: Mapped[str] = mapped_column(SortKey(300), default="", doc="Order by name in lists in Arabic")
    organisation_key: Mapped[str] = mapped_column(SortKey(250), default="", doc="The same of organisations")
    organisation_key_ar: Mapped[str] = mapped_column(SortKey(250), default="", doc="The same of organisations")
    submission: Mapped[str] = mapped_column(
        String(40), default="", doc="Random mark of the page that sent it: tells a double click from a second wish"
    )

    meeting: Mapped[Meeting] = relationship()
    answers: Mapped[list[Answer]] = relationship(
        back_populates="registration", cascade="all, delete-orphan", passive_deletes=True
    )

    def name(self, language: str) -> str:
        """The name as it should be printed in `language`, without honorific.

        A name in neither Latin nor Arabic letters gives way to its Latin form, which everybody can read and print.
        """
        printed = self.printed_name.get("ar" if language == "ar" else "en")
        typed = printed or f"{self.given_name} {self.family_name}".strip()
        if not printed and "en" in self.printed_name and not fits(typed, "en") and not fits(typed, "ar"):
            return self.printed_name["en"]
        return typed

    def honorific_in(self, language: str) -> str:
        """The form of address in `language`; empty where only another script has it."""
        return self.honorific_texts.get(language) or equivalent(self.honorific, language, self.position)

    def full_name(self, language: str) -> str:
        """Honorific and name as printed in `language`: both in the script of the name."""
        return self._with_honorific(self.name(language), language)

    def typed_name(self, language: str) -> str:
        """Given and family name as typed, the honorific as in `full_name`."""
        return self._with_honorific(f"{self.given_name} {self.family_name}".strip(), language)

    def _with_honorific(self, name: str, language: str) -> str:
        script = language if fits(name, language) else "ar" if has_arabic(name) else "en"
        return f"{self.honorific_in(script)} {name}".strip()

    def salutation(self, language: str) -> str:
        """How a letter in `language` begins, the comma included."""
        return salutation(
            language,
            honorific=self.honorific_texts.get(language) or self.honorific,
            name=self.name(language),
            family_name=self.family_name if self.name_parts(language)[1] == self.family_name else "",
            position=self.position,
        )

    def name_parts(self, language: str) -> tuple[str, str]:
        """Given and family name as printed in `language`; the second may be empty."""
        if fits(self.given_name, language) and fits(self.family_name, language):
            return self.given_name, self.family_name
        name = self.name(language)
        return split_name(name, len(name_groups(self.given_name)), len(name_groups(self.family_name)))

    def position_in(self, language: str) -> str:
        """The position in `language`, else in its script, else as typed."""
        return in_language(self.position_texts, self.position, language)

    def organisation_in(self, language: str) -> str:
        """The organisation in `language`, else in its script, else as typed; the directory is not asked."""
        return in_language(self.organisation_texts, self.organisation, language)

    def country_in(self, language: str) -> str:
        """The country or area in `language`; the person's own words for a place that is in no list."""
        return (
            self.place if self.country_code == NOT_LISTED else self.meeting.country_named(self.country_code, language)
        )

    @property
    def is_alive(self) -> bool:
        """Whether the person takes part or may yet do so."""
        return self.state in ALIVE

    @property
    def needs(self) -> str:
        """What the person asks for: access, food, language; an answer, empty if none was given."""
        return next((str(answer.value) for answer in self.answers if answer.field == "needs"), "")

    @needs.setter
    def needs(self, text: str) -> None:
        present = next((answer for answer in self.answers if answer.field == "needs"), None)
        if present is not None and text:
            present.value, present.form_version = text, self.form_version
        elif present is not None:
            self.answers.remove(present)
        elif text:
            self.answers.append(Answer(field="needs", value=text, form_version=self.form_version))


class Answer(Model):
    """One answer beyond identity, mode and state."""

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("registration_id", "field"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"))
    field: Mapped[str] = mapped_column(String(60), doc="Key of the field, e.g. needs")
    value: Mapped[Any] = mapped_column(JSON)
    form_version: Mapped[int] = mapped_column(doc="Version of the form that asked")

    registration: Mapped[Registration] = relationship(back_populates="answers")

"""Who is behind a meeting: organisations, countries and chairs with a role, and focal points."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.models import Organisation, Person
from foundation.database import Model, TextTimes, Translations, enum_column
from meetings.enums import ContactKind, OrganisationRole
from meetings.models.on_page import OnMeetingPage


class MeetingOrganisation(OnMeetingPage, Model):
    """An organisation, a country or a person with a role in the meeting."""

    __tablename__ = "meeting_organisation"
    __table_args__ = (
        CheckConstraint(
            "CASE WHEN organisation_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN country_code IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN person_id IS NULL THEN 0 ELSE 1 END = 1",
            name="one_holder",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(default=0)
    role: Mapped[OrganisationRole] = enum_column(OrganisationRole)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"))
    country_code: Mapped[str | None] = mapped_column(String(2), doc="ISO 3166-1 alpha-2 of a chairing country")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), doc="Who chairs")

    organisation: Mapped[Organisation | None] = relationship()
    person: Mapped[Person | None] = relationship()


class FocalPoint(TextTimes, OnMeetingPage, Model):
    """Somebody to ask: a person, or a unit with a mailbox."""

    __tablename__ = "focal_point"

    id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(default=0)
    kind: Mapped[ContactKind] = enum_column(ContactKind)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    unit: Mapped[Translations] = mapped_column(default=Translations, doc="Name of the unit, if no person")
    email: Mapped[str] = mapped_column(String(254), default="", doc="Public address; replies go to administrative ones")
    phone: Mapped[str] = mapped_column(String(40), default="")
    language: Mapped[str] = mapped_column(String(5), default="", doc="Only on the page in this language; empty: on all")

    person: Mapped[Person | None] = relationship()

    def is_on(self, language: str) -> bool:
        """Whether it stands on the page in this language."""
        return self.language in ("", language)

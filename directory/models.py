"""Persons and organisations that a team knows."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.enums import OrganisationKind, ProtocolCategory
from directory.honorifics import equivalent
from directory.scripts import fits, has_arabic
from foundation.database import Model, TextTimes, Translations, enum_column
from foundation.files import StoredFile


class Organisation(TextTimes, Model):
    """An organisation; parts, focal points and persons point here."""

    __tablename__ = "organisation"
    __table_args__ = (Index("ix_organisation_team_search", "team_id", "search_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"))
    name: Mapped[Translations] = mapped_column(doc="Full name per language")
    acronym: Mapped[Translations] = mapped_column(default=Translations, doc="Short form per language, e.g. ESCWA")
    kind: Mapped[OrganisationKind] = enum_column(OrganisationKind)
    country_code: Mapped[str | None] = mapped_column(String(2), doc="ISO 3166-1 alpha-2, if it belongs to one")
    website: Mapped[str] = mapped_column(String(500), default="")
    logo_id: Mapped[int | None] = mapped_column(
        ForeignKey("stored_file.id", ondelete="SET NULL"), index=True, doc="PNG or JPEG"
    )
    search_key: Mapped[str] = mapped_column(String(1000), default="", doc="Normalised names and acronyms")

    logo: Mapped[StoredFile | None] = relationship()


class Person(TextTimes, Model):
    """One identity with a name, a title and a position per language."""

    __tablename__ = "person"
    __table_args__ = (Index("ix_person_team_search", "team_id", "search_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"))
    honorific: Mapped[Translations] = mapped_column(doc="H.E. Eng., معالي السيد … per language", default=Translations)
    name: Mapped[Translations] = mapped_column(doc="Name as printed, per language or script")
    position: Mapped[Translations] = mapped_column(doc="Position held, per language", default=Translations)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id", ondelete="SET NULL"), index=True)
    country_code: Mapped[str | None] = mapped_column(String(2), doc="ISO 3166-1 alpha-2")
    email: Mapped[str] = mapped_column(String(254), default="", doc="For the team only; never public by default")
    search_key: Mapped[str] = mapped_column(String(1000), default="", doc="Normalised names and address")

    organisation: Mapped[Organisation | None] = relationship()

    def full_name(self, language: str, main: str = "en") -> str:
        """Honorific and name as printed in `language`; the honorific in the language of the name."""
        return " ".join(self.honorific_and_name(language, main)).strip()

    def honorific_and_name(self, language: str, main: str = "en") -> tuple[str, str]:
        """Both as printed in `language`; the honorific in the language of the name, empty where there is none."""
        name, written = self.name.text(language, main), self.name.language_of(language, main)
        spoken = written if fits(name, written) else "ar" if has_arabic(name) else "en"
        return self._honorific_in(spoken), name

    def _honorific_in(self, language: str) -> str:
        position = " ".join(self.position.values())
        others = (equivalent(text, language, position) for text in self.honorific.values())
        return self.honorific.get(language) or next(filter(None, others), "")


class CountryCategory(Model):
    """What a country is to the body a team serves; it decides the order of a list of participants."""

    __tablename__ = "country_category"
    __table_args__ = (UniqueConstraint("team_id", "country_code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"))
    country_code: Mapped[str] = mapped_column(String(2), doc="ISO 3166-1 alpha-2")
    category: Mapped[ProtocolCategory] = enum_column(ProtocolCategory)

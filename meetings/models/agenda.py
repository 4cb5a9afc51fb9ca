"""Agenda items and the parts people have in them."""

from __future__ import annotations

from datetime import date, time

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.models import Organisation, Person
from foundation.database import Model, TextTimes, Translations, enum_column
from meetings.enums import ItemKind, MeetingFormat, PartRole, PartStatus
from meetings.models.breakouts import BreakoutGroup
from meetings.models.on_page import OnMeetingPage


class AgendaItem(TextTimes, OnMeetingPage, Model):
    """One line of the agenda; items nest, and some have no time of their own."""

    __tablename__ = "agenda_item"
    __table_args__ = (
        CheckConstraint("starts IS NOT NULL OR ends IS NULL", name="end_needs_start"),
        CheckConstraint("ends IS NULL OR ends > starts", name="ends_after_start"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(
        ForeignKey("agenda_item.id", ondelete="CASCADE"), index=True, doc="Item that holds this one"
    )
    position: Mapped[int] = mapped_column(default=0, doc="Order among items of the same day, time and parent")
    kind: Mapped[ItemKind] = enum_column(ItemKind)
    day: Mapped[date] = mapped_column(doc="Local day; a child has its parent's")
    starts: Mapped[time | None] = mapped_column(doc="Local wall time; NULL: no time of its own")
    ends: Mapped[time | None] = mapped_column(doc="Local wall time; NULL: open-ended or no time")
    title: Mapped[Translations] = mapped_column()
    description: Mapped[Translations] = mapped_column(default=Translations, doc="Clean HTML per language")
    room: Mapped[Translations] = mapped_column(default=Translations)
    is_closed: Mapped[bool] = mapped_column(default=False, doc="Closed to the public")
    continues_id: Mapped[int | None] = mapped_column(
        ForeignKey("agenda_item.id", ondelete="SET NULL"), doc="Earlier item that this one continues"
    )
    format: Mapped[MeetingFormat | None] = enum_column(
        MeetingFormat, nullable=True, doc="How it is held; NULL: as the meeting"
    )
    working_languages: Mapped[list[str]] = mapped_column(
        JSON, default=list, doc="Languages spoken in this item; empty: those of the meeting"
    )
    interpretation: Mapped[list[str]] = mapped_column(JSON, default=list, doc="Languages interpreted in this item")
    groups_are_chosen: Mapped[bool] = mapped_column(
        default=False, doc="Participants choose one of its breakout groups when they register"
    )
    calendar_uid: Mapped[str] = mapped_column(String(80), unique=True, doc="UID for ever (RFC 5545 3.8.4.7)")
    calendar_sequence: Mapped[int] = mapped_column(default=0)

    parts: Mapped[list[Part]] = relationship(
        back_populates="item", order_by="Part.position", cascade="all, delete-orphan", passive_deletes=True
    )
    groups: Mapped[list[BreakoutGroup]] = relationship(
        order_by="BreakoutGroup.position", cascade="all, delete-orphan", passive_deletes=True
    )


class Part(TextTimes, OnMeetingPage, Model):
    """What somebody does in an item or a breakout group.

    The holder is a person, an organisation, countries, or a role still to be filled (`label`), which may name
    countries: "Co-Chair of the Working Group, Republic of Korea and/or Portugal".
    """

    __tablename__ = "part"
    __table_args__ = (CheckConstraint("(item_id IS NULL) <> (group_id IS NULL)", name="item_or_group"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id", ondelete="CASCADE"), index=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("breakout_group.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    role: Mapped[PartRole] = enum_column(PartRole)
    status: Mapped[PartStatus] = enum_column(PartStatus, default=PartStatus.CONFIRMED)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id", ondelete="SET NULL"))
    label: Mapped[Translations] = mapped_column(default=Translations, doc="Open role or group of people")
    affiliation: Mapped[Translations] = mapped_column(
        default=Translations, doc="As printed on this agenda; empty: position and organisation of the person"
    )
    countries: Mapped[list[str]] = mapped_column(JSON, default=list, doc="ISO codes when the holder is countries")
    country_conjunction: Mapped[str] = mapped_column(String(10), default="and", doc="and, or, and_or")

    item: Mapped[AgendaItem | None] = relationship(back_populates="parts")
    person: Mapped[Person | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship()

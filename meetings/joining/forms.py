"""Forms about where people join online."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import ValidationError

from foundation.form_fields import BlockField, Form, LineField, NameField, Needed, OneOfField, WebAddress
from foundation.languages import LANGUAGE_NAMES
from foundation.value_fields import NumberField
from meetings.enums import VISIBILITY_LABELS, Visibility
from meetings.models.joining import ParticipationLink

ADDRESS_LENGTH = 1000
LONGEST_WINDOW = 60 * 24 * 60
"""Minutes: a link can be shown two months before the start at the earliest, or at once."""


def channel_pairs() -> list[tuple[str, str]]:
    """The languages into which meetings are interpreted, by name."""
    return [(code, str(name)) for code, name in LANGUAGE_NAMES.items()]


def address_field() -> LineField:
    """Where to join."""
    return LineField(
        _l("Address to join"),
        maximum=ADDRESS_LENGTH,
        validators=[Needed(_l("Enter the address to join.")), WebAddress()],
    )


class ParticipationLinkForm(Form):
    """Where remote people join."""

    place = OneOfField(_l("What it is for"), default="")
    provider = LineField(_l("Provider"), maximum=80)
    join_url = address_field()
    passcode = LineField(_l("Passcode"), maximum=80)
    dial_in = BlockField(_l("Joining by telephone"), maximum=2000)
    language = OneOfField(_l("Language channel"), channel_pairs, blank=_l("All languages"))
    visibility = NameField(_l("Who sees it"), Visibility, VISIBILITY_LABELS, default=Visibility.APPROVED)
    minutes_before = NumberField(_l("Minutes before the start"), minimum=0, maximum=LONGEST_WINDOW)

    def offer_places(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Offer these items and groups, as `item-3` and `group-5`, beside the whole meeting."""
        self.place.offer(pairs, blank=_("The whole meeting"))

    def values(self) -> dict[str, Any]:
        """What `add_participation_link` and `change_participation_link` take."""
        kind, _dash, number = (self.place.data or "").partition("-")
        return {
            "item_id": int(number) if kind == "item" else None,
            "group_id": int(number) if kind == "group" else None,
            "provider": self.provider.data,
            "join_url": self.join_url.data,
            "passcode": self.passcode.data,
            "dial_in": self.dial_in.data,
            "language": self.language.data or "",
            "visibility": self.visibility.data,
            "minutes_before": self.minutes_before.data,
        }


def place_of_link(link: ParticipationLink) -> str:
    """What a link is for, as the form names it."""
    if link.group_id is not None:
        return f"group-{link.group_id}"
    return f"item-{link.item_id}" if link.item_id is not None else ""


class ReplaceForm(Form):
    """Another address in place of one that stands in several links."""

    join_url = address_field()
    passcode = LineField(_l("Passcode"), maximum=80)
    dial_in = BlockField(_l("Joining by telephone"), maximum=2000)

    def __init__(self, link: ParticipationLink, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.link = link

    def validate_join_url(self, field: Any) -> None:
        """The new address is another one, or has another passcode."""
        if (field.data, self.passcode.data, self.dial_in.data) == (
            self.link.join_url,
            self.link.passcode,
            self.link.dial_in,
        ):
            raise ValidationError(_("This is the present address. Enter the new one."))

"""What arrives at the catalogue: its filters, and the forms of series and projects."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from foundation.addresses import number
from foundation.form_fields import URL_LENGTH, LineField, MultilingualForm, TranslatedField, WebAddress
from foundation.merge_fields import one_line
from meetings.catalogue.enums import When
from meetings.catalogue.queries import Filters
from meetings.enums import MeetingFormat, MeetingKind
from rich_text.field import RichField

Name = TypeVar("Name", bound=StrEnum)


def read_filters(args: Mapping[str, str]) -> Filters:
    """The filters in the query part of an address; what no list offers is not asked."""
    country, language = args.get("country", ""), args.get("language", "")
    return Filters(
        question=one_line(args.get("q", "")),
        when=_name(When, args.get("when", "")),
        kind=_name(MeetingKind, args.get("kind", "")),
        country=country.upper() if len(country) == 2 and country.isascii() and country.isalpha() else "",
        language=language if language.isascii() and language.isalpha() and len(language) <= 3 else "",
        format=_name(MeetingFormat, args.get("format", "")),
        series=_number(args.get("series", "")),
        organiser=_number(args.get("organiser", "")),
    )


def address_values(filters: Filters, **changes: Any) -> dict[str, Any]:
    """The filters as values of an address, with some of them changed; None and empty ones are left out."""
    values: dict[str, Any] = {
        "q": filters.question,
        "when": filters.when,
        "kind": filters.kind,
        "country": filters.country,
        "language": filters.language,
        "format": filters.format,
        "series": filters.series,
        "organiser": filters.organiser,
    }
    return {name: str(value) for name, value in {**values, **changes}.items() if value not in (None, "")}


class SeriesForm(MultilingualForm):
    """Name and description of meetings that repeat."""

    title = TranslatedField(_l("Name of the series"), maximum=300, wraps=True)
    description = RichField(_l("Description"))

    def validate_title(self, field: TranslatedField) -> None:
        """A name in one language at least."""
        if not field.data:
            field.add_error(_("Write the name in one language at least."))


class ProjectForm(MultilingualForm):
    """What is known of a project."""

    acronym = LineField(_l("Short form"), maximum=40)
    title = TranslatedField(_l("Title of the project"), maximum=300, wraps=True)
    description = RichField(_l("Description"))
    url = LineField(_l("Page elsewhere"), maximum=URL_LENGTH, validators=[WebAddress()])

    def validate_title(self, field: TranslatedField) -> None:
        """A title in one language at least."""
        if not field.data:
            field.add_error(_("Write the title in one language at least."))


def _name(kind: type[Name], value: str) -> Name | None:
    try:
        return kind(value)
    except ValueError:
        return None


def _number(value: str) -> int | None:
    try:
        return number(value)
    except ValueError:
        return None

"""Forms about the main facts of a meeting: a new one, all facts of one, when it is held."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from accounts.models import Team
from foundation.dates import month_bounds
from foundation.file_fields import ImageField
from foundation.form_fields import (
    URL_LENGTH,
    CountryField,
    LineField,
    ManyOfField,
    MultilingualForm,
    NameField,
    Needed,
    OneOfField,
    TranslatedField,
    WebAddress,
    language_pairs,
)
from foundation.languages import LANGUAGE_NAMES, LANGUAGES, current_language
from foundation.posted_json import read_posted
from foundation.value_fields import DayField, NumberField, WholeMonthField
from meetings.enums import (
    COUNT_QUALIFIER_LABELS,
    COUNTED_GROUP_LABELS,
    DATE_PRECISION_LABELS,
    FORMAT_LABELS,
    KIND_LABELS,
    MONTH_STYLE_LABELS,
    CountedGroup,
    CountQualifier,
    DatePrecision,
    MeetingFormat,
    MeetingKind,
    MonthStyle,
)
from meetings.facts.operations.meeting import (
    MOST_DAYS,
    MOST_MONTHS,
    Numbers,
    months_in,
)
from meetings.facts.operations.short_codes import CODE_FORM, RESERVED_CODES
from meetings.facts.zones import zone_choices, zones

LEAST_CONTRAST = 4.5
"""Of an accent with white; WCAG 2.2, 1.4.3."""


class ZoneField(SelectField):
    """An IANA time zone; those of the region come first."""

    def __init__(self, label: Any = None, **kwargs: Any) -> None:
        super().__init__(label, choices=_zone_options, validate_choice=False, **kwargs)

    def pre_validate(self, form: Any) -> None:
        """Refuse an unknown zone, which stays in the list so that it is not lost."""
        if self.data and self.data not in zones():
            raise ValidationError(_("There is no time zone of this name. Choose one of the list."))


class AccentColour:
    """A colour as #rrggbb that can be read on white."""

    def __call__(self, form: Any, field: Any) -> None:
        """Refuse other notations and colours that are too light."""
        if not field.data:
            return
        if not re.fullmatch(r"#[0-9a-fA-F]{6}", field.data):
            raise ValidationError(_("Write the colour as # and six letters or digits, for example #7a1f3d."))
        contrast = contrast_with_white(field.data)
        if contrast < LEAST_CONTRAST:
            message = _(
                "This colour is too light to be read on white: the contrast is %(contrast)s, %(least)s is needed.",
                contrast=f"{contrast:.1f}",
                least=LEAST_CONTRAST,
            )
            raise ValidationError(message)


def contrast_with_white(colour: str) -> float:
    """The contrast ratio of #rrggbb with white, 1 to 21 (WCAG 2.2, relative luminance)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05)


class WhenFields(MultilingualForm):
    """When a meeting is held: from day to day, or in months as long as no more is known."""

    date_precision = RadioField(
        _l("What is known of the dates"),
        choices=[SelectChoice(precision.value, label) for precision, label in DATE_PRECISION_LABELS.items()],
        coerce=DatePrecision,
        invalid_value_message=_l("Choose one of the list."),
        default=DatePrecision.DAY,
    )
    starts_on = DayField(_l("First day"))
    ends_on = DayField(_l("Last day"))
    first_month = WholeMonthField(_l("Month"))
    last_month = WholeMonthField(_l("Last month"))

    @property
    def is_by_month(self) -> bool:
        """Whether only months are given."""
        return self.date_precision.data is DatePrecision.MONTH

    def period(self) -> dict[str, Any]:
        """The columns `date_precision`, `starts_on` and `ends_on`, of a valid form."""
        first: Any
        first, last = self.starts_on.data, self.ends_on.data
        if self.is_by_month:
            first = self.first_month.data
            first, last = month_bounds(first, self.last_month.data or first)
        return {"date_precision": self.date_precision.data, "starts_on": first, "ends_on": last}

    @property
    def first(self) -> Any:
        """The control beside which a message about the dates stands."""
        return self.first_month if self.is_by_month else self.starts_on

    def validate(self, extra_validators: Any = None) -> bool:
        """Validate what counts: the pair of controls that is not asked for is only shown again."""
        for field in (self.starts_on, self.ends_on) if self.is_by_month else (self.first_month, self.last_month):
            field.process_errors, field.data = [], None
        return super().validate(extra_validators)

    def validate_starts_on(self, field: Any) -> None:
        """Days have a first one."""
        if not self.is_by_month:
            Needed()(self, field)

    def validate_ends_on(self, field: Any) -> None:
        """The last day is not before the first, nor a slip of the finger."""
        if self.is_by_month:
            return
        Needed()(self, field)
        first, last = self.starts_on.data, field.data
        if first is not None and last < first:
            raise ValidationError(_("The last day is before the first day."))
        if first is not None and (last - first).days + 1 > MOST_DAYS:
            raise ValidationError(_("A meeting lasts %(days)s days at most.", days=MOST_DAYS))

    def validate_first_month(self, field: Any) -> None:
        """Months have a first one."""
        if self.is_by_month:
            Needed()(self, field)

    def validate_last_month(self, field: Any) -> None:
        """The last month is not before the first, nor far behind it."""
        first, last = self.first_month.data, field.data
        if first is None or last is None:
            return
        if last < first:
            raise ValidationError(_("The last month is before the first one."))
        if months_in(first, last) > MOST_MONTHS:
            raise ValidationError(_("Choose %(months)s months at most.", months=MOST_MONTHS))


def period_of(meeting: Any) -> dict[str, Any]:
    """What `WhenFields` shows of a stored meeting."""
    values: dict[str, Any] = {"date_precision": meeting.date_precision}
    if meeting.date_precision is DatePrecision.MONTH:
        return values | {"first_month": meeting.starts_on, "last_month": meeting.ends_on.replace(day=1)}
    return values | {"starts_on": meeting.starts_on, "ends_on": meeting.ends_on}


class CodeField(LineField):
    """A short code; one that is not needed may be left empty."""

    def __init__(self, label: Any = None, *, is_needed: bool = True, **kwargs: Any) -> None:
        needed = Needed(_l("Enter a short code, for example TIN-API.")) if is_needed else Optional()
        super().__init__(label, maximum=40, validators=[needed, _check_code], **kwargs)


class MainFacts(WhenFields):
    """What is asked when a meeting is created, and can be changed later."""

    kind = NameField(_l("Kind of meeting"), MeetingKind, KIND_LABELS)
    code = CodeField(_l("Short code"))
    title = TranslatedField(_l("Title"), maximum=300, wraps=True, required=True)
    zone = ZoneField(_l("Time zone"), validators=[Needed(_l("Choose the time zone of the meeting."))])
    format = NameField(_l("Format"), MeetingFormat, FORMAT_LABELS)
    main_language = OneOfField(_l("Main language"), language_pairs)
    page_languages = ManyOfField(_l("Languages of the page"), list(LANGUAGES.items()))

    def validate_page_languages(self, field: Any) -> None:
        """The main language is one of the page's."""
        if self.main_language.data not in (field.data or []):
            raise ValidationError(_("Tick the main language too: the page falls back on it."))


def registration_field() -> RadioField:
    """Whether people register here; they do unless somebody says otherwise."""
    return RadioField(
        _l("Registration"),
        choices=[
            SelectChoice("here", _l("People register here")),
            SelectChoice("elsewhere", _l("People register elsewhere, or need not")),
        ],
        invalid_value_message=_l("Choose one of the list."),
        default="here",
    )


class CreateForm(MainFacts):
    """A new meeting on one short page."""

    team_id = OneOfField(_l("Team"))
    code = CodeField(_l("Short code"), is_needed=False)
    registration = registration_field()

    def __init__(self, teams: Sequence[Team], main_language: str, **kwargs: Any) -> None:
        super().__init__(list(LANGUAGES), main_language, **kwargs)
        language = current_language()
        self.team_id.offer([(str(team.id), team.name.text(language)) for team in teams])


class NumberFields:
    """Expected and actual numbers of participants: a qualifier and a number per counted group."""

    numbers_shown = HiddenField()


for _when, _label in (("expected", _l("Expected")), ("actual", _l("Took part"))):
    for _group in CountedGroup:
        setattr(
            NumberFields,
            f"{_when}_{_group.value}_is",
            NameField(_l("How exactly"), CountQualifier, COUNT_QUALIFIER_LABELS, default=CountQualifier.EXACTLY),
        )
        setattr(NumberFields, f"{_when}_{_group.value}", NumberField(_label, maximum=1_000_000))


class FactsForm(NumberFields, MainFacts):
    """All main facts of a meeting."""

    subtitle = TranslatedField(_l("Subtitle or theme"), maximum=300, wraps=True)
    summary = TranslatedField(_l("Summary"), maximum=600, rows=3)
    series = LineField(_l("Series"), maximum=300)
    ordinal = NumberField(_l("Number in the series"), maximum=9999)
    follows = OneOfField(_l("Follows the meeting"))
    project = LineField(_l("Project"), maximum=300)
    part_of = TranslatedField(_l("Part of a bigger event"), maximum=300, wraps=True)
    part_of_url = LineField(_l("Page of the bigger event"), maximum=URL_LENGTH, validators=[WebAddress()])
    symbol = LineField(_l("Symbol of the papers"), maximum=80)
    move_agenda = BooleanField(_l("Move the agenda along with the first day"), default=True)
    zone_assumed = BooleanField(_l("The time zone is an assumption"))
    month_style = NameField(_l("Arabic month names"), MonthStyle, MONTH_STYLE_LABELS)
    venue = TranslatedField(_l("Venue"), maximum=300, wraps=True)
    venue_address = TranslatedField(_l("Address of the venue"), maximum=300, wraps=True)
    venue_map_url = LineField(_l("Map"), maximum=URL_LENGTH, validators=[WebAddress()])
    city = TranslatedField(_l("City"), maximum=120)
    country_code = CountryField(_l("Country"))
    online_platform = LineField(_l("Online platform"), maximum=80)
    working_languages = ManyOfField(_l("Languages spoken"))
    has_interpretation = BooleanField(_l("Simultaneous interpretation between them"))
    hashtag = LineField(_l("Hashtags"), maximum=120)
    accent = LineField(_l("Accent colour"), maximum=7, validators=[AccentColour()])
    logo = ImageField(_l("Logo of the meeting"))
    remove_logo = BooleanField(_l("Show no logo"))

    def __init__(
        self, languages: Sequence[str], main_language: str, earlier: Sequence[tuple[str, str]] = (), **kwargs: Any
    ) -> None:
        super().__init__(languages, main_language, **kwargs)
        self.follows.offer(earlier, blank="–")
        self.working_languages.choices = [SelectChoice(code, str(name)) for code, name in LANGUAGE_NAMES.items()]

    def number_rows(self) -> list[tuple[Any, list[tuple[Any, Any, Any]]]]:
        """Per counted group its label and, for what is expected and what was, legend, qualifier and number."""
        return [
            (
                COUNTED_GROUP_LABELS[group],
                [
                    (
                        self[f"{when}_{group.value}"].label.text,
                        self[f"{when}_{group.value}_is"],
                        self[f"{when}_{group.value}"],
                    )
                    for when in ("expected", "actual")
                ],
            )
            for group in CountedGroup
        ]

    def numbers(self) -> Numbers:
        """The numbers that are filled in."""
        return {
            (is_actual, group): (self[f"{when}_{group.value}_is"].data, self[f"{when}_{group.value}"].data)
            for is_actual, when in ((False, "expected"), (True, "actual"))
            for group in CountedGroup
            if self[f"{when}_{group.value}"].data is not None
        }

    def shown_numbers(self) -> Numbers | None:
        """The numbers as the form showed them when it was opened; None if it does not say."""
        try:
            return {
                (is_actual, CountedGroup(group)): (CountQualifier(qualifier), int(number))
                for is_actual, group, qualifier, number in read_posted(self.numbers_shown.data)
            }
        except (ValueError, TypeError):
            return None


def stored_numbers(numbers: Numbers) -> Mapping[str, Any]:
    """What the controls of numbers show."""
    rows = [[is_actual, group.value, each[0].value, each[1]] for (is_actual, group), each in numbers.items()]
    shown: dict[str, Any] = {"numbers_shown": json.dumps(rows)}
    for (is_actual, group), (qualifier, number) in numbers.items():
        name = f"{'actual' if is_actual else 'expected'}_{group.value}"
        shown |= {name: number, f"{name}_is": qualifier}
    return shown


def _check_code(form: Any, field: Any) -> None:
    if not CODE_FORM.fullmatch(field.data) or field.data.casefold() in RESERVED_CODES:
        raise ValidationError(
            _("Use the letters a to z, digits and hyphens, 40 at most, for example TIN-API; “new” is taken.")
        )


def _zone_options(form: Any, field: Any) -> list[SelectChoice]:
    region, world = zone_choices(current_language())
    options = [SelectChoice("", _("Choose"))]
    options += [SelectChoice(name, text, optgroup=_("Common here")) for name, text in region]
    options += [SelectChoice(name, text, optgroup=_("The world")) for name, text in world]
    if field.data and field.data not in zones():
        options.insert(0, SelectChoice(field.data, field.data))
    return options

"""What a page says of a meeting beside its agenda: numbers, organisations, contacts, documents, neighbours."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext, npgettext
from markupsafe import Markup, escape

from foundation.dates import format_date
from foundation.uploads import file_size
from meetings.enums import (
    CONTACT_LABELS,
    DOCUMENT_KIND_LABELS,
    DOCUMENT_STATUS_LABELS,
    ORGANISATION_ROLE_LABELS,
    OUTCOME_KIND_LABELS,
    OUTCOME_STATUS_LABELS,
    CountedGroup,
    CountQualifier,
    DocumentStatus,
    OrganisationRole,
    OutcomeKind,
)
from meetings.models.documents import Document
from meetings.models.meeting import Meeting
from meetings.models.outcomes import Outcome
from meetings.models.participant_numbers import ParticipantNumber
from meetings.models.parties import MeetingOrganisation
from meetings.reading.addresses import address_of
from meetings.reading.parties import party_name
from meetings.reading.presenting import (
    Presenter,
    affiliation_of,
    clean,
    dates_of,
    joined,
    preview_argument,
)

FILE_TYPES = {
    "application/pdf": "PDF",
    "image/png": "PNG",
    "image/jpeg": "JPEG",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "PowerPoint",
}


@dataclass
class PartyView:
    """An organisation, a country or a person with a role in the meeting."""

    name: Markup
    detail: str = ""
    url: str = ""
    logo_url: str = ""


@dataclass
class PartiesView:
    """Everybody with the same role."""

    role: OrganisationRole
    label: str
    parties: list[PartyView] = field(default_factory=list)


@dataclass
class ContactView:
    """A focal point as readers see it."""

    label: str
    name: Markup
    plain_name: str
    detail: str
    email: str
    phone: str


@dataclass
class FileView:
    """One language version of a document."""

    url: str
    language: str
    note: Markup


@dataclass
class DocumentView:
    """A document: `url` is where its title leads, empty when there is nothing to open."""

    title: Markup
    url: str
    note: Markup
    symbol: str
    url_language: str = ""
    others: list[FileView] = field(default_factory=list)


@dataclass
class OutcomeView:
    """One outcome, with everything there is to say of it."""

    text_html: Markup
    lang: str
    addressee: Markup | None
    status: str
    status_label: str
    note: str
    due: str


@dataclass
class NeighbourView:
    """The meeting before or after this one."""

    title: Markup
    url: str
    dates: str


def numbers_in_words(numbers: Iterable[ParticipantNumber], language: str, *, actual: bool) -> str:
    """How many people were expected, or took part: "about 60 in the room and over 100 remotely"; or empty."""
    rows = {row.counted: row for row in numbers if row.is_actual is actual}
    phrases: dict[CountedGroup, Callable[[str], str]] = {
        CountedGroup.TOTAL: lambda people: people,
        CountedGroup.IN_PERSON: lambda people: _("%(people)s in the room", people=people),
        CountedGroup.REMOTE: lambda people: _("%(people)s remotely", people=people),
    }
    attending = [phrase(_counted(rows[group])) for group, phrase in phrases.items() if group in rows]
    total = attending.pop(0) if CountedGroup.TOTAL in rows else ""
    text = joined(attending, language)
    if total and text:
        text = _("%(total)s: %(groups)s", total=total, groups=text)
    text = text or total
    if CountedGroup.SPEAKERS in rows:
        speakers = _counted(rows[CountedGroup.SPEAKERS])
        text = _("%(people)s, among them %(speakers)s", people=text, speakers=speakers) if text else speakers
    return text


def _counted(row: ParticipantNumber) -> str:
    number = row.number
    of_people = {
        CountQualifier.EXACTLY: lambda: ngettext("%(num)s person", "%(num)s people", number),
        CountQualifier.ABOUT: lambda: ngettext("about %(num)s person", "about %(num)s people", number),
        CountQualifier.OVER: lambda: ngettext("over %(num)s person", "over %(num)s people", number),
        CountQualifier.UP_TO: lambda: ngettext("up to %(num)s person", "up to %(num)s people", number),
    }
    of_speakers = {
        CountQualifier.EXACTLY: lambda: ngettext("%(num)s speaker", "%(num)s speakers", number),
        CountQualifier.ABOUT: lambda: ngettext("about %(num)s speaker", "about %(num)s speakers", number),
        CountQualifier.OVER: lambda: ngettext("over %(num)s speaker", "over %(num)s speakers", number),
        CountQualifier.UP_TO: lambda: ngettext("up to %(num)s speaker", "up to %(num)s speakers", number),
    }
    return (of_speakers if row.counted is CountedGroup.SPEAKERS else of_people)[row.qualifier]()


def parties(presenter: Presenter) -> list[PartiesView]:
    """Who has a role in the meeting, by roles; the heading says whether it is one or several."""
    groups: dict[OrganisationRole, list[PartyView]] = {}
    for entry in presenter.meeting.organisations:
        groups.setdefault(entry.role, []).append(_party(entry, presenter))
    return [
        PartiesView(role, role_heading(role, len(groups[role])), groups[role])
        for role in OrganisationRole
        if role in groups
    ]


def role_heading(role: OrganisationRole, count: int) -> str:
    """What those who hold a role are called together."""
    words = {
        OrganisationRole.ORGANISER: lambda: npgettext("heading", "Organiser", "Organisers", count),
        OrganisationRole.CO_ORGANISER: lambda: npgettext("heading", "Co-organiser", "Co-organisers", count),
        OrganisationRole.HOST: lambda: npgettext("heading", "Host", "Hosts", count),
        OrganisationRole.PARTNER: lambda: npgettext("heading", "Partner", "Partners", count),
        OrganisationRole.CHAIR: lambda: npgettext("heading", "Chair", "Chairs", count),
        OrganisationRole.CO_CHAIR: lambda: npgettext("heading", "Co-chair", "Co-chairs", count),
    }
    return words[role]() if count > 1 else str(ORGANISATION_ROLE_LABELS[role])


def _party(entry: MeetingOrganisation, presenter: Presenter) -> PartyView:
    language, main = presenter.language, presenter.meeting.main_language
    if entry.organisation is not None:
        organisation = entry.organisation
        logo = url_for("directory.logo", file_id=organisation.logo_id) if organisation.logo_id else ""
        return PartyView(_isolated(party_name(entry, presenter.meeting, language)), "", organisation.website, logo)
    if entry.person is not None:
        name = entry.person.full_name(language, main)
        return PartyView(_isolated(name), affiliation_of(entry.person, language, main))
    return PartyView(_isolated(party_name(entry, presenter.meeting, language)))


def contacts(presenter: Presenter) -> list[ContactView]:
    """Whom to ask, in their order, in this language: for the page and for papers."""
    language, main = presenter.language, presenter.meeting.main_language
    views = []
    for contact in presenter.meeting.contacts:
        if not contact.is_on(language):
            continue
        if contact.person is not None:
            plain = contact.person.full_name(language, main)
            name, detail = _isolated(plain), affiliation_of(contact.person, language, main)
        else:
            plain, name, detail = presenter.text(contact.unit), presenter.bdi(contact.unit), ""
        label = str(CONTACT_LABELS[contact.kind])
        # Never the address of the directory: it may be private.
        views.append(ContactView(label, name, plain, detail, contact.email, contact.phone))
    return views


def documents(found: Iterable[Document], presenter: Presenter) -> list[DocumentView]:
    """Documents as readers find them: the title opens the version in their language, the others stand beside it."""
    return [_document(document, presenter) for document in found]


def _document(document: Document, presenter: Presenter) -> DocumentView:
    preview = preview_argument()
    files = {
        version.language: FileView(
            address_of(
                "document_file",
                code=presenter.meeting.code,
                document_id=document.id,
                language=version.language,
                **preview,
            ),
            version.language,
            _file_note(version.file.content_type, version.file.size, presenter.language),
        )
        for version in document.versions
    }
    notes: list[str] = [str(DOCUMENT_KIND_LABELS[document.kind])]
    if document.status is not DocumentStatus.FINAL:
        notes.append(str(DOCUMENT_STATUS_LABELS[document.status]))
    own = files.pop(presenter.language, None)
    if own is None and not document.url and files:
        own = files.pop(presenter.meeting.main_language, None) or files.pop(next(iter(files)))
    if own is not None:
        notes.append(own.note)
    foreign = own.language if own is not None and own.language != presenter.language else ""
    return DocumentView(
        presenter.bdi(document.title),
        own.url if own is not None else document.url,
        Markup(" · ").join(notes),
        document.symbol,
        foreign,
        list(files.values()),
    )


def _file_note(content_type: str, size: int, language: str) -> Markup:
    kind = FILE_TYPES.get(content_type, "")
    comma = "،" if language == "ar" else ","
    # Kind and number would change places in Arabic if they were not kept apart.
    return Markup("<bdi>{}</bdi>{} {}").format(kind, comma, file_size(size)) if kind else escape(file_size(size))


def outcomes(found: Iterable[Outcome], presenter: Presenter) -> list[tuple[str, list[OutcomeView]]]:
    """Outcomes under the name of their kind."""
    groups: dict[OutcomeKind, list[OutcomeView]] = {}
    style = presenter.meeting.month_style.value
    for outcome in found:
        text, lang = presenter.said(outcome.text)
        view = OutcomeView(
            text_html=clean(text),
            lang=lang,
            addressee=presenter.bdi(outcome.addressee) if outcome.addressee else None,
            status=outcome.status.value,
            status_label=str(OUTCOME_STATUS_LABELS[outcome.status]),
            note=presenter.text(outcome.status_note),
            due=format_date(outcome.due_on, presenter.language, style) if outcome.due_on else "",
        )
        groups.setdefault(outcome.kind, []).append(view)
    return [(_kind_heading(kind, len(views)), views) for kind, views in groups.items()]


def _kind_heading(kind: OutcomeKind, count: int) -> str:
    words = {
        OutcomeKind.RECOMMENDATION: lambda: npgettext("heading", "Recommendation", "Recommendations", count),
        OutcomeKind.DECISION: lambda: npgettext("heading", "Decision", "Decisions", count),
        OutcomeKind.OUTCOME: lambda: npgettext("heading", "Outcome", "Outcomes", count),
        OutcomeKind.NEXT_STEP: lambda: npgettext("heading", "Next step", "Next steps", count),
    }
    return words[kind]() if count > 1 else str(OUTCOME_KIND_LABELS[kind])


def neighbour(meeting: Meeting, presenter: Presenter) -> NeighbourView:
    """Another meeting of the same chain, in the language of this page where it has one."""
    language = presenter.language if presenter.language in meeting.page_languages else meeting.main_language
    title = meeting.title.text(presenter.language, meeting.main_language)
    return NeighbourView(
        _isolated(title),
        address_of("programme", code=meeting.code, language=language),
        dates_of(meeting, presenter.language),
    )


def _isolated(text: str) -> Markup:
    return Markup("<bdi>{}</bdi>").format(text)

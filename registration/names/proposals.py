"""What might stand in a cell that nobody has filled in: each with where it comes from, for a person to take or not."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, select

from directory.models import Person
from directory.scripts import LATIN, fits, has_arabic
from foundation.database import db
from foundation.normalising import searchable
from foundation.translated import Translations
from meetings.models.meeting import Meeting
from registration.models.registrations import Registration
from registration.names.dictionary import translated
from registration.names.romanising import arabised, romanised

MOST_SHOWN = 2
MOST_READ = 3000


class ProposalSource(StrEnum):
    """Where a proposal comes from, the surest first."""

    DIRECTORY = "directory"
    EARLIER = "earlier"
    DICTIONARY = "dictionary"
    SPELT = "spelt"


SOURCE_LABELS = {
    ProposalSource.DIRECTORY: _l("directory"),
    ProposalSource.EARLIER: _l("earlier meeting"),
    ProposalSource.DICTIONARY: _l("dictionary"),
    ProposalSource.SPELT: _l("spelt by rule"),
}


@dataclass(frozen=True)
class Proposal:
    """A text that a person may take."""

    text: str
    source: ProposalSource

    @property
    def label(self) -> Any:
        """Where it comes from, in words."""
        return SOURCE_LABELS[self.source]


class Proposals:
    """The proposals for people of a meeting; two statements, whatever their number."""

    def __init__(self, meeting: Meeting, people: Sequence[Registration]) -> None:
        self._sharing = Counter(person.email_key for person in people)
        self._by_address: dict[str, list[Translations]] = defaultdict(list)
        self._by_name: dict[str, list[Translations]] = defaultdict(list)
        self._memory: dict[tuple[str, str], list[tuple[ProposalSource, Translations]]] = defaultdict(list)
        query = select(Person.name, Person.email, Person.position, Person.honorific)
        for name, email, position, _honorific in db.session.execute(query.where(Person.team_id == meeting.team_id)):
            if email:
                self._by_address[email.casefold()].append(name)
            for text in name.values():
                self._by_name[searchable(text)].append(name)
            self._remember("position", position, ProposalSource.DIRECTORY)
        self._earlier: dict[str, list[Registration]] = defaultdict(list)
        for earlier in db.session.scalars(_earlier(meeting, people)):
            self._earlier[earlier.email_key].append(earlier)
            for kind in ("position", "organisation", "honorific"):
                self._remember(kind, getattr(earlier, f"{kind}_texts"), ProposalSource.EARLIER, getattr(earlier, kind))

    def name(self, person: Registration, script: str) -> tuple[Proposal, ...]:
        """For a person's name in a script."""
        written = person.name("en" if script == "ar" else "ar")
        texts = [*person.printed_name.values(), f"{person.given_name} {person.family_name}".strip()]
        same = {searchable(text) for text in texts}
        known = [names for text in same for names in self._by_name.get(text, ())]
        if self._sharing[person.email_key] == 1:
            known += self._by_address.get(person.email_key, ())
        found = [Proposal(names[code], ProposalSource.DIRECTORY) for names in known for code in names]
        for earlier in self._earlier.get(person.email_key, ()):
            spelt = [*earlier.printed_name.values(), f"{earlier.given_name} {earlier.family_name}".strip()]
            if self._sharing[person.email_key] == 1 or same & {searchable(text) for text in spelt}:
                found += [Proposal(text, ProposalSource.EARLIER) for text in spelt]
        rule = arabised if script == "ar" else romanised
        found.append(Proposal(rule(written), ProposalSource.SPELT))
        return _best(found, script)

    def text(self, kind: str, typed: str, language: str, gender: str) -> tuple[Proposal, ...]:
        """For a position, an organisation or a form of address in a language."""
        remembered = self._memory.get((kind, searchable(typed)), ())
        found = [Proposal(texts[language], source) for source, texts in remembered if language in texts]
        if kind != "honorific":
            found.append(Proposal(translated(typed, gender).get(language, ""), ProposalSource.DICTIONARY))
        return _best([each for each in found if searchable(each.text) != searchable(typed)], language)

    def _remember(self, kind: str, texts: Translations, source: ProposalSource, typed: str = "") -> None:
        if not texts:
            return
        for text in {*texts.values(), typed}:
            if text:
                self._memory[kind, searchable(text)].append((source, texts))


def _earlier(meeting: Meeting, people: Iterable[Registration]) -> Any:
    addresses, positions, organisations = set(), set(), set()
    for person in people:
        addresses.add(person.email_key)
        positions.add(person.position)
        organisations.add(person.organisation)
    return (
        select(Registration)
        .join(Meeting, Meeting.id == Registration.meeting_id)
        .where(
            Meeting.team_id == meeting.team_id,
            Meeting.deleted_at.is_(None),
            or_(
                (Registration.email_key.in_(addresses)) & (Registration.meeting_id != meeting.id),
                Registration.position.in_(positions - {""}),
                Registration.organisation.in_(organisations - {""}),
            ),
        )
        .order_by(Registration.id.desc())
        .limit(MOST_READ)
    )


def _best(found: Iterable[Proposal], language: str) -> tuple[Proposal, ...]:
    """The surest few that are in the script of the language, each text once."""
    order = list(ProposalSource)
    kept: Mapping[str, Proposal] = {
        proposal.text: proposal
        for proposal in sorted(found, key=lambda each: order.index(each.source), reverse=True)
        if proposal.text
        and fits(proposal.text, language if language == "ar" else LATIN)
        and (language != "ar" or has_arabic(proposal.text))
    }
    return tuple(sorted(kept.values(), key=lambda each: order.index(each.source)))[:MOST_SHOWN]

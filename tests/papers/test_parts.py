"""Long papers are set in parts: nobody who reads them sees or hears where one ends, and no machine finds a seam."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from typing import Any

import pypdfium2
import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from papers import parts, typesetting
from papers.content import AgendaDay, AgendaItem, Delegation, Holder, ListOfParticipants, Part, Participant
from papers.content import ParticipantGroup as Group
from papers.pdf import agenda_pdf, list_of_participants_pdf
from tests.papers.samples import arabic_agenda, arabic_list, english_agenda, english_list
from tests.papers.test_found import by_pdfium, by_poppler, lost, texts_of

NAMES = {
    "en": ("Ms. Dana Zuaiter", "Head of unit", "Ministry of Digital Economy", "Jordan"),
    "fr": ("Mme Hélène Ménard", "Cheffe de l’unité", "Ministère de l’économie numérique", "Côte d’Ivoire"),
    "ar": ("السيدة دانا زعيتر", "رئيسة الوحدة", "وزارة الاقتصاد الرقمي", "الأردن"),
}


def people(number: int, language: str = "en", every: int = 7) -> ListOfParticipants:
    """A list of two groups, with a delegation for so many people."""
    name, usual, organisation, country = NAMES[language]
    persons = [Participant(f"{name} {n}", usual, organisation, "Mode") for n in range(number)]
    delegations = tuple(
        Delegation(f"{country} {start}", tuple(persons[start : start + every])) for start in range(0, number, every)
    )
    half = len(delegations) // 2
    groups = (Group("First", delegations[:half]), Group("Second", delegations[half:]))
    heading = arabic_list(groups=()) if language == "ar" else english_list(groups=(), language=language)
    fields = {each: getattr(heading, each) for each in heading.__dataclass_fields__} | {"groups": groups}
    return ListOfParticipants(**fields)


def items(number: int, description: str = "What has been learnt and what comes next.") -> tuple[AgendaDay, ...]:
    speakers = Part("Speakers", tuple(Holder(f"Speaker {n}", "Head of unit") for n in range(3)))
    return tuple(
        AgendaDay(
            f"Day {day}",
            tuple(
                AgendaItem(f"Session {day}.{n}", "10:00", "Session", (description, "• one"), "Room 2", (speakers,))
                for n in range(number // 2)
            ),
        )
        for day in (1, 2)
    )


@pytest.fixture
def in_parts(monkeypatch) -> Callable[[Callable[..., bytes], Any], bytes]:
    """Makes a paper in parts of some forty people."""
    made: list[str] = []
    apart = parts.apart

    def counted(act: str, *arguments: str, **values: Any) -> bytes:
        made.append(act)
        return apart(act, *arguments, **values)

    def make(maker: Callable[..., bytes], paper: Any) -> bytes:
        made.clear()
        with monkeypatch.context() as patched:
            patched.setattr(parts, "PART", 20_000)
            patched.setattr(parts, "apart", counted)
            file = maker(paper)
        assert made.count("set") > 2
        assert made[-1] == "join"
        return file

    return make


def pages(file: bytes) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(file)]


@pytest.mark.parametrize(("language", "every"), [("en", 7), ("fr", 1), ("ar", 7), ("ar", 200)])
def test_a_list_in_parts_has_the_pages_of_one_piece(in_parts, language, every) -> None:
    paper = people(130, language, every)

    joined, whole = in_parts(list_of_participants_pdf, paper), list_of_participants_pdf(paper)

    found = pages(joined)
    assert found == pages(whole)
    if language == "en":
        assert all(f"Page {number} of {len(found)}" in page for number, page in enumerate(found, 1))
    assert bookmarks(joined) == bookmarks(whole)


@pytest.mark.parametrize("language", NAMES)
def test_every_word_of_every_part_is_found(in_parts, language) -> None:
    paper = people(130, language)

    file = in_parts(list_of_participants_pdf, paper)

    for reader in (by_pdfium, by_poppler):
        assert lost(texts_of(paper), file, reader) == set()
        assert set(range(130)) <= {int(number) for number in re.findall(r"\d+", reader(file))}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_agenda_in_parts_says_where_a_day_goes_on(in_parts, language) -> None:
    sample = arabic_agenda if language == "ar" else english_agenda
    paper = sample(days=items(40))

    joined, whole = in_parts(agenda_pdf, paper), agenda_pdf(paper)

    assert lost(texts_of(paper), joined, by_pdfium) == set()
    went_on = [title for title, _page in bookmarks(joined) if title not in dict(bookmarks(whole))]
    assert went_on
    assert all(re.match(r"Day \d \(", title) for title in went_on)
    assert [title for title, _page in bookmarks(joined) if title not in went_on] == [
        title for title, _page in bookmarks(whole)
    ]
    for once in (paper.contacts[0].email, "UTC+0"):
        assert by_poppler(joined).count(once) == by_poppler(whole).count(once) == 1


def test_rows_longer_than_a_page_break_anywhere(in_parts) -> None:
    paper = english_agenda(days=items(6, "A description that goes on and on. " * 400))

    joined = in_parts(agenda_pdf, paper)

    assert lost(texts_of(paper), joined, by_pdfium) == set()
    found = pages(joined)
    assert all(f"Page {number} of {len(found)}" in page for number, page in enumerate(found, 1))


@pytest.mark.parametrize(
    ("maker", "paper"),
    [
        (list_of_participants_pdf, people(130)),
        (list_of_participants_pdf, people(130, "ar", 1)),
        (agenda_pdf, english_agenda(days=items(40))),
    ],
    ids=["list-en", "list-ar", "agenda"],
)
def test_the_tags_of_all_parts_are_one_tree(in_parts, maker, paper) -> None:
    reader = PdfReader(io.BytesIO(in_parts(maker, paper)))
    root = reader.trailer["/Root"]
    tree = root["/StructTreeRoot"]
    (document,) = tree["/K"]
    assert document.get_object()["/S"] == "/Document"

    marked, names, used = read_tree(document.get_object(), tree)
    assert len(names) == len(set(names))
    assert used <= set(names)
    listed = tree.get("/IDTree", {}).get("/Names", [])
    assert listed[::2] == sorted(names)

    numbers = tree["/ParentTree"]["/Nums"]
    keys = [int(key) for key in numbers[::2]]
    assert keys == list(range(int(tree["/ParentTreeNextKey"])))
    parents = dict(zip(keys, numbers[1::2], strict=True))
    for page in reader.pages:
        owners = parents.pop(int(page["/StructParents"])).get_object()
        content = {int(each) for each in re.findall(rb"/MCID (\d+)", page.get_contents().get_data())}
        # Whatever is marked on the page is told by the tree, once, by the element that the page names for it.
        assert content == set(range(len(owners)))
        assert [marked.pop((page.indirect_reference.idnum, each)) for each in range(len(owners))] == [
            owner.idnum for owner in owners
        ]
        for link in page.get("/Annots", []):
            assert parents.pop(int(link.get_object()["/StructParent"])).get_object()["/S"] == "/Link"
    assert (marked, parents) == ({}, {})


def read_tree(top: DictionaryObject, tree: Any) -> tuple[dict[tuple[int, int], int], list[str], set[str]]:
    """Which element tells what is marked on which page, the names of elements, and those by which others name them."""
    marked: dict[tuple[int, int], int] = {}
    names: list[str] = []
    used: set[str] = set()

    def walk(element: DictionaryObject, parent: Any) -> None:
        assert element.get("/P").get_object() is parent
        number = element.indirect_reference.idnum
        if "/ID" in element:
            names.append(element["/ID"])
        for attributes in element.get("/A", []):
            used.update(attributes.get_object().get("/Headers", []))
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, ArrayObject) else [kids]:
            each = kid.get_object()
            if isinstance(each, int):
                key = (element.raw_get("/Pg").idnum, each)
            elif each.get("/Type") == "/MCR":
                page = each.raw_get("/Pg") if "/Pg" in each else element.raw_get("/Pg")
                key = (page.idnum, each["/MCID"])
            elif each.get("/Type") == "/OBJR":
                continue
            else:
                assert isinstance(kid, IndirectObject)
                walk(each, element)
                continue
            assert key not in marked
            marked[key] = number

    walk(top, tree)
    return marked, names, used


def test_what_a_paper_says_of_itself_is_said_of_the_whole(in_parts) -> None:
    paper = people(130)
    joined, whole = (
        PdfReader(io.BytesIO(file))
        for file in (in_parts(list_of_participants_pdf, paper), list_of_participants_pdf(paper))
    )

    assert dict(joined.metadata) == dict(whole.metadata)
    for name in ("/Lang", "/MarkInfo", "/ViewerPreferences"):
        assert joined.trailer["/Root"][name] == whole.trailer["/Root"][name]
    said = joined.trailer["/Root"]["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in said
    assert f"NPages>{len(joined.pages)}<" in said


def test_a_part_that_may_not_claim_to_be_accessible_takes_the_claim_from_all(monkeypatch) -> None:
    apart = parts.apart

    def without_claim(act: str, *arguments: str, data: Any = None) -> bytes:
        answer = apart(act, *arguments, data=data)
        if act == "set" and not data["is_first"]:
            with open(arguments[-1], "r+b") as file:
                content = file.read().replace(b"pdfuaid:part>", b"pdfuaxx:part>")
                file.seek(0)
                file.write(content)
        return answer

    monkeypatch.setattr(parts, "apart", without_claim)
    monkeypatch.setattr(parts, "PART", 20_000)

    joined = PdfReader(io.BytesIO(list_of_participants_pdf(people(130))))

    assert b"pdfuaid:part" not in joined.trailer["/Root"]["/Metadata"].get_data()


def test_the_same_paper_in_parts_is_the_same_file(in_parts) -> None:
    assert in_parts(list_of_participants_pdf, people(130)) == in_parts(list_of_participants_pdf, people(130))


def test_parts_of_a_long_paper_say_how_far_it_is(monkeypatch) -> None:
    monkeypatch.setattr(parts, "PART", 20_000)
    said: list[float] = []

    list_of_participants_pdf(people(130), said.append)

    assert said == sorted(said)
    assert (0 < said[0] < 0.5, said[-1]) == (True, 1)


def test_a_process_that_fails_says_why() -> None:
    with pytest.raises(typesetting.TypesettingFailed, match="No such file"):
        typesetting.apart("set", "no such template.typ", "", "nowhere.pdf", data={})


def bookmarks(file: bytes) -> list[tuple[str, int]]:
    reader = PdfReader(io.BytesIO(file))

    def titles(outline: list[Any]) -> Iterator[tuple[str, int]]:
        for entry in outline:
            if isinstance(entry, list):
                yield from titles(entry)
            else:
                yield entry.title, reader.get_destination_page_number(entry)

    return list(titles(reader.outline))

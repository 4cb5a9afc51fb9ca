"""Lists of thousands of people: what each person costs does not grow with the list."""

from __future__ import annotations

import io
import subprocess
import sys

import pytest
from docx import Document

from papers import pdf, typesetting
from papers.content import Delegation, ListOfParticipants, Participant, ParticipantGroup
from papers.word import list_of_participants_docx
from tests.costs import costs_of


def of(people: int) -> ListOfParticipants:
    """A list with one group, which is one table, and an organisation for every two people."""
    delegations = tuple(
        Delegation(
            f"Organisation {number}",
            tuple(Participant(f"Person {number}-{n}", "Head of unit", "", "Remotely") for n in range(2)),
        )
        for number in range(people // 2)
    )
    return ListOfParticipants(language="en", title="A meeting", groups=(ParticipantGroup("Others", delegations),))


def test_a_word_list_costs_as_much_a_person_however_long_it_is() -> None:
    few, many = of(200), of(2000)
    list_of_participants_docx(few)

    small, large = costs_of(lambda: list_of_participants_docx(few), lambda: list_of_participants_docx(many), times=2)

    # With a search through all rows in every row it was more than three times as much.
    assert large / 2000 < 2 * small / 200


def test_the_row_of_an_organisation_is_one_cell_across_the_table() -> None:
    table = Document(io.BytesIO(list_of_participants_docx(of(4)))).tables[0]
    row = table.rows[1]

    assert len(row._tr.tc_lst) == 1
    assert row._tr.tc_lst[0].grid_span == len(table.columns) == 3
    assert [cell.text for cell in row.cells] == ["Organisation 0"] * 3
    # Word counts in twentieths of a point, this library in finer units.
    assert abs(row.cells[0].width - sum(column.width for column in table.columns)) < 3 * 635


def test_a_long_list_is_typeset_apart_to_the_same_bytes() -> None:
    paper = of(1200)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(pdf, "APART", 10**9)
        here = pdf.list_of_participants_pdf(paper)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(pdf, "typeset", lambda *_values: pytest.fail("set here"))
        apart = pdf.list_of_participants_pdf(paper)

    assert apart == here


def test_typesetting_apart_takes_no_memory_here() -> None:
    code = (
        "import resource\nfrom papers import pdf\nfrom tests.papers.test_long_lists import of\n"
        "peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024\n"
        "paper = of(5000)\nbefore = peak()\npdf.list_of_participants_pdf(paper)\nprint(peak() - before)"
    )
    grown = int(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout)

    # Set here, it is some 350 MB.
    assert grown < 150


def test_a_list_that_is_too_long_for_the_machine_fails_alone() -> None:
    with pytest.raises(typesetting.TypesettingFailed):
        typesetting.typeset_apart("no such template.typ", {}, "")

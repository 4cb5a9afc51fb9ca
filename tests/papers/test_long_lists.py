"""Lists of thousands of people: what each person costs does not grow with the list."""

from __future__ import annotations

import io
import subprocess
import sys

from docx import Document

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


def test_a_list_of_7000_as_pdf_takes_150_megabytes_at_most_with_the_processes_that_set_it() -> None:
    code = (
        "from benchmarks.memory import grown\nfrom papers import pdf\nfrom tests.papers.test_long_lists import of\n"
        "paper = of(7000)\nprint(grown(lambda: pdf.list_of_participants_pdf(paper)))"
    )
    took = float(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout)

    # In one piece it is some 450, in parts some 90; of the rest the people themselves take 30.
    assert took < 150

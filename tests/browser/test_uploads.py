"""Several files at once, as an organiser drops or chooses them; with and without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import Visitor

LIST = "/manage/WG2-NEXT/documents"
DROP = """() => {
    const files = new DataTransfer();
    const make = (name, ...parts) => files.items.add(new File(parts, name));
    make('Meeting guide_ar.pdf', '%PDF-1.7 ar');
    make('Meeting guide_en.pdf', '%PDF-1.7 en');
    make('setup.pdf', 'MZ');
    make('recording.pdf', new Uint8Array(40 * 1024 * 1024));
    const place = document.querySelector('[data-drop]');
    for (const kind of ['dragenter', 'dragover', 'drop'])
        place.dispatchEvent(new DragEvent(kind, {dataTransfer: files, bubbles: true, cancelable: true}));
}"""

CHOOSE_HUGE = """input => {
    const files = new DataTransfer();
    files.items.add(new File([new Uint8Array(34 * 1024 * 1024)], 'huge.pdf'));
    input.files = files.files;
    input.dispatchEvent(new Event('change', {bubbles: true}));
}"""


def pdf(name: str, words: bytes) -> dict[str, object]:
    """A file as a person chooses it."""
    return {"name": name, "mimeType": "application/pdf", "buffer": b"%PDF-1.7 " + words}


@pytest.mark.firefox
def test_dropped_files_become_documents_that_are_checked_in_place(visitor: Visitor) -> None:
    page = visitor("organiser")
    page.watch.expect(422)  # type: ignore[attr-defined]
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.goto(LIST)

    page.evaluate(DROP)

    rows = page.locator("[data-files] li")
    expect(rows.filter(has_text="recording.pdf")).to_contain_text("This file is larger than 32 MB.")
    expect(rows.filter(has_text="setup.pdf")).to_contain_text("This is not a PDF, Word, Excel or PowerPoint file")
    title = page.locator("[data-listed] textarea").first
    expect(title).to_have_value("Meeting guide")
    assert len(sent) == 3  # what is too large never leaves the browser
    expect(page.locator("#documents")).to_contain_text("Meeting guide")
    assert violations(page) == []

    title.fill("Guide to the meeting")
    page.locator("[data-listed] button.primary").click()

    document = page.locator("#documents li").filter(has_text="Guide to the meeting")
    expect(document).to_contain_text("Arabic")
    expect(document).to_contain_text("English")


@pytest.mark.firefox
def test_file_that_is_too_large_is_refused_beside_its_field_before_it_is_sent(visitor: Visitor) -> None:
    page = visitor("organiser")
    page.goto(f"{LIST}/new")
    page.locator("#title_en").fill("Typed before")

    choice = page.locator("input[name=file_en]")
    choice.evaluate(CHOOSE_HUGE)

    expect(page.locator(".field").filter(has=choice)).to_contain_text("huge.pdf: This file is larger than 32 MB.")
    expect(choice).to_have_value("")
    expect(page.locator("#title_en")).to_have_value("Typed before")


@pytest.mark.firefox
def test_keyboard_reaches_the_choice_of_files_and_the_list_of_what_came(visitor: Visitor) -> None:
    page = visitor("organiser", viewport={"width": 360, "height": 760})
    # Before the page is there: what opens a choice before it is listened for opens one of the system's own.
    page.on("filechooser", lambda chooser: chooser.set_files([pdf("Keyboard paper.pdf", b"k")]))  # type: ignore[list-item]
    page.goto(LIST)
    page.locator("[data-uploads] input[type=file]").focus()
    page.keyboard.press("Enter")

    expect(page.locator("[data-listed] textarea").first).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_several_files_are_sent_without_a_script(visitor: Visitor) -> None:
    page: Page = visitor("organiser", javascript=False)
    page.goto(LIST)

    page.locator("[data-uploads] input[type=file]").set_input_files(
        [pdf("Plain note_en.pdf", b"e"), pdf("Plain note_fr.pdf", b"f")]  # type: ignore[list-item]
    )
    page.get_by_role("button", name="Upload").click()

    expect(page.locator("textarea").first).to_have_value("Plain note")
    assert page.locator("fieldset.documents-edit-row").count() == 1

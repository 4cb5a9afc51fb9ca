"""Documents over HTTP: real multipart posts, downloads, who may read what."""

from __future__ import annotations

import html
import re
from functools import partial
from io import BytesIO

import pytest
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import encode_multipart

from accounts.permissions import Role
from foundation.audit import entries_for, entries_for_meeting
from foundation.database import db, writing
from foundation.files import StoredFile
from foundation.translated import Translations
from meetings.documents import operations as documents
from meetings.enums import DocumentKind, DocumentStatus, MeetingState, Visibility
from meetings.models.documents import Document, DocumentVersion
from meetings.models.meeting import Meeting
from meetings.models.projects import Project
from meetings.reading.documents import Shelf
from tests.factories import make_item, make_meeting, make_team, make_user, sign_in
from tests.forms_found import messages_beside
from tests.foundation.packages import POWERPOINT, archive, package
from tests.foundation.test_file_kinds import OLD
from tests.statements import selects_of
from tests.threads import at_once

PDF = b"%PDF-1.7 minimal"
LIST = "/manage/WG-TEST/documents"
SCRIPT = {"Accept": "application/json"}
ODT = b"application/vnd.oasis.opendocument.text"
PPTX = package("ppt/presentation.xml", POWERPOINT)
BOMB = package(others={"word/more.xml": bytes(30 * 1024 * 1024)})


def fetched(client, address: str, **options):
    response = client.open(address, **options)
    response.get_data()
    response.close()
    return response


def data(**values):
    return {"kind": "paper", "status": "final", "visibility": "public", "title_en": "A paper"} | values


def post(client, address: str, values, **options):
    pairs = [(name, each) for name, value in values.items() for each in (value if isinstance(value, list) else [value])]
    values = MultiDict(
        (name, FileStorage(each[0], each[1], name) if isinstance(each, tuple) else each) for name, each in pairs
    )
    boundary, body = encode_multipart(values)
    return client.post(address, data=body, content_type=f"multipart/form-data; boundary={boundary}", **options)


def dropped(client, name: str, content: bytes = PDF, place: str = LIST, **values):
    values = {"status": "final", "visibility": "public", "files": (BytesIO(content), name)} | values
    return post(client, f"{place}/upload", values, headers=SCRIPT)


def all_documents() -> list[Document]:
    return list(db.session.scalars(select(Document).order_by(Document.position)))


def stored(meeting, **values) -> Document:
    values = {"kind": DocumentKind.PAPER, "title": Translations(en="Paper")} | values
    return documents.save_document(Shelf(meeting_id=meeting.id), None, {"en": ("paper.pdf", PDF)}, **values)


def downloads() -> int:
    return db.session.scalar(select(func.sum(DocumentVersion.downloads))) or 0


# ---- one document -----------------------------------------------------------------------------------------


def test_document_is_uploaded_served_and_replaced(client, meeting):
    values = data(
        kind="information_note",
        title_en="Information note",
        title_ar="مذكرة",
        symbol="E/2030/INF.1",
        file_en=(BytesIO(PDF), "..\\note\u202e of information.exe"),
    )

    assert post(client, f"{LIST}/new", values).status_code == 303

    document = db.session.scalar(select(Document))
    assert [version.file_name for version in document.versions] == ["note of information.pdf"]
    served = fetched(client, f"/e/WG-TEST/documents/{document.id}/en")
    assert served.data == PDF
    assert served.headers["Content-Disposition"] == 'attachment; filename="note of information.pdf"'
    assert served.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"

    values["file_en"] = (BytesIO(PDF + b" two"), "second.pdf")
    assert post(client, f"{LIST}/{document.id}", values).status_code == 303

    assert fetched(client, f"/e/WG-TEST/documents/{document.id}/en").data == PDF + b" two"
    client.post(f"{LIST}/{document.id}/files/en/remove")
    assert fetched(client, f"/e/WG-TEST/documents/{document.id}/en").status_code == 404


def test_document_belongs_to_an_item_of_the_meeting(client, team, meeting):
    item, foreign = make_item(meeting, title={"en": "Panel on data"}), make_item(make_meeting(team))

    assert post(client, f"{LIST}/new", data(item_id=str(item.id))).status_code == 303
    refused = post(client, f"{LIST}/new", data(item_id=str(foreign.id)))

    assert [document.item_id for document in all_documents()] == [item.id]
    assert "Panel on data" in client.get(LIST).text
    assert (refused.status_code, "Choose one of the list." in refused.text) == (422, True)
    asked = client.get(f"{LIST}/new?item={item.id}").text
    assert f'selected value="{item.id}"' in asked


def test_documents_are_moved_and_removed(client, meeting):
    ids = [stored(meeting, title=Translations(en=f"Paper {number}")).id for number in range(3)]

    client.post(f"{LIST}/{ids[2]}/move", data={"step": "up"})
    client.post(f"{LIST}/{ids[0]}/remove")

    assert [document.id for document in all_documents()] == [ids[2], ids[1]]
    assert [entry.act for entry in entries_for_meeting(meeting.id)][:2] == ["removed", "moved"]


def test_document_of_another_meeting_is_not_found(client, team, meeting):
    document = stored(make_meeting(team, code="OTHER"))

    assert client.get(f"{LIST}/{document.id}").status_code == 404
    assert client.post(f"{LIST}/{document.id}/remove").status_code == 404
    assert fetched(client, f"/e/WG-TEST/documents/{document.id}/en").status_code == 404


# ---- who may read -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "is_open"),
    [
        ({}, True),
        ({"status": DocumentStatus.UNDER_REVIEW}, True),
        ({"status": DocumentStatus.DRAFT}, False),
        ({"visibility": Visibility.REGISTERED}, False),
        ({"visibility": Visibility.APPROVED}, False),
        ({"visibility": Visibility.TEAM}, False),
    ],
)
def test_everybody_reads_what_is_public_and_no_draft_and_the_team_reads_all(app, client, meeting, values, is_open):
    document = stored(meeting, **values)
    address = f"/e/WG-TEST/documents/{document.id}/en"

    assert fetched(client, address).status_code == 200
    assert fetched(app.test_client(), address).status_code == (200 if is_open else 404)
    assert (address in app.test_client().get("/e/WG-TEST/en").text) is is_open


def test_document_of_a_draft_meeting_is_for_the_team(app, client, team):
    document = stored(make_meeting(team, code="DRAFT", state=MeetingState.DRAFT))
    address = f"/e/DRAFT/documents/{document.id}/en"

    assert fetched(client, address).headers["Cache-Control"].startswith("private")
    assert fetched(app.test_client(), address).status_code == 404


# ---- downloads --------------------------------------------------------------------------------------------


def test_whole_downloads_are_counted_and_the_meeting_keeps_its_version(client, meeting):
    address = f"/e/WG-TEST/documents/{stored(meeting).id}/en"
    version = db.session.get(Meeting, meeting.id).version

    first = fetched(client, address)
    fetched(client, address)

    assert downloads() == 2
    assert db.session.get(Meeting, meeting.id).version == version
    assert first.headers["Accept-Ranges"] == "bytes"
    assert "2 downloads" in client.get(LIST).text


def test_what_is_not_a_whole_download_is_not_counted(client, meeting):
    address = f"/e/WG-TEST/documents/{stored(meeting).id}/en"
    etag = fetched(client, address).headers["ETag"]

    assert fetched(client, address, method="HEAD").status_code == 200
    assert fetched(client, address, headers={"If-None-Match": etag}).status_code == 304
    rest = fetched(client, address, headers={"Range": "bytes=5-"})
    start = fetched(client, address, headers={"Range": "bytes=0-3"})
    beyond = fetched(client, address, headers={"Range": "bytes=900-"})

    assert (rest.status_code, rest.data) == (206, PDF[5:])
    assert (start.status_code, start.data) == (206, PDF[:4])
    assert beyond.status_code == 416
    assert downloads() == 1
    assert fetched(client, address, headers={"Range": "bytes=0-"}).data == PDF
    assert downloads() == 2


def test_downloads_at_the_same_time_are_all_counted(app, client, meeting):
    version_id = stored(meeting).versions[0].id

    assert at_once(app, [lambda: documents.count_download(version_id)] * 8) == []
    assert downloads() == 8


def test_arabic_name_arrives_whole(client, meeting):
    dropped(client, "تقرير الاجتماع.pdf")

    served = fetched(client, f"/e/WG-TEST/documents/{all_documents()[0].id}/ar")

    assert served.headers["Content-Disposition"] == (
        "attachment; filename=\"document.pdf\"; filename*=UTF-8''"
        "%D8%AA%D9%82%D8%B1%D9%8A%D8%B1%20%D8%A7%D9%84%D8%A7%D8%AC%D8%AA%D9%85%D8%A7%D8%B9.pdf"
    )


# ---- several files ----------------------------------------------------------------------------------------


def test_dropped_file_becomes_a_document_by_its_name(client, meeting):
    answer = dropped(
        client,
        "Agenda_ar.pptx",
        package("ppt/presentation.xml", POWERPOINT),
        visibility="approved",
        status="under_review",
    )

    assert answer.json["state"] == "added"
    (document,) = all_documents()
    assert document.id == answer.json["id"]
    assert (document.kind, document.status, document.visibility) == ("agenda", "under_review", "approved")
    assert [version.language for version in document.versions] == ["ar"]
    assert document.versions[0].file_name == "Agenda_ar.pptx"


def test_files_that_differ_in_language_only_become_one_document(client, meeting):
    states = [dropped(client, f"Information note{end}.pdf", PDF + end.encode()).json["state"] for end in ("_ar", "-EN")]

    (document,) = all_documents()
    assert states == ["added", "joined"]
    assert [version.language for version in document.versions] == ["ar", "en"]
    assert dict(document.title) == {"en": "Information note"}
    acts = [entry.act for entry in entries_for("document", document.id)]
    assert acts == ["uploaded", "uploaded", "added"]


@pytest.mark.parametrize("chosen", [{"status": "draft"}, {"visibility": "team"}, {"status": "under_review"}])
def test_dropped_file_joins_no_document_that_is_more_open_than_was_chosen(app, client, meeting, chosen):
    dropped(client, "Report_en.pdf")
    dropped(client, "Report_ar.pdf", PDF + b" secret", **chosen)
    dropped(client, "Report_fr.pdf", PDF + b" fr", **chosen)

    public, own = all_documents()
    assert [version.language for version in public.versions] == ["en"]
    assert [version.language for version in own.versions] == ["ar", "fr"]
    assert fetched(app.test_client(), f"/e/WG-TEST/documents/{public.id}/ar").status_code == 404


def test_file_joins_a_document_that_was_only_announced(client, meeting):
    documents.add_document(
        Shelf(meeting_id=meeting.id), kind=DocumentKind.REPORT, title=Translations(en="Progress report")
    )

    assert dropped(client, "progress-report_en.pdf").json["state"] == "joined"
    assert len(all_documents()) == 1


def test_same_file_twice_is_not_added_again_and_stored_once(client, meeting):
    states = [dropped(client, "paper_en.pdf").json["state"], dropped(client, "copy of paper_en.pdf").json["state"]]

    assert states == ["added", "same"]
    assert len(all_documents()) == 1
    assert dropped(client, "paper_ar.pdf").json["state"] == "joined"  # bilingual: one content, two languages
    assert db.session.scalar(select(func.count()).select_from(StoredFile)) == 1


def test_other_content_under_the_same_name_replaces_nothing(client, meeting):
    dropped(client, "presentation.pdf", PDF + b" of the first speaker")
    dropped(client, "presentation.pdf", PDF + b" of the second speaker")

    assert len(all_documents()) == 2


def test_documents_of_different_items_are_not_joined(client, meeting):
    item = make_item(meeting)

    dropped(client, "slides_en.pdf")
    dropped(client, "slides_ar.pdf", item_id=str(item.id))

    assert [document.item_id for document in all_documents()] == [None, item.id]


def test_two_language_versions_at_once_become_one_document(app, client, meeting):
    shelf = Shelf(meeting_id=meeting.id)

    def upload(language: str) -> None:
        documents.upload_file(shelf, f"note_{language}.pdf", PDF, main_language="en")

    assert at_once(app, [partial(upload, language) for language in ("ar", "en", "fr")]) == []
    (document,) = all_documents()
    assert [version.language for version in document.versions] == ["ar", "en", "fr"]
    assert db.session.scalar(select(func.count()).select_from(StoredFile)) == 1


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("setup.pdf", b"MZ\x90\x00 an executable", "This is not a PDF, Word, Excel or PowerPoint file"),
        ("archive.docx", b"PK\x03\x04 no office file", "This is not a PDF, Word, Excel or PowerPoint file"),
        ("empty.pdf", b"", "This file is empty."),
        ("page.png", b"<svg onload=alert(1)>", "This image is in the format SVG. Save it as PNG or JPEG."),
        (
            "note.doc",
            OLD,
            "in the old format of Word, Excel or PowerPoint, or protected by a password. Save it as .docx",
        ),
        ("note.odt", archive(mimetype=ODT), "This file is in the format OpenDocument (.odt). Save it as .docx or PDF."),
        ("bomb.docx", BOMB, "This file becomes too large when it is opened."),
    ],
)
def test_bad_file_has_a_message_for_script_and_form_and_the_good_ones_stay(client, meeting, name, content, message):
    answer = dropped(client, name, content)
    assert (answer.status_code, message in answer.json["message"]) == (422, True)

    form = {"status": "final", "visibility": "team", "files": [(BytesIO(PDF), "good.pdf"), (BytesIO(content), name)]}
    page = post(client, f"{LIST}/upload", form)

    assert page.status_code == 422
    assert name in page.text
    assert message in page.text
    assert 'selected value="team"' in page.text
    assert [document.title["en"] for document in all_documents()] == ["Good"]


def test_file_is_taken_by_its_main_part_and_its_name_is_composed(client, meeting):
    """As Word Online names the part, and macOS the file."""
    answer = dropped(client, "Rapport re\u0301vise\u0301 - franc\u0327ais.docx", package("word/document2.xml"))

    assert answer.status_code == 200
    (document,) = all_documents()
    assert (dict(document.title), document.versions[0].language) == ({"fr": "Rapport révisé"}, "fr")
    assert document.versions[0].file_name == "Rapport révisé - français.docx"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\x\\report\x00.pdf", "report.pdf"),
        ("x" * 300 + ".pdf", "x" * 180 + ".pdf"),
        ("ع" * 300 + ".pdf", "ع" * 90 + ".pdf"),
        ('a"b;c.pdf', 'a"b;c.pdf'),
        (".pdf", "document.pdf"),
        ("_ar.pdf", "_ar.pdf"),
        ("\u202egpj.exe", "gpj.pdf"),
    ],
)
def test_name_of_a_file_is_made_harmless(client, meeting, name, kept):
    document = documents.upload_file(Shelf(meeting_id=meeting.id), name, PDF, main_language="en").document

    assert document.versions[0].file_name == kept
    assert document.title
    header = fetched(client, f"/e/WG-TEST/documents/{document.id}/{document.versions[0].language}").headers
    assert "\n" not in header["Content-Disposition"]
    assert client.get(LIST).status_code == 200


def test_without_a_script_several_files_are_sent_at_once_and_checked_in_a_list(client, meeting):
    files = [
        (BytesIO(PDF + b"a"), "Report_ar.pdf"),
        (BytesIO(PDF + b"e"), "Report_en.pdf"),
        (BytesIO(PDF), "Paper.pdf"),
    ]

    response = post(client, f"{LIST}/upload", {"status": "draft", "visibility": "public", "files": files})

    first, second = all_documents()
    assert (response.status_code, response.location) == (303, f"{LIST}/edit?id={first.id}&id={second.id}")
    page = client.get(response.location).text
    assert f'name="d{first.id}-title_en"' in page

    values = {
        f"d{first.id}-title_en": "Final report",
        f"d{first.id}-title_ar": "التقرير النهائي",
        f"d{first.id}-kind": "report",
        f"d{first.id}-status": "final",
        f"d{first.id}-visibility": "approved",
        f"d{second.id}-title_en": "Background paper",
        f"d{second.id}-kind": "paper",
        f"d{second.id}-status": "final",
        f"d{second.id}-visibility": "public",
        f"d{second.id}-language_{second.versions[0].id}": "fr",
        # the two files of the first document change places
        f"d{first.id}-language_{first.versions[0].id}": "en",
        f"d{first.id}-language_{first.versions[1].id}": "ar",
    }
    assert client.post(response.location, data=values).status_code == 303

    first, second = all_documents()
    assert dict(first.title) == {"en": "Final report", "ar": "التقرير النهائي"}
    assert [(v.language, v.file_name) for v in first.versions] == [("ar", "Report_en.pdf"), ("en", "Report_ar.pdf")]
    assert [version.language for version in second.versions] == ["fr"]


def test_list_with_a_mistake_saves_nothing_and_keeps_what_was_typed(client, meeting):
    one, two = stored(meeting), stored(meeting, title=Translations(en="Other"))
    shelf = Shelf(meeting_id=meeting.id)
    values = {"kind": one.kind, "title": one.title}
    documents.save_document(shelf, one.id, {"ar": ("paper_ar.pdf", PDF)}, **values)
    versions = {version.language: version.id for version in db.session.get(Document, one.id).versions}
    common = {
        f"d{each.id}-{name}": value for each in (one, two) for name, value in data().items() if name != "title_en"
    }
    values = common | {
        f"d{one.id}-title_en": "Better title",
        f"d{two.id}-title_en": "Typed",
        f"d{one.id}-language_{versions['ar']}": "en",
        f"d{one.id}-language_{versions['en']}": "en",
        f"d{two.id}-language_{two.versions[0].id}": "en",
    }

    taken = client.post(f"{LIST}/edit", data=values)
    empty = client.post(f"{LIST}/edit", data=values | {f"d{two.id}-title_en": ""})

    assert (taken.status_code, empty.status_code) == (422, 422)
    assert "Two files of a document cannot be in the same language." in taken.text
    assert "Enter the title in one language at least." in empty.text
    assert "Better title</textarea>" in taken.text
    assert [document.title["en"] for document in all_documents()] == ["Paper", "Other"]


def test_one_symbol_is_one_document(client, meeting):
    stored(meeting, symbol="E/ESCWA/2024/WG.1/INF.1", title=Translations(en="Information note"))
    other = stored(meeting)
    message = "“Information note” has this symbol. Add the file there, as another language."
    values = data(title_en="Typed", symbol="e/escwa/2024/wg.1/INF.1 ")

    for answer in (post(client, f"{LIST}/new", values), post(client, f"{LIST}/{other.id}", values)):
        assert answer.status_code == 422
        assert message in messages_beside(answer.text, "symbol")[0]
        assert "Typed</textarea>" in answer.text
    assert post(client, f"{LIST}/{all_documents()[0].id}", values).status_code == 303
    assert post(client, f"{LIST}/new", data(title_en="Without a symbol")).status_code == 303


def test_more_files_than_are_taken_at_once_are_named(client, meeting, monkeypatch):
    monkeypatch.setattr("meetings.documents.views.pages.MOST_FILES", 2)
    files = [(BytesIO(PDF + b"%d" % number), f"paper {number}.pdf") for number in range(4)]

    answer = post(client, f"{LIST}/upload", {"status": "final", "visibility": "public", "files": files})

    assert answer.status_code == 422
    assert answer.text.count("2 files are taken at once. Send this one again.") == 2
    assert "paper 3.pdf" in answer.text
    assert len(all_documents()) == 2


# ---- too large --------------------------------------------------------------------------------------------


@pytest.fixture
def small_limit(app, monkeypatch):
    """Files of 1 MB at most, so that the tests need not send 200."""
    monkeypatch.setattr(app.config["SETTINGS"], "upload_megabytes", 1)
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 1024 * 1024)


LARGE = PDF + b"x" * 3_000_000


def test_file_that_is_too_large_has_a_message_and_what_was_typed_stays(client, meeting, small_limit):
    values = data(title_en="A long title that took time", title_ar="عنوان", file_ar=(BytesIO(LARGE), "large.pdf"))

    response = post(client, f"{LIST}/new", values)

    assert response.status_code == 422
    assert "This file is larger than 1 MB. Choose a smaller one." in response.text
    assert "A long title that took time</textarea>" in response.text
    assert all_documents() == []


def test_dropped_file_that_is_too_large_is_answered_in_json(client, meeting, small_limit):
    answer = dropped(client, "large.pdf", LARGE)

    assert (answer.status_code, answer.json["message"]) == (422, "This file is larger than 1 MB. Choose a smaller one.")


def test_several_files_that_fit_may_be_larger_together(client, meeting, small_limit):
    files = [(BytesIO(PDF + b"%d" % number + b"x" * 700_000), f"paper {number}.pdf") for number in range(3)]

    response = post(client, f"{LIST}/upload", {"status": "final", "visibility": "public", "files": files})

    assert response.status_code == 303
    assert len(all_documents()) == 3


def test_only_the_signed_in_may_send_so_much_and_no_other_page_takes_it(app, client, meeting, small_limit):
    stranger = app.test_client()
    nobody = post(stranger, f"{LIST}/upload", {"files": (BytesIO(LARGE), "large.pdf")})
    elsewhere = post(client, "/manage/WG-TEST/sections/new", {"file": (BytesIO(LARGE), "large.pdf")})
    machine = post(client, "/manage/WG-TEST/sections/new", {"file": (BytesIO(LARGE), "large.pdf")}, headers=SCRIPT)

    assert nobody.status_code in (403, 413)
    assert (elsewhere.status_code, "The largest file that can be sent has 1 MB." in elsewhere.text) == (413, True)
    assert "The largest file that can be sent has 1 MB." in machine.json["message"]


# ---- publications of a project ----------------------------------------------------------------------------


@pytest.fixture
def project(team):
    project = Project(team_id=team.id, acronym="ENACT", title=Translations(en="Enabling action"))
    with writing() as session:
        session.add(project)
    return project


def test_project_has_publications_that_everybody_may_fetch(app, client, team, project):
    place = f"/teams/{team.id}/projects/{project.id}/documents"

    assert dropped(client, "Study_en.pdf", place=place).json["state"] == "added"
    assert dropped(client, "Study_ar.pdf", PDF + b"ar", place=place).json["state"] == "joined"
    (document,) = all_documents()
    address = f"/projects/{project.id}/documents/{document.id}/ar"

    assert (document.project_id, document.meeting_id) == (project.id, None)
    assert fetched(app.test_client(), address).data == PDF + b"ar"
    assert "1 download" in client.get(place).text
    values = data(title_en="Study of action", visibility="team")
    assert post(client, f"{place}/{document.id}", values).status_code == 303
    assert fetched(app.test_client(), address).status_code == 404
    assert fetched(client, address).status_code == 200
    assert client.get(f"{place}/edit").status_code == 200
    assert client.post(f"{place}/{document.id}/move", data={"step": "up"}).status_code == 303
    assert client.post(f"{place}/{document.id}/files/ar/remove").status_code == 303
    assert client.post(f"{place}/{document.id}/remove").status_code == 303
    assert all_documents() == []


def test_publication_is_not_for_approved_participants_as_a_project_has_none(client, team, project):
    refused = post(client, f"/teams/{team.id}/projects/{project.id}/documents/new", data(visibility="approved"))

    assert (refused.status_code, "Choose one of the list." in refused.text) == (422, True)


def test_project_of_another_team_is_not_found(client, team, project):
    other = make_team()
    sign_in(client, make_user(Role.ORGANISER, other))

    assert client.get(f"/teams/{other.id}/projects/{project.id}/documents").status_code == 404
    assert client.get(f"/teams/{team.id}/projects/{project.id}/documents").status_code == 403


# ---- how it is read ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize("page", ["", "/edit"])
def test_pages_cost_a_fixed_number_of_statements(client, meeting, rows, page):
    for number in range(rows):
        stored(meeting, title=Translations(en=f"Paper {number}", ar="ورقة"))

    assert selects_of(client, LIST + page) == 17


def test_forged_upload_is_refused(app, client, meeting, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)

    answer = dropped(client, "paper.pdf")

    assert (answer.status_code, all_documents()) == (400, [])
    assert "Reload the page and send it again." in answer.json["message"]


def test_list_that_is_saved_late_overwrites_nothing_unseen(app, client, team, meeting):
    document = stored(meeting)
    page = client.get(f"{LIST}/edit").text
    shown = html.unescape(re.search(rf'name="d{document.id}-shown"[^>]*value="([^"]*)"', page)[1])
    documents.change_document(Shelf(meeting_id=meeting.id), document.id, title=Translations(en="Changed by another"))
    values = {f"d{document.id}-{name}": value for name, value in data(title_en="Mine").items()}

    late = client.post(f"{LIST}/edit", data=values | {f"d{document.id}-shown": shown})

    assert late.status_code == 422
    assert "Mine</textarea>" in late.text
    assert "Changed by another" in late.text.partition("<textarea")[0]
    assert all_documents()[0].title["en"] == "Changed by another"

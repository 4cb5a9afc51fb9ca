"""Documents on the personal page: each person finds theirs, and nobody else's."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from foundation.database import db
from foundation.translated import Translations
from meetings.documents.operations import save_document
from meetings.enums import DocumentKind, DocumentStatus, Visibility
from meetings.models.documents import DocumentVersion
from meetings.reading.documents import Shelf
from registration.reading.links import check_in_token, manage_token
from tests.factories import make_meeting, make_registration
from tests.markup import as_shown

PDF = b"%PDF-1.7 for participants"


def document(meeting, visibility, **values):
    """A document of two languages."""
    files = {"en": ("Paper.pdf", PDF), "ar": ("ورقة.pdf", PDF + b" ar")}
    values = {"title": Translations(en=f"Paper for {visibility}", ar="ورقة")} | values
    return save_document(
        Shelf(meeting_id=meeting.id), None, files, kind=DocumentKind.PAPER, visibility=visibility, **values
    )


@pytest.mark.parametrize(
    ("state", "readable"),
    [
        ("pending", {"public", "registered"}),
        ("approved", {"public", "registered", "approved"}),
        ("waiting", {"public"}),
        ("declined", {"public"}),
        ("cancelled", {"public"}),
    ],
)
def test_people_find_what_their_state_lets_them_read(app, client, state, readable):
    meeting = make_meeting()
    documents = {visibility.value: document(meeting, visibility) for visibility in Visibility}
    draft = document(meeting, Visibility.PUBLIC, status=DocumentStatus.DRAFT, title=Translations(en="Unfinished"))
    token = manage_token(make_registration(meeting, state=state))

    page = client.get(f"/r/{token}").get_data(as_text=True)

    for name, each in documents.items():
        response = client.get(f"/r/{token}/documents/{each.id}/en")
        assert (response.status_code == 200) is (name in readable), name
        assert (f"Paper for {name}" in page) is (name in readable), name
        response.close()
    assert "Unfinished" not in page
    assert client.get(f"/r/{token}/documents/{draft.id}/en").status_code == 404


def test_file_is_sent_privately_under_its_name_and_counted(app, client):
    meeting = make_meeting()
    each = document(meeting, Visibility.APPROVED)
    token = manage_token(make_registration(meeting, state="approved"))

    response = client.get(f"/r/{token}/documents/{each.id}/ar")

    assert response.data == PDF + b" ar"
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["Content-Disposition"].endswith("filename*=UTF-8''%D9%88%D8%B1%D9%82%D8%A9.pdf")
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    response.close()
    assert db.session.scalar(select(func.sum(DocumentVersion.downloads))) == 1


def test_link_of_one_meeting_opens_no_document_of_another(app, client):
    each = document(make_meeting(), Visibility.PUBLIC)
    registration = make_registration(make_meeting(), state="approved")
    own = document(registration.meeting, Visibility.APPROVED)

    assert client.get(f"/r/{manage_token(registration)}/documents/{each.id}/en").status_code == 404
    assert client.get(f"/r/{check_in_token(registration)}/documents/{own.id}/en").status_code == 404
    assert client.get(f"/r/nonsense/documents/{own.id}/en").status_code == 404


def test_page_is_in_the_language_of_the_reader(app, client):
    meeting = make_meeting()
    each = document(meeting, Visibility.APPROVED)
    token = manage_token(make_registration(meeting, state="approved", language="ar"))

    page = as_shown(client.get(f"/r/{token}").get_data(as_text=True))

    assert f'href="/r/{token}/documents/{each.id}/ar"' in page
    assert f'href="/r/{token}/documents/{each.id}/en" hreflang="en"' in page

"""The picture beside a link to a meeting."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from PIL import Image

from meetings.enums import DatePrecision, MeetingState
from tests.factories import make_meeting


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"starts_on": date(2030, 3, 1), "ends_on": date(2030, 3, 31), "date_precision": DatePrecision.MONTH},
        {"starts_on": date(2030, 1, 30), "ends_on": date(2030, 2, 2), "accent": "#a3195b"},
        {"state": MeetingState.CANCELLED},
    ],
)
def test_every_public_page_names_a_picture_that_is_there(client: FlaskClient, values: dict[str, object]) -> None:
    meeting = make_meeting(**values)
    page = client.get(f"/e/{meeting.code}/en").text
    assert f'property="og:image" content="http://plenary.test/e/{meeting.code}/card.png"' in page
    answer = client.get(f"/e/{meeting.code}/card.png")
    picture = Image.open(BytesIO(answer.data))
    assert (answer.status_code, answer.content_type, picture.size) == (200, "image/png", (1200, 630))
    assert len(picture.getcolors(100_000) or []) > 2  # something is drawn on it
    again = client.get(f"/e/{meeting.code}/card.png", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_draft_has_none(client: FlaskClient) -> None:
    meeting = make_meeting(state=MeetingState.DRAFT)
    assert client.get(f"/e/{meeting.code}/card.png").status_code == 404

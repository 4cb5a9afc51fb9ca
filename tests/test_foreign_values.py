"""Every choice and hidden value of every form × the numbers of another team's records: nothing ever refers to them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select

from foundation.database import Base, db
from tests.forms_found import encoded
from tests.test_foreign_ids import foreign
from tests.test_hostile_input import FORM, World, _filled, _tried
from tests.test_hostile_input import world as world

OF_OTHERS = {
    "organisation_id": "organisation", "person_id": "person", "series_id": "series", "project_id": "project",
    "item_id": "agenda_item", "group_id": "breakout_group", "registration_id": "registration", "room_id": "room",
    "document_id": "document", "team_id": "team", "section_id": "section",
}  # fmt: skip
"""Numbers that `foreign` gives → tables."""
CHOSEN = ("hidden", "select", "radio", "checkbox", "number")


def test_no_form_lets_a_record_refer_to_another_team(world: World) -> None:
    with world.app.app_context():
        theirs: dict[str, int] = foreign.__wrapped__(world.app)  # type: ignore[attr-defined]
        numbers = {table: theirs[name] for name, table in OF_OTHERS.items()}
        before = dict(_references(numbers))
        db.session.remove()
    world.keep()
    wrong, tried = [], 0
    for endpoint, role, form in _tried(world):
        filled = _filled(form)
        names = [
            each.name for each in form.controls if each.kind in ("hidden", "select", "radio", "checkbox", "number")
        ]
        for name in names:
            for number in sorted(set(numbers.values())):
                if name == "csrf_token":
                    continue
                tried += 1
                with world.app.app_context():
                    data = encoded({**filled, name: (str(number),)})
                    status = world.client(role).post(form.action, data=data, content_type=FORM).status_code
                if status not in (200, 303):
                    continue
                with world.app.app_context():
                    after = dict(_references(numbers))
                    db.session.remove()
                if after != before:
                    wrong.append((endpoint, name, number, {key for key in after if after[key] != before.get(key)}))
                world.restore()
    assert wrong == []
    assert tried > 500


def _references(numbers: dict[str, int]) -> Iterator[tuple[str, Any]]:
    """How many rows refer to each of the records, by column."""
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            wanted = numbers.get(key.column.table.name)
            if wanted is not None:
                query = select(func.count()).select_from(table).where(key.parent == wanted)
                yield f"{table.name}.{key.parent.name}", db.session.scalar(query)

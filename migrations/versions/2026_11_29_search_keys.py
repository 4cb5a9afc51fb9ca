"""Keys by which people and organisations are found: without blanks, hyphens and apostrophes; users have one.

The keys are what the folding of today makes of each row. Words of meetings are written anew by the worker.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from foundation.normalising import letters_of, search_key, searchable

revision = "e83b5d1f6a20"
down_revision = "b3d85f1e6a07"
branch_labels = None
depends_on = None

AT_ONCE = 500
_TEXTS = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

Row = Mapping[str, Any]


def upgrade() -> None:
    with op.batch_alter_table("user") as batch:
        batch.add_column(sa.Column("search_key", sa.String(1000), nullable=False, server_default=""))
    _write("user", ("name", "email"), ("names",), _of_user)
    _write(
        "registration",
        ("given_name", "family_name", "email", "organisation", "reference"),
        ("printed_name", "organisation_texts"),
        _of_registration,
    )
    _write("person", ("email",), ("name",), lambda row: _of_entry([*_texts(row["name"]), row["email"]]))
    _write(
        "organisation", (), ("name", "acronym"), lambda row: _of_entry([*_texts(row["name"]), *_texts(row["acronym"])])
    )
    op.execute(sa.text("UPDATE meeting_search SET version = 0"))


def downgrade() -> None:
    with op.batch_alter_table("user") as batch:
        batch.drop_column("search_key")


def _write(name: str, columns: tuple[str, ...], texts: tuple[str, ...], key_of: Callable[[Row], str]) -> None:
    table = sa.table(
        name,
        sa.column("id", sa.Integer),
        sa.column("search_key", sa.String),
        *(sa.column(column, sa.String) for column in columns),
        *(sa.column(column, _TEXTS) for column in texts),
    )
    change = sa.update(table).where(table.c.id == sa.bindparam("of_id")).values(search_key=sa.bindparam("key"))
    connection, last = op.get_bind(), 0
    while (
        rows := connection.execute(sa.select(table).where(table.c.id > last).order_by(table.c.id).limit(AT_ONCE))
        .mappings()
        .all()
    ):
        connection.execute(change, [{"of_id": row["id"], "key": key_of(row)} for row in rows])
        last = rows[-1]["id"]


def _texts(value: Any) -> list[str]:
    return list((value or {}).values())


def _of_user(row: Row) -> str:
    return search_key([row["name"], *_texts(row["names"]), row["email"]], 1000)


def _of_registration(row: Row) -> str:
    names = [f"{row['given_name']} {row['family_name']}", *_texts(row["printed_name"])]
    organisations = [row["organisation"], *_texts(row["organisation_texts"])]
    return search_key([*names, row["email"], *organisations, row["reference"]], 1200)


def _of_entry(texts: list[str]) -> str:
    names = dict.fromkeys(filter(None, map(searchable, texts)))
    return " ".join([*names, *(letters for name in names if (letters := letters_of(name)) not in names)])[:1000]

"""sorted as shown: keys of names and organisations per script"""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

from registration.reading.ordering import name_key, text_key

revision = "b3d85f1e6a07"
down_revision = "7c2e91d04b6f"
branch_labels = None
depends_on = None


def _key(length: int) -> sa.types.TypeEngine[str]:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("registration", sa.Column("sort_key_ar", _key(300), nullable=False, server_default=""))
    op.add_column("registration", sa.Column("organisation_key_ar", _key(250), nullable=False, server_default=""))
    _fill(op.get_bind())
    op.create_index("ix_registration_meeting_name_ar", "registration", ["meeting_id", "sort_key_ar", "id"])


def _fill(connection: sa.Connection) -> None:
    names = ("id", "given_name", "family_name", "printed_name", "organisation", "organisation_texts")
    keys = ("sort_key", "sort_key_ar", "organisation_key", "organisation_key_ar")
    table = sa.table("registration", *(sa.column(name) for name in (*names, *keys)))
    rows = connection.execute(sa.select(*(table.c[name] for name in names))).all()
    written = [
        {
            "key": row.id,
            "sort_key": name_key(row.given_name, row.family_name, _texts(row.printed_name), "en"),
            "sort_key_ar": name_key(row.given_name, row.family_name, _texts(row.printed_name), "ar"),
            "organisation_key": text_key(_texts(row.organisation_texts), row.organisation, "en"),
            "organisation_key_ar": text_key(_texts(row.organisation_texts), row.organisation, "ar"),
        }
        for row in rows
    ]
    if written:
        values = {name: sa.bindparam(name) for name in keys}
        connection.execute(sa.update(table).where(table.c.id == sa.bindparam("key")).values(values), written)


def _texts(stored: object) -> dict[str, str]:
    return json.loads(stored) if isinstance(stored, str) else dict(stored or {})  # type: ignore[call-overload]


def downgrade() -> None:
    op.drop_index("ix_registration_meeting_name_ar", "registration")
    op.drop_column("registration", "organisation_key_ar")
    op.drop_column("registration", "sort_key_ar")

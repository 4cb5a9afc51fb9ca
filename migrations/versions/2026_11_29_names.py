"""Form of address, organisation and position of a registration per language; names of users per language."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "c4e2a7d90b13"
down_revision = "d41f7c20a9e3"
branch_labels = None
depends_on = None

COLUMNS = {"registration": ("honorific_texts", "organisation_texts", "position_texts"), "user": ("names",)}


def upgrade() -> None:
    kind = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    for table, names in COLUMNS.items():
        with op.batch_alter_table(table) as batch:
            for name in names:
                batch.add_column(sa.Column(name, kind, nullable=False, server_default="{}"))


def downgrade() -> None:
    for table, names in COLUMNS.items():
        with op.batch_alter_table(table) as batch:
            for name in names:
                batch.drop_column(name)

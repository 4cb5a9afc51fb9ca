"""areas: places that are in no list of countries"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "f27b64c8d1a9"
down_revision = "3c9a51e7d0b2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    texts = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    with op.batch_alter_table("team") as batch:
        batch.add_column(sa.Column("areas", sa.JSON(), nullable=False, server_default="{}"))
        batch.add_column(sa.Column("areas_off", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("registration") as batch:
        batch.add_column(sa.Column("place", sa.String(120), nullable=False, server_default=""))
        batch.add_column(sa.Column("place_texts", texts, nullable=False, server_default="{}"))


def downgrade() -> None:
    for table, columns in (("registration", ("place_texts", "place")), ("team", ("areas_off", "areas"))):
        with op.batch_alter_table(table) as batch:
            for name in columns:
                batch.drop_column(name)

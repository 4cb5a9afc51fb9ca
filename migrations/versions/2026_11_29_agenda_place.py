"""agenda place: where the agenda stands among the texts of a page

Revision: 3c9a51e7d0b2, after e83b5d1f6a20
Written: 2026-11-29 03:00:00
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "3c9a51e7d0b2"
down_revision = "e83b5d1f6a20"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("meeting", sa.Column("agenda_after", sa.Integer(), nullable=False, server_default="1"))


def downgrade() -> None:
    op.drop_column("meeting", "agenda_after")

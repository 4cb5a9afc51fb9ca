"""Messages that say what has become of a meeting; every one that was sent so far counts as one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "c7d20e5b91a4"
down_revision = "9a4d1c7e52f0"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sending", sa.Column("tells_state", sa.Boolean(), nullable=False, server_default=sa.false()))
    sending = sa.table("sending", sa.column("tells_state", sa.Boolean), sa.column("sent_at", sa.DateTime))
    op.execute(sa.update(sending).where(sending.c.sent_at.is_not(None)).values(tells_state=True))


def downgrade() -> None:
    op.drop_column("sending", "tells_state")

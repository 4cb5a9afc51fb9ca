"""Failures are counted in one table, not attempts to sign in alone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "d41f7c20a9e3"
down_revision = "6b1f0c5d2e47"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table("sign_in_attempt")
    op.create_table(
        "failure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failure")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("failure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_failure_at"), ["at"], unique=False)
        batch_op.create_index("ix_failure_key_at", ["key", "at"], unique=False)


def downgrade() -> None:
    op.drop_table("failure")
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_attempt_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_sign_in_attempt_key"), ["key"], unique=False)

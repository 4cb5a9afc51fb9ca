"""long papers that the worker makes"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "9a4d1c7e52f0"
down_revision = "f27b64c8d1a9"
branch_labels = None
depends_on = None

KINDS = ("agenda", "participants", "registrations")
PROBLEMS = ("disk_full", "not_allowed", "failed")


def _one_of(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=30)


def upgrade() -> None:
    op.create_table(
        "made_paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("kind", _one_of("paper_kind", KINDS), nullable=False),
        sa.Column("form", sa.String(length=4), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("filter", sa.JSON(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("problem", _one_of("problem", PROBLEMS), nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_made_paper_meeting_id_meeting"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["user.id"], name=op.f("fk_made_paper_asked_by_id_user"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_made_paper_job_id_job"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_made_paper")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("made_paper") as table:
        for column in ("meeting_id", "asked_at", "job_id"):
            table.create_index(op.f(f"ix_made_paper_{column}"), [column])
    # With the language, people of an audience are counted without a look at their rows.
    op.drop_index("ix_registration_meeting_state", table_name="registration")
    op.create_index("ix_registration_meeting_state", "registration", ["meeting_id", "state", "mode", "language"])


def downgrade() -> None:
    op.drop_index("ix_registration_meeting_state", table_name="registration")
    op.create_index("ix_registration_meeting_state", "registration", ["meeting_id", "state", "mode"])
    op.drop_table("made_paper")

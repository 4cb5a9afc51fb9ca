"""ageing: how far it has come; indexes for lists by name, finished jobs, and files that nothing refers to

Revision: 6b1f0c5d2e47, after 6d0f3a91c2e4
Written: 2026-11-29 02:05:00
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '6b1f0c5d2e47'
down_revision = '6d0f3a91c2e4'
branch_labels = None
depends_on = None
INDEXES = (
    ("ix_registration_meeting_name", "registration", ["meeting_id", "sort_key", "id"]),
    ("ix_registration_meeting_registered", "registration", ["meeting_id", "registered_at", "sort_key", "id"]),
    ("ix_job_finished_at", "job", ["finished_at"]),
    ("ix_meeting_logo_id", "meeting", ["logo_id"]),
    ("ix_organisation_logo_id", "organisation", ["logo_id"]),
    ("ix_document_version_file_id", "document_version", ["file_id"]),
)


def upgrade() -> None:
    op.create_table(
        'aged',
        sa.Column('kind', sa.String(length=40), nullable=False),
        sa.Column('upto', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('kind', name=op.f('pk_aged')),
        sqlite_autoincrement=True,
    )
    for name, table, columns in INDEXES:
        op.create_index(op.f(name), table, columns)
    op.drop_index(op.f('ix_registration_registered_at'), table_name='registration')


def downgrade() -> None:
    op.create_index(op.f('ix_registration_registered_at'), 'registration', ['registered_at'])
    for name, table, _columns in INDEXES:
        op.drop_index(op.f(name), table_name=table)
    op.drop_table('aged')

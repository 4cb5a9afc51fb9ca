"""meetings whole: outcomes, rooms, numbers, breakout members, search, undo, grace, precision of dates

Revision: 28fba2814a5d, after b908d3be742d
Written: 2026-11-22 05:58:21.357544
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql  # noqa: F401

revision = '28fba2814a5d'
down_revision = 'b908d3be742d'
branch_labels = None
depends_on = None
TEXT_TIMES = "text_times JSON DEFAULT '{}' NOT NULL"
TRANSLATED = "{} TRANSLATED DEFAULT '{{}}' NOT NULL"
INSTANT = {"sqlite": "DATETIME", "postgresql": "TIMESTAMP WITH TIME ZONE"}


def upgrade() -> None:
    op.create_table('change_set',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('act', sa.String(length=60), nullable=False),
    sa.Column('subject_kind', sa.String(length=40), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=False),
    sa.Column('rows', sa.JSON(), nullable=False),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['actor_id'], ['user.id'], name=op.f('fk_change_set_actor_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_change_set_meeting_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_change_set')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('change_set', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_change_set_at'), ['at'], unique=False)
        batch_op.create_index('ix_change_set_meeting', ['meeting_id', 'id'], unique=False)

    op.create_table('meeting_search',
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('titles', sa.Text(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_meeting_search_meeting_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('meeting_id', name=op.f('pk_meeting_search')),
    sqlite_autoincrement=True
    )
    op.create_table('outcome',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('recommendation', 'decision', 'outcome', 'next_step', name='outcome_kind', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('text', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('addressee', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('status', sa.Enum('proposed', 'agreed', 'under_way', 'done', 'dropped', name='outcome_status', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('status_note', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('visibility', sa.Enum('public', 'registered', 'approved', 'team', name='visibility', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('text_times', sa.JSON(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_outcome_meeting_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outcome')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('outcome', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_outcome_meeting_id'), ['meeting_id'], unique=False)

    op.create_table('participant_number',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('is_actual', sa.Boolean(), nullable=False),
    sa.Column('counted', sa.Enum('total', 'in_person', 'remote', 'speakers', name='counted_group', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('qualifier', sa.Enum('exactly', 'about', 'over', 'up_to', name='count_qualifier', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('number > 0', name=op.f('ck_participant_number_number_positive')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_participant_number_meeting_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_participant_number')),
    sa.UniqueConstraint('meeting_id', 'is_actual', 'counted', name=op.f('uq_participant_number_meeting_id_is_actual_counted')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('participant_number', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_participant_number_meeting_id'), ['meeting_id'], unique=False)

    op.create_table('room',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('name', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('directions', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('seats', sa.Integer(), nullable=True),
    sa.Column('text_times', sa.JSON(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('seats IS NULL OR seats > 0', name=op.f('ck_room_seats_positive')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_room_meeting_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_room')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('room', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_room_meeting_id'), ['meeting_id'], unique=False)

    op.create_table('personal_agenda_item',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('registration_id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['item_id'], ['agenda_item.id'], name=op.f('fk_personal_agenda_item_item_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['registration_id'], ['registration.id'], name=op.f('fk_personal_agenda_item_registration_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_personal_agenda_item')),
    sa.UniqueConstraint('registration_id', 'item_id', name=op.f('uq_personal_agenda_item_registration_id_item_id')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('personal_agenda_item', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_personal_agenda_item_item_id'), ['item_id'], unique=False)

    op.create_table('breakout_input',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('group_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('language', sa.String(length=5), nullable=False),
    sa.Column('written_by_id', sa.Integer(), nullable=True),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['group_id'], ['breakout_group.id'], name=op.f('fk_breakout_input_group_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['written_by_id'], ['user.id'], name=op.f('fk_breakout_input_written_by_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_breakout_input')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('breakout_input', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_breakout_input_group_id'), ['group_id'], unique=False)

    op.create_table('breakout_member',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('group_id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('registration_id', sa.Integer(), nullable=False),
    sa.Column('is_representative', sa.Boolean(), nullable=False),
    sa.Column('chosen', sa.Boolean(), nullable=False),
    sa.Column('assigned_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['group_id'], ['breakout_group.id'], name=op.f('fk_breakout_member_group_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['item_id'], ['agenda_item.id'], name=op.f('fk_breakout_member_item_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['registration_id'], ['registration.id'], name=op.f('fk_breakout_member_registration_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_breakout_member')),
    sa.UniqueConstraint('registration_id', 'item_id', name=op.f('uq_breakout_member_registration_id_item_id')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('breakout_member', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_breakout_member_group_id'), ['group_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_breakout_member_registration_id'), ['registration_id'], unique=False)

    _add(
        "agenda_item",
        "groups_are_chosen BOOLEAN DEFAULT false NOT NULL",
        "format VARCHAR(30)"
        " CONSTRAINT ck_agenda_item_meeting_format CHECK (format IN ('in_person', 'online', 'hybrid'))",
        "working_languages JSON DEFAULT '[]' NOT NULL",
        TEXT_TIMES,
    )
    _add("breakout_group", TEXT_TIMES)
    _add("document_version", "downloads INTEGER DEFAULT 0 NOT NULL")
    _add("focal_point", "language VARCHAR(5) DEFAULT '' NOT NULL", TEXT_TIMES)
    _add(
        "meeting",
        TRANSLATED.format("state_reason"),
        "preview_generation INTEGER DEFAULT 0 NOT NULL",
        "hours_sequence INTEGER DEFAULT 0 NOT NULL",
        f"deleted_at {INSTANT[op.get_bind().dialect.name]}",
        "date_precision VARCHAR(30) DEFAULT 'day' NOT NULL"
        " CONSTRAINT ck_meeting_date_precision CHECK (date_precision IN ('day', 'month'))",
        TEXT_TIMES,
    )
    _add("organisation", TEXT_TIMES)
    _add("part", TEXT_TIMES)
    _add(
        "participation_link",
        "position INTEGER DEFAULT 0 NOT NULL"
        " CONSTRAINT ck_participation_link_item_or_group_or_meeting CHECK (item_id IS NULL OR group_id IS NULL)",
        "dial_in TEXT DEFAULT '' NOT NULL",
        "minutes_before INTEGER"
        " CONSTRAINT ck_participation_link_minutes_not_negative CHECK (minutes_before IS NULL OR minutes_before >= 0)",
        f"tested_at {INSTANT[op.get_bind().dialect.name]}",
    )
    _add("person", TEXT_TIMES)
    _add("project", TRANSLATED.format("description"), "url VARCHAR(500) DEFAULT '' NOT NULL", TEXT_TIMES)
    _add(
        "registration", "agenda_generation INTEGER DEFAULT 1 NOT NULL", "agenda_sequence INTEGER DEFAULT 0 NOT NULL"
    )
    _add("section", TEXT_TIMES)
    _add("series", TRANSLATED.format("description"), TEXT_TIMES)
    _refer("meeting", "follows_id", "meeting")
    _refer("meeting", "logo_id", "stored_file")
    _refer("organisation", "logo_id", "stored_file")
    op.create_index("ix_meeting_follows_id", "meeting", ["follows_id"])
    op.create_index("ix_participation_link_item_id", "participation_link", ["item_id"])
    op.create_index("ix_participation_link_group_id", "participation_link", ["group_id"])
    _rebuild_document()
    _rebuild_meeting_organisation()


def _add(table: str, *columns: str) -> None:
    """Columns added in place, with their checks, which Alembic leaves out on SQLite."""
    json = "JSONB" if op.get_bind().dialect.name == "postgresql" else "JSON"
    for column in columns:
        op.execute(sa.text(f"ALTER TABLE {table} ADD COLUMN {column.replace('TRANSLATED', json)}"))


def _refer(table: str, column: str, to: str) -> None:
    with op.batch_alter_table(table, table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.add_column(sa.Column(column, sa.Integer(), nullable=True))
        batch.create_foreign_key(f"fk_{table}_{column}", to, [column], ["id"], ondelete="SET NULL")


def _rebuild_document() -> None:
    with op.batch_alter_table("document", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.add_column(sa.Column("item_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("project_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("text_times", sa.JSON(), nullable=False, server_default="{}"))
        batch.alter_column("meeting_id", existing_type=sa.Integer(), nullable=True)
        batch.create_foreign_key("fk_document_item_id", "agenda_item", ["item_id"], ["id"], ondelete="SET NULL")
        batch.create_foreign_key("fk_document_project_id", "project", ["project_id"], ["id"], ondelete="CASCADE")
        batch.create_check_constraint(
            op.f("ck_document_meeting_or_project"), "(meeting_id IS NULL) <> (project_id IS NULL)"
        )
        batch.create_check_constraint(op.f("ck_document_item_of_meeting"), "item_id IS NULL OR meeting_id IS NOT NULL")
    op.create_index("ix_document_item_id", "document", ["item_id"])
    op.create_index("ix_document_project_id", "document", ["project_id"])


def _rebuild_meeting_organisation() -> None:
    one_holder = (
        "CASE WHEN organisation_id IS NULL THEN 0 ELSE 1 END + CASE WHEN country_code IS NULL THEN 0 ELSE 1 END"
        " + CASE WHEN person_id IS NULL THEN 0 ELSE 1 END = 1"
    )
    with op.batch_alter_table("meeting_organisation", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.drop_constraint(op.f("ck_meeting_organisation_organisation_or_country"), type_="check")
        batch.add_column(sa.Column("person_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            "fk_meeting_organisation_person_id", "person", ["person_id"], ["id"], ondelete="CASCADE"
        )
        batch.create_check_constraint(op.f("ck_meeting_organisation_one_holder"), one_holder)


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was made before: what was entered since has no place before")

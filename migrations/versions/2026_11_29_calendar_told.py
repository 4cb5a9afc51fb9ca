"""calendar told: an entry of its own for each person, and what mailboxes were told of it

Revision: 6d0f3a91c2e4, after 5e551045a1b2
Written: 2026-11-29 02:00:00
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = '6d0f3a91c2e4'
down_revision = '5e551045a1b2'
branch_labels = None
depends_on = None
ALPHABET = "23456789abcdefghjklmnpqrstuvwxyz"
REGISTRATION = sa.table(
    "registration",
    sa.column("id", sa.Integer),
    sa.column("meeting_id", sa.Integer),
    sa.column("email_key", sa.String),
    sa.column("invited_at", sa.DateTime(timezone=True)),
    sa.column("calendar_uid", sa.String),
    sa.column("calendar_sequence", sa.Integer),
    sa.column("agenda_sequence", sa.Integer),
)
MEETING = sa.table(
    "meeting",
    sa.column("id", sa.Integer),
    sa.column("calendar_uid", sa.String),
    sa.column("calendar_sequence", sa.Integer),
    sa.column("hours_sequence", sa.Integer),
)


def upgrade() -> None:
    told = op.create_table('calendar_told',
    sa.Column('uid', sa.String(length=120), nullable=False),
    sa.Column('mailbox', sa.String(length=254), nullable=False),
    sa.Column('recurrence_id', sa.String(length=40), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('told_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('is_cancelled', sa.Boolean(), nullable=False),
    sa.Column('organiser', sa.String(length=254), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('about_kind', sa.String(length=40), nullable=False),
    sa.Column('about_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_calendar_told_meeting_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('uid', 'mailbox', 'recurrence_id', name=op.f('pk_calendar_told')),
    )
    op.create_index('ix_calendar_told_meeting_id', 'calendar_told', ['meeting_id'])
    op.create_index('ix_calendar_told_about', 'calendar_told', ['about_kind', 'about_id'])
    op.execute(sa.text("ALTER TABLE registration ADD COLUMN calendar_uid VARCHAR(120) DEFAULT '' NOT NULL"))
    _name_everybody(told)


def _name_everybody(told: sa.Table) -> None:
    """The first who was invited under an address keeps the meeting's UID; everybody else gets one of their own.

    Of those who are invited now and those who were, the invited go first: theirs is the entry that the calendar holds.
    """
    connection = op.get_bind()
    meetings = {row.id: row for row in connection.execute(sa.select(MEETING))}
    mailboxes = defaultdict(list)
    for row in connection.execute(sa.select(REGISTRATION).order_by(REGISTRATION.c.id)):
        mailboxes[row.meeting_id, row.email_key].append(row)
    moment = datetime.now(UTC).replace(microsecond=0)
    if connection.dialect.name == "sqlite":
        moment = moment.replace(tzinfo=None)
    for (meeting_id, mailbox), people in mailboxes.items():
        meeting = meetings[meeting_id]
        were_told = [row for row in people if row.invited_at is not None or row.calendar_sequence > 0]
        first = min(were_told, key=lambda row: (row.invited_at is None, row.id), default=None)
        for row in people:
            values = {"calendar_uid": meeting.calendar_uid}
            if row is first:
                # Its own agenda counted apart, and no SEQUENCE may fall.
                values["calendar_sequence"] = max(row.calendar_sequence, row.agenda_sequence)
            else:
                host = meeting.calendar_uid.rpartition("@")[2] or "localhost"
                name = "".join(secrets.choice(ALPHABET) for _ in range(24))
                # Under a UID of its own nothing has been sent yet.
                values |= {"calendar_uid": f"{name}@{host}", "invited_at": None}
            connection.execute(REGISTRATION.update().where(REGISTRATION.c.id == row.id).values(values))
        if first is not None:
            highest = max(row.calendar_sequence for row in were_told)
            connection.execute(
                told.insert().values(
                    uid=meeting.calendar_uid,
                    mailbox=mailbox,
                    recurrence_id="",
                    digest="",
                    sequence=meeting.calendar_sequence + meeting.hours_sequence + highest,
                    told_at=moment,
                    is_cancelled=first.invited_at is None,
                    organiser="",
                    meeting_id=meeting_id,
                    about_kind="registration",
                    about_id=first.id,
                )
            )


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was made before: what was entered since has no place before")

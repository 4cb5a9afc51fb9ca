"""Papers that the worker makes, because they are long."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import User
from foundation.database import OF_THIS_MACHINE, Model, enum_column
from foundation.jobs import Job


class PaperKind(StrEnum):
    """What is printed."""

    AGENDA = "agenda"
    PARTICIPANTS = "participants"
    REGISTRATIONS = "registrations"


class Problem(StrEnum):
    """Why a paper was not made, and will not be."""

    DISK_FULL = "disk_full"
    NOT_ALLOWED = "not_allowed"
    FAILED = "failed"


PROBLEM_LABELS = {
    Problem.DISK_FULL: _l("Not made: the disk of the server is full. Tell whoever runs it, then ask again."),
    Problem.NOT_ALLOWED: _l("Not made: whoever asked for it may no longer print it."),
    Problem.FAILED: _l("It could not be made. Ask for it again; if it fails once more, tell whoever runs the site."),
}
KIND_LABELS = {
    PaperKind.AGENDA: _l("Provisional agenda"),
    PaperKind.PARTICIPANTS: _l("List of participants"),
    PaperKind.REGISTRATIONS: _l("Registrations"),
}


class MadePaper(Model):
    """A long paper or table that somebody asked for; its file lies beside the database for a week."""

    __tablename__ = "made_paper"
    __table_args__ = {"info": {OF_THIS_MACHINE: True}}

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    kind: Mapped[PaperKind] = enum_column(PaperKind)
    form: Mapped[str] = mapped_column(String(4), doc="pdf, docx, csv or xlsx")
    language: Mapped[str] = mapped_column(String(5))
    filter: Mapped[dict[str, Any]] = mapped_column(JSON, doc="Which registrations, as the address of their list says")
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    asked_at: Mapped[datetime] = mapped_column(index=True, doc="UTC")
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id", ondelete="SET NULL"), index=True)
    made_at: Mapped[datetime | None] = mapped_column(doc="UTC; the file is there")
    size: Mapped[int] = mapped_column(default=0, doc="Bytes")
    problem: Mapped[Problem | None] = enum_column(Problem, doc="Why it was given up")

    asked_by: Mapped[User | None] = relationship()
    job: Mapped[Job | None] = relationship()

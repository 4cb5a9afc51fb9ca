"""Long papers: asked for, made by the worker as a job, kept for a week, and gone with whatever they told of.

The row says what was asked; how far it has come stands in its job. The file is there before the row says so.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import ColumnElement, and_, delete, exists, or_, select
from sqlalchemy.orm import joinedload

from accounts.models import Membership, User
from accounts.permissions import Permission
from foundation import audit
from foundation.audit import AuditEntry
from foundation.clock import now
from foundation.database import db, writing
from foundation.files import write_whole
from foundation.jobs import JobRun, JobState, performs, periodic, request_job
from foundation.outages import Why, outage_of
from meetings.models.meeting import Meeting
from papers.models import MadePaper, PaperKind, Problem
from papers.printing import Order, printed
from registration.models.registrations import Registration

KEPT = timedelta(days=7)
MOST_WAITING = 10
"""Papers of one meeting that may wait at once."""
MOST_KEPT = 30
"""Papers of one meeting that are listed, newest first; an older one keeps its address until its week is over."""


class TooManyWaiting(Exception):
    """So many papers of the meeting wait already that another one would only make them later."""


@dataclass(frozen=True)
class Made:
    """One line of the list: a paper, and how far it has come."""

    paper: MadePaper
    progress: int
    problem: Problem | None

    @property
    def is_ready(self) -> bool:
        """Whether its file can be had."""
        return self.paper.made_at is not None

    @property
    def is_under_way(self) -> bool:
        """Whether it is waiting or being made."""
        return not self.is_ready and self.problem is None


def order_of(paper: MadePaper) -> Order:
    """What was asked for."""
    return Order(paper.kind, paper.form, paper.language, dict(paper.filter))


def ask_for(meeting: Meeting, order: Order, actor: User | None) -> MadePaper:
    """Have a paper made; the same one that `actor` has asked for and that is not made yet stands for both.

    Somebody else's is no help: it is not made once they may no longer print it.

    Raises:
        TooManyWaiting: nothing was asked for.
    """
    with writing(f"papers:{meeting.id}") as session:
        waiting = [made.paper for made in papers_of(meeting.id) if made.is_under_way]
        for paper in waiting:
            if order_of(paper) == order and paper.asked_by_id == (actor.id if actor else None):
                return paper
        if len(waiting) >= MOST_WAITING:
            raise TooManyWaiting(meeting.id)
        paper = MadePaper(
            meeting_id=meeting.id,
            kind=order.kind,
            form=order.form,
            language=order.language,
            filter=order.filter,
            asked_by_id=actor.id if actor else None,
            asked_at=now(),
        )
        session.add(paper)
        session.flush()
        paper.job_id = request_job("paper", paper_id=paper.id).id
    return paper


def papers_of(meeting_id: int, kinds: Sequence[PaperKind] = tuple(PaperKind)) -> list[Made]:
    """The papers of a meeting that are there or under way, newest first; one statement."""
    query = (
        select(MadePaper)
        .where(MadePaper.meeting_id == meeting_id, MadePaper.kind.in_(kinds), ~_is_past())
        .options(joinedload(MadePaper.asked_by), joinedload(MadePaper.job))
        .order_by(MadePaper.id.desc())
        .limit(MOST_KEPT)
        .execution_options(populate_existing=True)
    )
    return [_made(paper) for paper in db.session.scalars(query)]


def ready_paper(meeting_id: int, paper_id: int) -> MadePaper | None:
    """A paper of the meeting whose file can be had; None: there is none."""
    query = select(MadePaper).where(
        MadePaper.id == paper_id, MadePaper.meeting_id == meeting_id, MadePaper.made_at.is_not(None), ~_is_past()
    )
    paper = db.session.scalar(query)
    return paper if paper is not None and path_of(paper.id).exists() else None


def path_of(paper_id: int) -> Path:
    """Where the file of a paper lies."""
    return _folder() / str(paper_id)


def record_printing(meeting: Meeting, order: Order, actor: User | None, act: str = "printed") -> None:
    """Say in the trail that personal data were printed, or that what was made has been fetched."""
    with writing():
        audit.record(
            act, meeting, actor=actor, meeting_id=meeting.id, changes={"paper": (None, order.file_name(meeting))}
        )


@performs("paper")
def make_paper(run: JobRun, paper_id: int) -> dict[str, Any]:
    """Make one paper and keep its file; what will not succeed later either is said in the row."""
    paper = db.session.get(MadePaper, paper_id)
    if paper is None or paper.made_at is not None or paper.problem is not None:
        return {}
    meeting, order = db.session.get_one(Meeting, paper.meeting_id), order_of(paper)
    if not _may_still(paper, meeting, order):
        return _given_up(paper_id, Problem.NOT_ALLOWED)
    try:
        content = printed(meeting, order, run.report)
        write_whole(path_of(paper_id), content)
    except Exception as error:
        outage = outage_of(error)
        if outage is None or outage.why is not Why.FULL:
            raise
        db.session.rollback()
        return _given_up(paper_id, Problem.DISK_FULL)
    with writing(f"papers:{meeting.id}"):
        mine = db.session.get(MadePaper, paper_id, populate_existing=True)
        is_wanted = mine is not None and db.session.scalar(select(_is_past()).where(MadePaper.id == paper_id)) is False
        if mine is not None and is_wanted and not _may_still(mine, meeting, order):
            mine.problem = Problem.NOT_ALLOWED
        elif mine is not None and is_wanted:
            mine.made_at, mine.size = now(), len(content)
            record_printing(meeting, order, mine.asked_by)
            return {"size": len(content)}
    path_of(paper_id).unlink(missing_ok=True)
    return {}


@periodic(seconds=60)
def remove_old_papers() -> None:
    """Remove what is older than a week, tells of somebody who was erased, or belongs to a removed meeting."""
    with writing() as session:
        session.execute(delete(MadePaper).where(_is_past()))
    folder = _folder()
    for path in folder.iterdir() if folder.is_dir() else ():
        number = int(path.name) if path.name.isdecimal() else 0
        # Looked at one by one: a paper that is asked for meanwhile has a number that is not in the folder yet.
        if not db.session.scalar(select(exists().where(MadePaper.id == number))) and (number or _is_left_over(path)):
            path.unlink(missing_ok=True)


def _is_past() -> ColumnElement[bool]:
    """That a paper may no longer be had: too old, of a removed meeting, or of people of whom one was erased since."""
    erased = exists().where(
        AuditEntry.meeting_id == MadePaper.meeting_id,
        AuditEntry.subject_kind == Registration.__tablename__,
        AuditEntry.act == "erased",
        AuditEntry.at >= MadePaper.asked_at,
    )
    removed = exists().where(Meeting.id == MadePaper.meeting_id, Meeting.deleted_at.is_not(None))
    return or_(MadePaper.asked_at < now() - KEPT, removed, and_(MadePaper.kind != PaperKind.AGENDA, erased))


def _made(paper: MadePaper) -> Made:
    problem = paper.problem
    if paper.made_at is None and problem is None and (paper.job is None or paper.job.state in _ENDED):
        problem = Problem.FAILED
    return Made(paper, paper.job.progress if paper.job else 0, problem)


_ENDED = (JobState.DONE, JobState.FAILED)


def _may_still(paper: MadePaper, meeting: Meeting, order: Order) -> bool:
    user = db.session.get(User, paper.asked_by_id, populate_existing=True) if paper.asked_by_id else None
    if user is None or user.disabled_at is not None:
        return False
    return user.is_admin or order.permission in _held(user.id, meeting.team_id)


def _held(user_id: int, team_id: int) -> frozenset[Permission]:
    membership = db.session.scalar(
        select(Membership).where(Membership.user_id == user_id, Membership.team_id == team_id)
    )
    return membership.permissions if membership is not None else frozenset()


def _given_up(paper_id: int, problem: Problem) -> dict[str, Any]:
    with writing():
        paper = db.session.get(MadePaper, paper_id)
        if paper is not None:
            paper.problem = problem
    return {"problem": problem.value}


def _folder() -> Path:
    return Path(current_app.config["VAR_DIR"]) / "made"


def _is_left_over(path: Path) -> bool:
    with suppress(FileNotFoundError):
        return os.stat(path).st_mtime < (now() - timedelta(hours=1)).timestamp()
    return False

from __future__ import annotations

import re
from datetime import date, time, timedelta

import pytest
from sqlalchemy import func, select

from accounts.permissions import Role
from directory.operations import add_person
from foundation import clock
from foundation.ageing import remove_aged
from foundation.audit import entries_for_meeting
from foundation.database import db, writing
from foundation.link_tokens import new_reference
from foundation.translated import Translations
from meetings.agenda import operations as agenda
from meetings.breakouts import operations as breakouts
from meetings.enums import ItemKind, MeetingState, PartRole, SectionKind
from meetings.facts.operations import rooms, texts
from meetings.facts.operations.life import change_state, publish_meeting
from meetings.facts.operations.meeting import change_meeting
from meetings.joining import operations as participation
from meetings.keeping.rows import remove_row
from meetings.models.agenda import AgendaItem, Part
from meetings.models.breakouts import BreakoutGroup
from meetings.models.changes import ChangeSet
from meetings.models.documents import Document
from meetings.models.joining import ParticipationLink
from meetings.models.meeting import Meeting
from meetings.models.sections import Section
from meetings.reading.meetings import NoSuchRecord
from meetings.undo.operations import CannotUndo, UndoneAlready, undo
from registration.models.breakouts import BreakoutMember
from tests.factories import make_item, make_meeting, make_registration, make_team, make_user
from tests.statements import statements


@pytest.fixture
def meeting(team):
    return make_meeting(team, code="WG")


def last(meeting: Meeting) -> ChangeSet:
    return db.session.scalar(
        select(ChangeSet).where(ChangeSet.meeting_id == meeting.id).order_by(ChangeSet.id.desc()).limit(1)
    )


def everything(meeting: Meeting) -> dict:
    """Every row that stands on the meeting's pages, without versions and sequences."""
    found = {}
    names = ("agenda_item", "part", "breakout_group", "section", "document", "participation_link", "breakout_member")
    for name in names:
        table = db.metadata.tables[name]
        for row in db.session.execute(select(table)).mappings():
            found[name, row["id"]] = {
                key: value for key, value in row.items() if key not in ("calendar_sequence", "text_times")
            }
    return found


def test_removed_item_comes_back_with_all_it_held(client, meeting, team):
    person = add_person(team.id, name=Translations(en="Nadim Karam"))
    item = agenda.add_item(meeting.id, kind=ItemKind.SESSION, starts=time(9), ends=time(10), title=Translations(en="A"))
    inside = agenda.add_item(meeting.id, kind=ItemKind.PRESENTATION, parent_id=item.id, title=Translations(en="B"))
    later = agenda.add_item(meeting.id, kind=ItemKind.SESSION, continues_id=item.id, title=Translations(en="C"))
    agenda.add_part(meeting.id, role=PartRole.SPEAKER, item_id=inside.id, person_id=person.id)
    group = breakouts.add_group(meeting.id, item.id, letter=Translations(en="A"), title=Translations(en="Group"))
    agenda.add_part(meeting.id, role=PartRole.FACILITATOR, group_id=group.id, person_id=person.id)
    registration = make_registration(meeting)
    with writing() as session:
        session.add(ParticipationLink(meeting_id=meeting.id, group_id=group.id, join_url="https://example.org/1"))
        session.add(
            BreakoutMember(group_id=group.id, item_id=item.id, registration_id=registration.id, assigned_at=clock.now())
        )
    document = Document(meeting_id=meeting.id, item_id=item.id, kind="paper", title=Translations(en="Paper"))
    with writing() as session:
        session.add(document)
    before, uid = everything(meeting), item.calendar_uid
    item_id, inside_id, later_id, document_id = item.id, inside.id, later.id, document.id

    client.post(f"/manage/WG/agenda/{item_id}/remove")
    gone = everything(meeting)
    assert ("agenda_item", inside_id) not in gone
    assert gone["agenda_item", later_id]["continues_id"] is None
    assert gone["document", document_id]["item_id"] is None
    page = client.get("/manage/WG/agenda").text
    address = re.search(r'action="(/manage/WG/undo/\d+)"', page).group(1)
    assert client.post(address).status_code == 303

    assert everything(meeting) == before
    assert db.session.scalar(select(AgendaItem.calendar_uid).where(AgendaItem.id == item_id)) == uid
    assert entries_for_meeting(meeting.id)[0].act == "undone"
    assert "undone" in client.get("/manage/WG/history").text


def test_each_kind_of_act_is_undone_and_done_again(meeting):
    item = make_item(meeting, title={"en": "One", "ar": "واحد"})
    section = texts.add_section(meeting.id, kind=SectionKind.ABOUT, body=Translations(en="<p>x</p>"))
    other = texts.add_section(meeting.id, kind=SectionKind.OTHER, body=Translations(en="<p>y</p>"))
    acts = (
        lambda: agenda.change_item(meeting.id, item.id, title=Translations(en="Two"), starts=time(9)),
        lambda: agenda.add_item(meeting.id, kind=ItemKind.LUNCH),
        lambda: agenda.remove_item(meeting.id, item.id),
        lambda: texts.change_section(meeting.id, section.id, body=Translations(en="<p>z</p>")),
        lambda: texts.move_section(meeting.id, other.id, -1),
        lambda: texts.remove_section(meeting.id, section.id),
        lambda: texts.set_web_links(meeting.id, [{"label": {"en": "a"}, "url": "https://example.org", "language": ""}]),
    )
    for act in acts:
        before = everything(meeting)
        links = list(db.session.get(Meeting, meeting.id).links)
        act()
        after = everything(meeting)
        first = last(meeting)
        undo(meeting.id, first.id)
        assert everything(meeting) == before
        assert db.session.get(Meeting, meeting.id).links == links
        undo(meeting.id, last(meeting).id)
        assert everything(meeting) == after
        undo(meeting.id, last(meeting).id)
        with pytest.raises(UndoneAlready):
            undo(meeting.id, first.id)


def test_sequence_rises_when_the_time_comes_back(meeting):
    item = make_item(meeting, starts=time(10), ends=time(11))
    agenda.change_item(meeting.id, item.id, starts=time(9))
    sequence, of_meeting, version = item.calendar_sequence, meeting.hours_sequence, meeting.version
    undo(meeting.id, last(meeting).id)
    db.session.expire_all()
    assert (item.starts, item.calendar_sequence) == (time(10), sequence + 1)
    assert (meeting.hours_sequence, meeting.version > version) == (of_meeting + 1, True)


def test_moving_the_dates_is_undone_with_the_agenda(client, meeting):
    item = make_item(meeting, day=date(2030, 2, 28))
    change_meeting(meeting.id, starts_on=date(2030, 3, 6), ends_on=date(2030, 3, 7))
    undo(meeting.id, last(meeting).id)
    db.session.expire_all()
    assert (meeting.starts_on, meeting.ends_on, item.day) == (date(2030, 2, 27), date(2030, 2, 28), date(2030, 2, 28))


def test_what_others_have_changed_since_is_not_undone_and_they_are_named(client, meeting, team):
    nadim = make_user(Role.ORGANISER, team, name="Nadim")
    item = make_item(meeting, title={"en": "One"})
    agenda.change_item(meeting.id, item.id, title=Translations(en="Two"))
    first = last(meeting)
    agenda.change_item(meeting.id, item.id, title=Translations(en="Three"), actor=nadim)

    answer = client.post(f"/manage/WG/undo/{first.id}", follow_redirects=True)

    assert "This cannot be undone, because others have gone on from it: Nadim" in answer.text
    db.session.refresh(item)
    assert item.title["en"] == "Three"


def test_adding_is_not_undone_once_something_lies_inside(meeting, team):
    person = add_person(team.id, name=Translations(en="Nadim Karam"))
    item = agenda.add_item(meeting.id, kind=ItemKind.SESSION)
    added = last(meeting)
    agenda.add_part(meeting.id, role=PartRole.SPEAKER, item_id=item.id, person_id=person.id)
    with pytest.raises(CannotUndo):
        undo(meeting.id, added.id)
    assert db.session.scalar(select(func.count()).select_from(Part)) == 1


def test_membership_of_somebody_erased_meanwhile_does_not_come_back(meeting):
    item = make_item(meeting)
    group = breakouts.add_group(meeting.id, item.id, letter=Translations(en="A"), title=Translations(en="Group"))
    registrations = [make_registration(meeting) for _ in range(2)]
    with writing() as session:
        for each in registrations:
            session.add(
                BreakoutMember(group_id=group.id, item_id=item.id, registration_id=each.id, assigned_at=clock.now())
            )
    breakouts.remove_group(meeting.id, group.id)
    removal = last(meeting)
    assert "Haddad" not in str(removal.rows)
    with writing() as session:
        session.delete(session.merge(registrations[0]))
    undo(meeting.id, removal.id)
    assert list(db.session.scalars(select(BreakoutMember.registration_id))) == [registrations[1].id]


def test_publication_and_registrations_keep_no_change_set(client, team):
    meeting = make_meeting(team, code="DRAFT", state=MeetingState.DRAFT)
    client.post("/manage/DRAFT/publish")
    make_registration(meeting)
    db.session.refresh(meeting)
    assert meeting.state is MeetingState.PUBLISHED
    assert last(meeting) is None


def test_act_of_another_meeting_is_not_found(client, meeting):
    other = make_meeting(make_team())
    texts.add_section(other.id, kind=SectionKind.ABOUT, body=Translations(en="<p>x</p>"))
    assert "too long ago" in client.post(f"/manage/WG/undo/{last(other).id}", follow_redirects=True).text
    assert db.session.scalar(select(func.count()).select_from(Section)) == 1


def test_acts_are_forgotten_after_thirty_days_and_with_their_meeting(meeting, monkeypatch):
    texts.add_section(meeting.id, kind=SectionKind.ABOUT, body=Translations(en="<p>x</p>"))
    change_id = last(meeting).id
    with writing():
        db.session.get(ChangeSet, change_id).at = clock.now() - timedelta(days=31)
    with pytest.raises(NoSuchRecord):
        undo(meeting.id, change_id)
    remove_aged()
    assert db.session.get(ChangeSet, change_id) is None
    texts.add_section(meeting.id, kind=SectionKind.ABOUT, body=Translations(en="<p>y</p>"))
    with writing() as session:
        session.delete(session.get(Meeting, meeting.id))
    assert db.session.scalar(select(func.count()).select_from(ChangeSet)) == 0


def test_saving_that_failed_leaves_nothing_to_undo(meeting):
    item = make_item(meeting)
    with pytest.raises(agenda.ItemEndsBeforeStart):
        agenda.change_item(meeting.id, item.id, starts=time(10), ends=time(9))
    texts.add_section(meeting.id, kind=SectionKind.ABOUT, body=Translations(en="<p>x</p>"))
    assert [row["table"] for row in last(meeting).rows] == ["section"]


def test_change_without_being_read_first_keeps_what_was_there(meeting):
    """A model does not know the old value of a column that it has not loaded."""
    from foundation.audit import record

    section = texts.add_section(meeting.id, kind=SectionKind.ABOUT, body=Translations(en="<p>old</p>"))
    section_id = section.id
    with writing() as session:
        row = session.get(Section, section_id)
        session.expire(row)
        row.body = Translations(en="<p>new</p>")
        session.flush()
        record("changed", row)
    undo(meeting.id, last(meeting).id)
    assert db.session.get(Section, section_id).body["en"] == "<p>old</p>"


def test_a_save_costs_one_statement_more_to_be_undoable(meeting):
    item = make_item(meeting, calendar_uid=f"{new_reference(20)}@x")
    with statements() as seen:
        agenda.change_item(meeting.id, item.id, title=Translations(en="Two"))
    assert [statement.split("(")[0].strip() for statement in seen if "change_set" in statement] == [
        "INSERT INTO change_set"
    ]


def test_group_removed_by_the_generic_removal_comes_back(meeting):
    item = make_item(meeting)
    group = breakouts.add_group(meeting.id, item.id, letter=Translations(en="A"), title=Translations(en="Group"))
    before = everything(meeting)
    remove_row(BreakoutGroup, meeting.id, group.id, None)
    undo(meeting.id, last(meeting).id)
    assert everything(meeting) == before


def test_undoing_gives_back_no_code_that_is_taken_or_was_published(client, meeting, team):
    change_meeting(meeting.id, code="WG-B")
    renamed = last(meeting)
    make_meeting(team, code="WG")
    answer = client.post(f"/manage/WG-B/undo/{renamed.id}", follow_redirects=True)
    assert "was taken by something else" in answer.text

    draft = make_meeting(team, code="FIRST", state=MeetingState.DRAFT, published_at=None)
    change_meeting(draft.id, code="SECOND")
    renamed = last(draft)
    publish_meeting(draft.id)
    with pytest.raises(CannotUndo):
        undo(draft.id, renamed.id)
    assert db.session.get(Meeting, draft.id).code == "SECOND"


def test_undoing_leaves_no_item_outside_the_dates_or_on_another_day_than_its_holder(meeting):
    first, longer = meeting.starts_on, date(2030, 3, 2)
    change_meeting(meeting.id, ends_on=longer)
    prolonged = last(meeting)
    item = agenda.add_item(meeting.id, kind=ItemKind.SESSION, day=longer)
    with pytest.raises(CannotUndo):
        undo(meeting.id, prolonged.id)
    agenda.change_item(meeting.id, item.id, day=first)
    moved = last(meeting)
    agenda.add_item(meeting.id, kind=ItemKind.PRESENTATION, parent_id=item.id)
    with pytest.raises(CannotUndo):
        undo(meeting.id, moved.id)
    db.session.expire_all()
    assert (meeting.ends_on, item.day) == (longer, first)


def test_undoing_closes_no_circle(meeting, team):
    one, two = make_item(meeting, title={"en": "One"}), make_item(meeting, title={"en": "Two"})
    agenda.change_item(meeting.id, one.id, parent_id=two.id)
    agenda.change_item(meeting.id, one.id, parent_id=None)
    taken_out = last(meeting)
    agenda.change_item(meeting.id, two.id, parent_id=one.id)
    with pytest.raises(CannotUndo):
        undo(meeting.id, taken_out.id)

    other = make_meeting(team, code="OTHER")
    change_meeting(meeting.id, follows_id=other.id)
    change_meeting(meeting.id, follows_id=None)
    parted = last(meeting)
    change_meeting(other.id, follows_id=meeting.id)
    with pytest.raises(CannotUndo):
        undo(meeting.id, parted.id)


def test_undoing_keeps_the_page_in_its_main_language(meeting):
    change_meeting(meeting.id, page_languages=["en"])
    change_meeting(meeting.id, page_languages=["en", "ar"], title=Translations(en="A", ar="أ"))
    offered = last(meeting)
    change_meeting(meeting.id, main_language="ar")
    with pytest.raises(CannotUndo):
        undo(meeting.id, offered.id)


def test_a_room_that_comes_back_raises_the_sequence_of_all_that_is_held_there(meeting):
    hall = rooms.add_room(meeting.id, name=Translations(en="Hall A"))
    item = make_item(meeting, starts=time(9), ends=time(12), room={"en": "Hall A"})
    inside = make_item(meeting, starts=time(9), ends=time(10), parent_id=item.id)
    elsewhere = make_item(meeting, starts=time(10), ends=time(11), parent_id=item.id, room={"en": "Hall B"})
    group = breakouts.add_group(meeting.id, elsewhere.id, letter=Translations(en="A"), title=Translations(en="Group"))

    def raised_by(act) -> tuple[int, ...]:
        items = (item, inside, elsewhere)
        before = [each.calendar_sequence for each in items]
        act()
        db.session.expire_all()
        return tuple(each.calendar_sequence - was for each, was in zip(items, before, strict=True))

    def undo_last() -> None:
        undo(meeting.id, last(meeting).id)

    assert raised_by(lambda: rooms.change_room(meeting.id, hall.id, name=Translations(en="Great Hall"))) == (1, 1, 0)
    assert raised_by(undo_last) == (1, 1, 0)
    assert raised_by(lambda: agenda.change_item(meeting.id, item.id, room=Translations(en="Hall D"))) == (1, 1, 0)
    assert raised_by(undo_last) == (1, 1, 0)
    assert raised_by(lambda: breakouts.change_group(meeting.id, group.id, room=Translations(en="C"))) == (0, 0, 1)
    assert raised_by(undo_last) == (0, 0, 1)


def test_address_that_comes_back_counts_as_not_tested(meeting):
    link = participation.add_participation_link(meeting.id, join_url="https://old.example.org")
    participation.change_participation_link(meeting.id, link.id, join_url="https://new.example.org")
    changed = last(meeting).id
    participation.mark_tested(meeting.id, link.id)

    undo(meeting.id, changed)

    stored = db.session.get(ParticipationLink, link.id)
    assert (stored.join_url, stored.tested_at) == ("https://old.example.org", None)


def test_history_says_what_the_change_that_it_undoes_has_changed(client, meeting):
    change_meeting(meeting.id, starts_on=date(2030, 3, 1), ends_on=date(2030, 3, 2))
    page = client.get("/manage/WG/history").text
    assert "The latest change</strong> · Meeting: changed (First day, Last day)" in page

    change_state(meeting.id, MeetingState.CLOSED)

    page = client.get("/manage/WG/history").text
    assert "The latest change that can be undone</strong> · Meeting: changed (First day, Last day)" in page

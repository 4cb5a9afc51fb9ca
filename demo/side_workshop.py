"""A workshop of one day inside somebody else's conference; only organisations speak."""

from __future__ import annotations

from datetime import date, timedelta

from demo.content import ContactContent, ItemContent, MeetingContent, PartContent, RoleContent, SectionContent, said
from demo.enact import UNIT
from meetings.enums import (
    ContactKind,
    ItemKind,
    MeetingFormat,
    MeetingKind,
    MonthStyle,
    OrganisationRole,
    PartRole,
    PartStatus,
    SectionKind,
)


def meeting(today: date) -> MeetingContent:
    """The workshop, three months ahead."""
    day = today + timedelta(days=91)
    return MeetingContent(
        code="ICT-ACCESS",
        kind=MeetingKind.WORKSHOP,
        title=said("Workshop on Accessible Digital Services", "ورشة عمل حول نفاذ الجميع إلى الخدمات الرقمية"),
        summary=said(
            "What it takes so that everybody can use public services online, persons with disabilities included.",
            "متطلبات تمكين الجميع، بمن فيهم الأشخاص ذوو الإعاقة، من استخدام الخدمات العامة على الإنترنت.",
        ),
        part_of=said("ICT4All conference", "مؤتمر تكنولوجيا المعلومات والاتصالات للجميع"),
        part_of_url="https://ict4all.example.org/",
        starts_on=day,
        ends_on=day,
        zone="Africa/Tunis",
        month_style=MonthStyle.DUAL,
        format=MeetingFormat.IN_PERSON,
        city=said("Hammamet", "الحمّامات"),
        country="TN",
        working_languages=("ar", "en", "fr"),
        has_interpretation=True,
        organisations=(
            RoleContent(role=OrganisationRole.ORGANISER, organisation="escwa"),
            RoleContent(role=OrganisationRole.PARTNER, organisation="itu"),
            RoleContent(role=OrganisationRole.PARTNER, organisation="aicto"),
            RoleContent(role=OrganisationRole.CHAIR, country="TN"),
        ),
        contacts=(ContactContent(kind=ContactKind.SUBSTANTIVE, unit=UNIT, email="technology-section@example.org"),),
        sections=(
            SectionContent(
                SectionKind.TARGET_AUDIENCE,
                said(
                    "<p>Those who design, buy or run digital public services.</p>",
                    "<p>من يصمّمون الخدمات العامة الرقمية أو يشترونها أو يديرونها.</p>",
                ),
            ),
        ),
        agenda=tuple(
            ItemContent(
                kind=kind,
                at=at,
                title=said(en, ar),
                parts=tuple(
                    PartContent(role=PartRole.SPEAKER, organisation=key, status=status) for key, status in holders
                ),
            )
            for kind, at, en, ar, holders in AGENDA
        ),
        published_on=today - timedelta(days=4),
    )


_SURE, _ASKED = PartStatus.CONFIRMED, PartStatus.TO_BE_CONFIRMED
AGENDA = (
    (ItemKind.OPENING, "09:00-09:20", "Opening", "الافتتاح", (("escwa", _SURE), ("mtc_tn", _ASKED))),
    (ItemKind.SESSION, "09:20-10:45", "Standards and law", "المعايير والقوانين", (("itu", _SURE),)),
    (ItemKind.COFFEE_BREAK, "10:45-11:15", "Coffee break", "استراحة قهوة", ()),
    (
        ItemKind.SESSION,
        "11:15-13:00",
        "Testing with people",
        "الاختبار مع المستخدمين",
        (("aicto", _SURE), ("isoc", _ASKED)),
    ),
    (ItemKind.LUNCH, "13:00-14:30", "Lunch", "استراحة غداء", ()),
    (ItemKind.PANEL, "14:30-16:00", "What has worked", "تجارب ناجحة", (("mtc_tn", _ASKED), ("tdra", _SURE))),
    (ItemKind.CLOSING, "16:00-16:20", "Closing", "الاختتام", (("escwa", _SURE),)),
)

"""Names shared by the directory, agendas and registrations."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import lazy_gettext as _l


class OrganisationKind(StrEnum):
    """Kind of organisation; the order is the protocol order of a list of participants."""

    GOVERNMENT = "government"
    PUBLIC_AGENCY = "public_agency"
    UNITED_NATIONS = "united_nations"
    INTERNATIONAL = "international"
    REGIONAL = "regional"
    NON_GOVERNMENTAL = "non_governmental"
    ACADEMIA = "academia"
    PRIVATE_SECTOR = "private_sector"
    MEDIA = "media"
    OTHER = "other"


ORGANISATION_KIND_LABELS = {
    OrganisationKind.GOVERNMENT: _l("Government ministry"),
    OrganisationKind.PUBLIC_AGENCY: _l("Public agency"),
    OrganisationKind.UNITED_NATIONS: _l("United Nations"),
    OrganisationKind.INTERNATIONAL: _l("International organisation"),
    OrganisationKind.REGIONAL: _l("Regional organisation"),
    OrganisationKind.NON_GOVERNMENTAL: _l("Non-governmental organisation"),
    OrganisationKind.ACADEMIA: _l("University or research centre"),
    OrganisationKind.PRIVATE_SECTOR: _l("Private sector"),
    OrganisationKind.MEDIA: _l("Media"),
    OrganisationKind.OTHER: _l("Other"),
}


class ProtocolCategory(StrEnum):
    """What a country is to a body, in protocol order."""

    MEMBER = "member"
    ASSOCIATE = "associate"
    OBSERVER = "observer"


PROTOCOL_LABELS = {
    ProtocolCategory.MEMBER: _l("Member States"),
    ProtocolCategory.ASSOCIATE: _l("Associate members"),
    ProtocolCategory.OBSERVER: _l("Observers"),
}

"""Who may sign in to the demo, and the teams that hold its meetings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from accounts.permissions import Role
from demo.content import said
from foundation.translated import Translations

DEMO_PASSWORD = """plenary demo meeting"""  # noqa: S105  (printed at every start in demo mode, which is never in production)


@dataclass(frozen=True)
class AccountContent:
    """A demo account; without a role it administers the installation."""

    email: str
    name: str
    role: Role | None
    label: Any
    arabic: str
    language: str = "en"


ACCOUNTS = (
    AccountContent("owner@example.org", "Widad Khlat", Role.OWNER, _l("Owner"), "وداد خلاط"),
    AccountContent("organiser@example.org", "Nadim Saab", Role.ORGANISER, _l("Meeting organiser"), "نديم صعب"),
    AccountContent("assistant@example.org", "Samira Daher", Role.ASSISTANT, _l("Assistant"), "سميرة ضاهر"),
    AccountContent("checkin@example.org", "Amer Qutami", Role.CHECK_IN, _l("Check-in"), "عامر قطامي"),
    AccountContent("viewer@example.org", "Lucía Arrieta", Role.VIEWER, _l("Viewer"), "لوسيا أرييتا"),
    AccountContent("admin@example.org", "Plenary Administrator", None, _l("Administrator"), "إدارة Plenary"),
)

TEAMS: dict[str, Translations] = {
    "escwa": said(
        "ESCWA Digital Government Unit",
        "وحدة الحكومة الرقمية في الإسكوا",
        "Unité de l’administration numérique, CESAO",
    ),
    "oecd": said(
        "OECD Open and Innovative Government Division",
        "شعبة الحكومة المنفتحة والمبتكرة في منظمة التعاون والتنمية في الميدان الاقتصادي",
        "Division du gouvernement ouvert et innovant, OCDE",
    ),
}


def demo_accounts() -> list[tuple[str, Any]]:
    """(address, role in words) of every demo account; all have the password `DEMO_PASSWORD`."""
    return [(account.email, account.label) for account in ACCOUNTS]

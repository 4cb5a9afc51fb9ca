"""Every library comes under a licence that is accepted, and the bill of materials names them all."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tools import audit

ROOT = Path(__file__).resolve().parent.parent
LICENCES = audit.Licences.read()


def test_every_locked_library_has_an_accepted_licence() -> None:
    found = audit.libraries(LICENCES)

    assert [(library.name, library.licence) for library in audit.refused(found, LICENCES)] == []
    assert {"flask", "@fontsource/ibm-plex-sans-arabic", "fontpkg-ibm-plex-sans", "pytest"} <= {
        library.name for library in found
    }


@pytest.mark.parametrize(
    ("licence", "is_accepted"),
    [
        ("MIT", True),
        ("MIT OR GPL-3.0-only", True),
        ("(MIT AND PSF-2.0)", True),
        ("MIT AND GPL-3.0-only", False),
        ("AGPL-3.0-only", False),
        ("not said", False),
        ("", False),
    ],
)
def test_licence_is_judged_by_every_way_it_offers(licence: str, is_accepted: bool) -> None:
    assert LICENCES.accept(licence) is is_accepted


def test_library_under_another_licence_is_named() -> None:
    (one, *_others) = audit.libraries(LICENCES)
    stranger = replace(one, name="stranger", licence="BUSL-1.1")

    assert audit.refused([one, stranger], LICENCES) == [stranger]


def test_bill_of_materials_is_valid_and_names_every_library_with_version_and_licence() -> None:
    found = audit.libraries(LICENCES)
    bill = json.loads(audit.bill_of(found))

    listed = {(each["name"], each["version"]) for each in bill["components"]}
    assert listed == {(audit.named(each)[1], each.version) for each in found}
    assert all(each["licenses"] for each in bill["components"])
    assert bill["bomFormat"] == "CycloneDX"
    assert not [each for each in bill["components"] if "externalReferences" in each]


def test_index_that_does_not_answer_is_said_and_fails_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(audit, "_asked", lambda command: None)
    monkeypatch.setattr(audit, "ROOT", tmp_path)
    for name in ("licences.toml", "package.json", "package-lock.json", *audit.LOCKS):
        (tmp_path / name).write_text((ROOT / name).read_text())
    monkeypatch.setattr(audit, "BILL", tmp_path / "var" / "sbom.cdx.json")

    assert audit.main() == 0

    said = capsys.readouterr().out
    assert said.count("could not be asked") == 4
    assert (tmp_path / "var" / "sbom.cdx.json").exists()


def test_library_that_an_index_of_advisories_does_not_know_is_not_called_safe(monkeypatch: pytest.MonkeyPatch) -> None:
    """As pip-audit and npm answer where the index is a mirror without advisories."""
    skipped = {
        "dependencies": [{"name": "flask", "skip_reason": "not found"}, {"name": "x", "version": "1", "vulns": []}]
    }
    monkeypatch.setattr(audit, "_asked", lambda command: {"message": "405"} if command[0] == "npm" else skipped)

    said, silent = audit.advisories()

    assert (said, silent) == ([], ["Python, 1 of 2 libraries,", "npm"])


def test_known_weakness_is_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    weak = {"name": "x", "version": "1", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2"]}]}
    answers = {"npm": {"vulnerabilities": {"y": {"severity": "high", "range": "<3"}}}}
    monkeypatch.setattr(audit, "_asked", lambda command: answers.get(command[0], {"dependencies": [weak]}))

    assert audit.advisories() == (["x 1: PYSEC-1, mended in 2", "y: high, <3"], [])


def test_repository_says_its_own_licence_and_where_findings_go() -> None:
    assert "MIT License" in (ROOT / "LICENSE").read_text()
    assert "docs/security.md" in (ROOT / "SECURITY.md").read_text()

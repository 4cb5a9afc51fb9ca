"""What the product stands on: libraries, their licences, newer versions, known weaknesses, and the list of it all.

`make audit` prints it and writes a bill of materials (CycloneDX, JSON). It ends with 1 if a library has a licence that
`licences.toml` does not accept or a weakness is known; indexes that cannot be reached are named and fail nothing.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

ROOT = Path(__file__).resolve().parent.parent
BILL = ROOT / "var" / "sbom.cdx.json"
LOCKS = {
    "requirements.txt": False,
    "requirements-dev.txt": True,
    "requirements-node.txt": True,
    "requirements-installer.txt": True,
}
"""By name: whether only those who build and test need what it locks."""
PATIENCE = 120
"""Seconds for which an index is asked."""
_PIN = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)
_UNREACHABLE = "could not be asked: the index does not answer here"


@dataclass(frozen=True, order=True)
class Library:
    """One library in the version that is locked; `licence` in SPDX's words as far as they are known."""

    ecosystem: str
    name: str
    version: str
    licence: str
    is_tool: bool
    """Whether only those who build and test need it."""

    @property
    def is_font(self) -> bool:
        """Whether it carries a font."""
        return self.name.startswith(("@fontsource/", "fontpkg-", "manimgx-fonts", "dejavu-fonts"))


@dataclass(frozen=True)
class Licences:
    """The file of accepted licences."""

    accepted: frozenset[str]
    names: dict[str, str]
    libraries: dict[str, str]

    @classmethod
    def read(cls) -> Licences:
        """Read `licences.toml`."""
        said = tomllib.loads((ROOT / "licences.toml").read_text())
        return cls(frozenset(said["accepted"]), said["names"], said["libraries"])

    def accept(self, licence: str) -> bool:
        """Whether a library may come under a licence: one of several to choose from, all of several that apply."""
        bare = licence.replace("(", " ").replace(")", " ")
        return any(all(each.strip() in self.accepted for each in way.split(" AND ")) for way in bare.split(" OR "))

    def of_python(self, name: str) -> str:
        """The licence of a Python library by what it says itself, and by the file where it says nothing."""
        if name in self.libraries:
            return self.libraries[name]
        try:
            said = metadata(name)
        except PackageNotFoundError:
            return "not installed here"
        classifiers = said.get_all("Classifier") or []
        written = [each.rpartition(" :: ")[2] for each in classifiers if each.startswith("License :: ")]
        expressions = said.get_all("License-Expression") or []
        for each in (*expressions, *(said.get_all("License") or []), *written):
            if self.accept(self.names.get(each, each)):
                return self.names.get(each, each)
        return next(iter([*expressions, *written]), "not said")


def libraries(licences: Licences) -> list[Library]:
    """Everything that the locks hold, each once."""
    found: dict[tuple[str, str], Library] = {}
    for library in (*_of_python(licences), *_of_npm(licences)):
        known = found.setdefault((library.ecosystem, library.name), library)
        if known.is_tool and not library.is_tool:
            found[library.ecosystem, library.name] = library
    return sorted(found.values())


def refused(found: Iterable[Library], licences: Licences) -> list[Library]:
    """Libraries whose licence is not accepted."""
    return [library for library in found if not licences.accept(library.licence)]


def bill_of(found: Iterable[Library]) -> str:
    """The bill of materials, valid against the schema of CycloneDX 1.6."""
    factory = LicenseFactory()
    product = Component(name="plenary", type=ComponentType.APPLICATION, licenses=[factory.make_from_string("MIT")])
    bill = Bom()
    bill.metadata.component = product
    components = [
        Component(
            group=named(library)[0],
            name=named(library)[1],
            version=library.version,
            type=ComponentType.LIBRARY,
            bom_ref=f"{library.ecosystem}:{library.name}",
            purl=PackageURL(library.ecosystem, *named(library), library.version),
            licenses=[factory.make_from_string(library.licence)],
            scope=ComponentScope.EXCLUDED if library.is_tool else ComponentScope.REQUIRED,
        )
        for library in found
    ]
    bill.components.update(components)
    bill.register_dependency(product, components)
    written = JsonV1Dot6(bill).output_as_string(indent=2)
    problem = JsonStrictValidator(SchemaVersion.V1_6).validate_str(written)
    if problem:
        raise ValueError(f"The bill of materials is not valid: {problem}")
    return written


def newer_versions() -> tuple[list[str], list[str]]:
    """Newer versions than those installed, and the indexes that could not be asked."""
    said, silent = [], []
    python = _asked([_uv(), "pip", "list", "--outdated", "--format", "json", "--python", sys.executable])
    if isinstance(python, list):
        said += [f"{each['name']} {each['version']} → {each['latest_version']}" for each in python]
    else:
        silent.append("Python")
    npm = _asked(["npm", "outdated", "--json"])
    if isinstance(npm, dict) and "error" not in npm:
        said += [f"{name} {each.get('current', '?')} → {each.get('latest')}" for name, each in npm.items()]
    else:
        silent.append("npm")
    return said, silent


def advisories() -> tuple[list[str], list[str]]:
    """Known weaknesses of what is locked, and the indexes that could not be asked."""
    said, silent = [], []
    locked = [part for name in ("requirements.txt", "requirements-dev.txt") for part in ("-r", str(ROOT / name))]
    python = _asked([sys.executable, "-m", "pip_audit", "--disable-pip", "--progress-spinner=off", "-f=json", *locked])
    if isinstance(python, dict) and "dependencies" in python:
        said += [
            f"{each['name']} {each['version']}: {weakness['id']}, mended in {' '.join(weakness['fix_versions']) or '–'}"
            for each in python["dependencies"]
            for weakness in each.get("vulns", ())
        ]
        skipped = sum("skip_reason" in each for each in python["dependencies"])
        silent += [f"Python, {skipped} of {len(python['dependencies'])} libraries,"] if skipped else []
    else:
        silent.append("Python")
    npm = _asked(["npm", "audit", "--json"])
    if isinstance(npm, dict) and "vulnerabilities" in npm:
        said += [f"{name}: {each['severity']}, {each['range']}" for name, each in npm["vulnerabilities"].items()]
    else:
        silent.append("npm")
    return said, silent


def main() -> int:
    """Print everything and write the bill of materials; 1 if something has to be done."""
    licences = Licences.read()
    found = libraries(licences)
    for library in found:
        use = "font" if library.is_font else "tool" if library.is_tool else "runs"
        _say(f"{library.ecosystem:5} {library.name:34} {library.version:18} {use:5} {library.licence}")
    wrong = refused(found, licences)
    for library in wrong:
        _say(f"NOT ACCEPTED: {library.name} comes under “{library.licence}”; see licences.toml")
    BILL.parent.mkdir(parents=True, exist_ok=True)
    BILL.write_text(bill_of(found))
    _say(f"\n{len(found)} libraries; bill of materials: {BILL.relative_to(ROOT)}")
    _report("Newer versions", *newer_versions())
    weak, silent = advisories()
    _report("Known weaknesses", weak, silent)
    return 1 if wrong or weak else 0


def _of_python(licences: Licences) -> Iterator[Library]:
    for name, is_tool in LOCKS.items():
        for pin in _PIN.finditer((ROOT / name).read_text()):
            plain = re.sub(r"[-_.]+", "-", pin[1]).lower()
            yield Library("pypi", plain, pin[2], licences.of_python(plain), is_tool)


def _of_npm(licences: Licences) -> Iterator[Library]:
    locked = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    built_in = _built_in()
    for path, package in locked.items():
        name = path.rpartition("node_modules/")[2]
        if path:
            licence = licences.libraries.get(name) or package.get("license") or "not said"
            yield Library("npm", name, package["version"], licences.names.get(licence, licence), name not in built_in)


def _built_in() -> set[str]:
    """npm lists everything as a tool, since the scripts are bundled: what the bundles hold runs nevertheless."""
    wanted = json.loads((ROOT / "package.json").read_text())["devDependencies"]
    locked = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    open_ones = [name for name in wanted if name not in ("axe-core", "esbuild", "ical.js")]
    found: set[str] = set()
    while open_ones:
        name = open_ones.pop()
        if name not in found:
            found.add(name)
            open_ones += locked.get(f"node_modules/{name}", {}).get("dependencies", {})
    return found


def named(library: Library) -> tuple[str | None, str]:
    """The scope, if there is one, and the name of a library."""
    scope, _slash, name = library.name.rpartition("/")
    return (scope or None), name


def _uv() -> str:
    beside = Path(sys.executable).with_name("uv")
    return str(beside) if beside.exists() else "uv"


def _asked(command: list[str]) -> Any:
    """What a client answers in JSON; None if it, or the index behind it, does not answer."""
    if shutil.which(command[0]) is None:
        return None
    try:
        answer = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=PATIENCE, check=False, env=os.environ)  # noqa: S603
        return json.loads(answer.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        return None


def _report(title: str, said: list[str], silent: list[str]) -> None:
    _say(f"\n{title}:")
    for line in [*said, *(f"{name} {_UNREACHABLE}" for name in silent)] or ["none"]:
        _say(f"  {line}")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main())

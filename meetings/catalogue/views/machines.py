"""What search engines read: which pages there are, and which are none of their business."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from flask import Response, abort, request
from flask.typing import ResponseReturnValue

from foundation.access import public
from foundation.languages import LANGUAGES
from foundation.page_cache import pages, respond
from foundation.pages import external_url
from meetings.catalogue.queries import catalogue, catalogue_version
from meetings.catalogue.views.blueprint import blueprint
from meetings.models.projects import Project
from meetings.models.series import Series
from meetings.reading.chains import projects_with_publications, public_chains

XML = "application/xml; charset=utf-8"
MOST_ADDRESSES = 50_000
"""Of one file (https://www.sitemaps.org/protocol.html)."""
DISALLOWED = (
    "/manage/", "/teams", "/admin/", "/account", "/sign-in", "/password", "/invitations/", "/mailbox",
    "/language/", "/e/*/*/join", "/e/*/*/registered", "/e/*/*/link",
)  # fmt: skip
"""Not the personal links: whoever reads them is told `X-Robots-Tag: noindex`, and calendar services that ask here
before they fetch an address would not fetch somebody's own agenda."""

Site = tuple[dict[str, str], datetime | None]
"""A page: its address in each language, and the instant of its last change."""


@blueprint.get("/sitemap.xml")
@public
def sitemap() -> ResponseReturnValue:
    """Every public page with its languages; an index of several files when they are too many for one."""

    def render() -> str:
        files = _files()
        return _index(len(files)) if len(files) > 1 else _urls(files[0])

    return respond(pages.get(("sitemap",), _version(), render, XML), request)


@blueprint.get("/sitemap-<int:number>.xml")
@public
def sitemap_file(number: int) -> ResponseReturnValue:
    """One file of the index, counted from 1."""
    version = _version()
    page = pages.find(("sitemap", number), version)
    if page is None:
        files = _files()
        if not 1 <= number <= len(files):
            abort(404)
        page = pages.get(("sitemap", number), version, lambda: _urls(files[number - 1]), XML)
    return respond(page, request)


@blueprint.get("/robots.txt")
@public
def robots() -> ResponseReturnValue:
    """Everything that is public may be read; the work of teams is not for robots."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in DISALLOWED)]
    lines += ["", f"Sitemap: {external_url('catalogue.sitemap')}", ""]
    return Response(
        "\n".join(lines), content_type="text/plain; charset=utf-8", headers={"Cache-Control": "public, max-age=3600"}
    )


def _version() -> Hashable:
    return catalogue_version(), tuple(projects_with_publications())


def _files() -> list[list[Site]]:
    """The pages, divided so that no file names more than 50,000 addresses."""
    files: list[list[Site]] = [[]]
    named = 0
    for site in _sites():
        named += len(site[0])
        if named > MOST_ADDRESSES:
            files.append([])
            named = len(site[0])
        files[-1].append(site)
    return files


def _sites() -> Iterator[Site]:
    entries = catalogue().entries
    latest = max((entry.changed_at for entry in entries), default=None)
    yield {code: external_url("catalogue.home", lang=code) for code in LANGUAGES}, latest
    for entry in entries:
        addresses = {
            code: external_url("programme.show", code=entry.code, language=code) for code in entry.page_languages
        }
        yield addresses, entry.changed_at
    for row in public_chains(Series):
        yield (
            {code: external_url("catalogue.series", series_id=row.id, language=code) for code in LANGUAGES},
            row.changed_at,
        )
    projects: dict[int, datetime | None] = dict.fromkeys(projects_with_publications())
    projects |= {row.id: row.changed_at for row in public_chains(Project)}
    for key, changed_at in sorted(projects.items()):
        yield (
            {code: external_url("catalogue.project", project_id=key, language=code) for code in LANGUAGES},
            changed_at,
        )


def _urls(sites: Iterable[Site]) -> str:
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ]
    for addresses, changed_at in sites:
        others = "".join(
            f'<xhtml:link rel="alternate" hreflang={quoteattr(code)} href={quoteattr(address)}/>'
            for code, address in addresses.items()
        )
        last = f"<lastmod>{changed_at:%Y-%m-%dT%H:%M:%S}Z</lastmod>" if changed_at else ""
        lines += [f"<url><loc>{escape(address)}</loc>{last}{others}</url>" for address in addresses.values()]
    return "\n".join([*lines, "</urlset>", ""])


def _index(count: int) -> str:
    addresses = [external_url("catalogue.sitemap_file", number=number) for number in range(1, count + 1)]
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
            *(f"<sitemap><loc>{escape(address)}</loc></sitemap>" for address in addresses),
            "</sitemapindex>",
            "",
        ]
    )

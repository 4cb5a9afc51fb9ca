"""Typesetting with typst: here, or in a process of its own whose memory is given back whole when it is done.

Run as `python -m papers.typesetting ACT …`, with a JSON document on standard input and the answer on standard output.
It knows neither database nor application.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typst import Compiler

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = Path(__file__).parent / "typst"
MOST_SECONDS = 120
"""Seconds of a processor that one process may take; one of 10,000 people needs one to join its parts."""
MOST_BYTES = 1 << 30
"""Of address space, fonts and libraries included; none holds more than a tenth of that in memory."""


class TypesettingFailed(RuntimeError):
    """No PDF came of it: the paper is too long for this machine, or there is a mistake."""


def apart(act: str, *arguments: str, data: object = None) -> bytes:
    """The answer of a process of its own, which is niced and may not grow without end.

    Raises:
        TypesettingFailed: there is none.
    """
    done = subprocess.run(  # noqa: S603  (our own module)
        [sys.executable, "-m", "papers.typesetting", act, *arguments],
        input=json.dumps(data, ensure_ascii=False).encode(),
        capture_output=True,
        cwd=ROOT,
        timeout=3 * MOST_SECONDS,
        check=False,
    )
    if done.returncode:
        raise TypesettingFailed(f"status {done.returncode}: {done.stderr.decode(errors='replace')[-500:]}")
    return done.stdout


def typeset(template: str, data: dict[str, Any], timestamp: datetime | None) -> bytes:
    """A PDF of a paper, made here."""
    import typst

    compiler = _compiler(template, data)
    try:
        file = compiler.compile(format="pdf", pdf_standards="ua-1", timestamp=timestamp)
    except typst.TypstError:
        # Whatever forbids the claim of PDF/UA, the paper must come out.
        file = compiler.compile(format="pdf", timestamp=timestamp)
    assert isinstance(file, bytes), "a PDF compiled to no path comes back as bytes"
    return file


def _compiler(template: str, data: dict[str, Any]) -> Compiler:
    import typst

    from papers.fonts import FAMILIES, fonts

    return typst.Compiler(
        TEMPLATES / template,
        root=TEMPLATES,
        font_paths=fonts(),
        sys_inputs={"paper": json.dumps(data | {"fonts": FAMILIES}, ensure_ascii=False)},
    )


def _set(template: str, timestamp: str, target: str) -> None:
    moment = datetime.fromisoformat(timestamp) if timestamp else None
    Path(target).write_bytes(typeset(template, json.load(sys.stdin.buffer), moment))


def _lay_out(template: str) -> None:
    """Say on which pages the marks of rows stand, and how many pages there are."""
    asked = "(query(<row>).map(it => (it.value, it.location().page())), query(<end>).first().location().page())"
    sys.stdout.write(_compiler(template, json.load(sys.stdin.buffer)).eval(asked))


def _join(target: str, pages: str, *parts: str) -> None:
    from papers.merging import merge

    merge([Path(part) for part in parts], Path(target), int(pages))


ACTS: dict[str, Callable[..., None]] = {"set": _set, "lay-out": _lay_out, "join": _join}


def _main(act: str, *arguments: str) -> None:
    import os

    os.nice(5)
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    ACTS[act](*arguments)


if __name__ == "__main__":
    _main(*sys.argv[1:])

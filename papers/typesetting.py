"""Typesetting in a process of its own: what a long paper takes of memory is given back whole when it is done.

Run as `python -m papers.typesetting TEMPLATE`: the values of the paper come on standard input, the PDF goes to
standard output. It knows neither database nor application.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = Path(__file__).parent / "typst"
MOST_SECONDS = 120
"""Seconds of a processor that one paper may take; one of 7,000 people takes two."""
MOST_BYTES = 3 << 30
"""Of address space, fonts included; one of 7,000 people holds 0.6 GB of memory for these two seconds."""


class TypesettingFailed(RuntimeError):
    """No PDF came of it: the paper is too long for this machine, or there is a mistake."""


def typeset_apart(template: str, data: dict[str, Any], timestamp: str) -> bytes:
    """A PDF made by a process of its own, which is niced and may not grow without end.

    Raises:
        TypesettingFailed: there is none.
    """
    done = subprocess.run(  # noqa: S603  (our own module)
        [sys.executable, "-m", "papers.typesetting", template, timestamp],
        input=json.dumps(data, ensure_ascii=False).encode(),
        capture_output=True,
        cwd=ROOT,
        timeout=3 * MOST_SECONDS,
        check=False,
    )
    if done.returncode or not done.stdout.startswith(b"%PDF"):
        raise TypesettingFailed(f"status {done.returncode}: {done.stderr.decode(errors='replace')[-500:]}")
    return done.stdout


def typeset(template: str, data: dict[str, Any], timestamp: Any) -> bytes:
    """A PDF of a paper, made here."""
    import typst

    from papers.fonts import FAMILIES, fonts

    compiler = typst.Compiler(
        TEMPLATES / template,
        root=TEMPLATES,
        font_paths=fonts(),
        sys_inputs={"paper": json.dumps(data | {"fonts": FAMILIES}, ensure_ascii=False)},
    )
    try:
        file = compiler.compile(format="pdf", pdf_standards="ua-1", timestamp=timestamp)
    except typst.TypstError:
        # Whatever forbids the claim of PDF/UA, the paper must come out.
        file = compiler.compile(format="pdf", timestamp=timestamp)
    assert isinstance(file, bytes), "a PDF compiled to no path comes back as bytes"
    return file


def _main(template: str, timestamp: str) -> None:
    import os
    from datetime import datetime

    os.nice(5)
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    data = json.loads(sys.stdin.buffer.read())
    sys.stdout.buffer.write(typeset(template, data, datetime.fromisoformat(timestamp) if timestamp else None))


if __name__ == "__main__":
    _main(*sys.argv[1:3])

"""How much memory an act takes, together with the processes that it starts: what they share counts once (PSS)."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

PAUSE = 0.01


def of_list(code: str, form: str) -> float:
    """Megabytes that the list of participants of a meeting takes in a process that has printed nothing large before."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.memory", code, form], capture_output=True, check=True, text=True
    )
    return float(done.stdout.split()[-1])


def grown(act: Callable[[], object]) -> float:
    """Megabytes by which this process and those below it grew together, at most, while `act` ran."""
    before = peak = _held(os.getpid())
    done = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not done.wait(PAUSE):
            peak = max(peak, _held(os.getpid()))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        act()
    finally:
        done.set()
        watcher.join()
    return (peak - before) / 1024


def _held(process: int) -> int:
    """Kilobytes of a process and all below it; one that has just ended holds nothing."""
    held = 0
    with suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                held = int(line.split()[1])
        for thread in Path(f"/proc/{process}/task").iterdir():
            held += sum(_held(int(child)) for child in (thread / "children").read_text().split() if _is_another(child))
    return held


def _is_another(child: str) -> bool:
    """Whether a child has begun its own program; until then it stands in the memory of its parent."""
    own, parent = (Path(f"/proc/{which}/cmdline").read_bytes() for which in (child, "self"))
    return own != parent


def _print_list(code: str, form: str) -> None:
    from app import create_app
    from foundation.languages import force_language
    from meetings.reading.meetings import meeting_by_code
    from papers.models import PaperKind
    from papers.printing import Order, printed

    app = create_app()
    with app.test_request_context(), force_language("en"):
        order = Order(PaperKind.PARTICIPANTS, form, "en")
        printed(meeting_by_code("FEWPEOPLE"), order)
        sys.stdout.write(str(grown(lambda: printed(meeting_by_code(code), order))))


if __name__ == "__main__":
    _print_list(*sys.argv[1:])

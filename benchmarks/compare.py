"""Has a change made anything slower? `python -m benchmarks.compare FOLDER [RUNS]`.

FOLDER is another checkout, of the commit before the change, on which `make setup` has run. The benchmarks of both are
run in turns, so that the noise of the machine falls on both alike, and the medians of each line are compared.
"""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent.parent
WORST = 1.10
"""How many times worse a line may become."""

_LINE = re.compile(
    r"^\| (?P<what>.+?) \| (?P<ours>[\d.]+)\S* ?\S* \| (?P<limit>[\d.]+)\S* ?\S* \| (?P<ratio>[\d.]+) "
    r"\| (?P<sign>[≥≤]) [\d.]+ \| (yes|NO) \|$",
    re.MULTILINE,
)

Ratios = dict[str, list[float]]


def run(folder: Path, ratios: Ratios, is_better_higher: dict[str, bool]) -> None:
    """Run the benchmarks of a checkout and add the ratio of each line; the exit code is not looked at."""
    done = subprocess.run([sys.executable, "-m", "benchmarks"], cwd=folder, capture_output=True, text=True, check=False)
    found = list(_LINE.finditer(done.stdout))
    if not found:
        raise SystemExit(f"The benchmarks of {folder} printed no line:\n{done.stdout}\n{done.stderr}")
    for line in found:
        ratios.setdefault(line["what"], []).append(_exact(line))
        is_better_higher[line["what"]] = line["sign"] == "≥"


def _exact(line: re.Match[str]) -> float:
    """The ratio with more digits than are printed, where it is that of the two figures beside it."""
    printed, exact = float(line["ratio"]), float(line["ours"]) / float(line["limit"])
    return exact if abs(exact - printed) < 0.01 else printed


def main() -> int:
    """Print each line with the medians before and after; the exit code says whether any is over `WORST`."""
    before = Path(sys.argv[1])
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    old: Ratios = {}
    new: Ratios = {}
    is_better_higher: dict[str, bool] = {}
    for _number in range(runs):
        run(before, old, is_better_higher)
        run(HERE, new, is_better_higher)
    print("| what | before | after | times worse | holds |")
    print("|---|---|---|---|---|")
    worst = 0.0
    for what, ratios in new.items():
        after = statistics.median(ratios)
        was = statistics.median(old.get(what, [after]))
        times_worse = was / after if is_better_higher[what] else after / was
        worst = max(worst, times_worse)
        print(f"| {what} | {was:.3f} | {after:.3f} | {times_worse:.2f} | {'yes' if times_worse <= WORST else 'NO'} |")
    return 0 if worst <= WORST else 1


if __name__ == "__main__":
    sys.exit(main())

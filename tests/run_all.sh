#!/usr/bin/env bash
# Everything: all tests on SQLite, then those that touch a database (tests/conftest.py chooses them) on PostgreSQL.
set -euo pipefail
cd "$(dirname "$0")/.."
PY=${PY:-.venv/bin/python}
JOBS=${TEST_JOBS:-2}
if ! "$PY" -c 'import sys; from tests.browser.chromium import executable; sys.exit(executable() is None)'; then
  echo "No Chromium was found: the tests marked 'browser' are skipped. Install chromium, or set CHROMIUM to its path."
  [ -z "${CI:-}" ] || { echo "In CI no test may be skipped."; exit 1; }
fi
if ! "$PY" -c 'import sys; from tests.browser.firefox import executable; sys.exit(executable() is None)'; then
  echo "No Firefox was found: the journeys are not tried in it. Install firefox-esr, or set FIREFOX to its path."
  [ -z "${CI:-}" ] || { echo "In CI no test may be skipped."; exit 1; }
fi
failed=0
run() { # title, database, arguments of pytest
  echo "== $1"
  TEST_DATABASE=$2 "$PY" -m pytest -q --durations=10 --durations-min=2 "${@:3}" || failed=1
}
# What drives a browser or races real processes has the machine for itself: two cores are few.
run "SQLite" sqlite -n "$JOBS" --dist loadfile -m "not slow and not browser and not processes"
run "PostgreSQL" postgresql -n "$JOBS" --dist loadfile -m "not slow and not browser and not processes"
run "Processes on SQLite" sqlite -m "processes and not slow and not browser"
run "Processes on PostgreSQL" postgresql -m "processes and not slow and not browser"
run "Browser" sqlite -n "$JOBS" --dist loadfile -m "browser and not slow"
ENGINE=firefox run "Journeys in Firefox" sqlite -n "$JOBS" --dist loadfile -m "firefox and not slow" tests/browser
exit "$failed"

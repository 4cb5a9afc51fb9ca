#!/usr/bin/env bash
# Everything: all tests on SQLite, then those that touch the database on PostgreSQL.
set -euo pipefail
cd "$(dirname "$0")/.."
PY=${PY:-.venv/bin/python}
JOBS=${TEST_JOBS:-2}
if ! "$PY" -c 'import sys; from tests.browser.chromium import executable; sys.exit(executable() is None)'; then
  echo "No Chromium was found: the tests marked 'browser' are skipped. Install chromium, or set CHROMIUM to its path."
  [ -z "${CI:-}" ] || { echo "In CI no test may be skipped."; exit 1; }
fi
echo "== SQLite"
TEST_DATABASE=sqlite "$PY" -m pytest -q -n "$JOBS" --dist loadfile -m "not slow"
echo "== PostgreSQL"
TEST_DATABASE=postgresql "$PY" -m pytest -q -n "$JOBS" --dist loadfile -m "not slow and not browser"

"""What can be measured of a page: where things begin, how large letters are, what wraps, what ends something."""

from __future__ import annotations

from playwright.sync_api import Page

# Pixels, by whether it is a phone: where the first row of a list begins at the latest, and the height of a row.
FIRST_ROW = {False: 300, True: 400}
ROW_HEIGHT = {False: 60, True: 96}
SMALLEST_LETTERS = {"ar": 14, "en": 13, "fr": 13}
TARGET = 44
AXIS = 172 + 24

_MEASURE = """({ firstRow, rowHeight, smallest, target, axis }) => {
  const found = [];
  const shown = (element) => element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
  const said = (element) => {
    const words = element.textContent.trim().slice(0, 40);
    return `${element.tagName.toLowerCase()}.${element.className} "${words}"`;
  };
  const clipped = (element) => element.closest('.visually-hidden, .skip-link');

  const row = [...document.querySelectorAll('table.data tbody tr, .outline > li, .trail > li, .to-do-lines > li')]
    .find((each) => shown(each) && !each.closest('.card, .columns > :not(:first-child), section ~ section'));
  if (row && !document.querySelector('main form[data-guard], .person-card, .uploads, main .empty')) {
    const top = Math.round(row.getBoundingClientRect().top + scrollY);
    if (top > firstRow) found.push(`the first row begins at ${top}`);
  }
  if (document.querySelector('table.rows')) {
    const highest = [...document.querySelectorAll('table.rows tbody tr')]
      .map((each) => Math.round(each.getBoundingClientRect().height)).reduce((a, b) => Math.max(a, b), 0);
    if (highest > rowHeight) found.push(`a row is ${highest} high`);
  }

  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const small = new Set();
  while (words.nextNode()) {
    const element = words.currentNode.parentElement;
    if (!words.currentNode.textContent.trim() || element.closest('script, style, option, svg')) continue;
    if (clipped(element) || !shown(element)) continue;
    const size = parseFloat(getComputedStyle(element).fontSize);
    if (size < smallest - 0.01) small.add(`${size} px: ${said(element)}`);
  }
  found.push(...[...small].slice(0, 3));

  const filled = [...document.querySelectorAll('.button.primary')]
    .filter((each) => shown(each) && !each.closest('dialog'));
  if (filled.length > 1) found.push(`${filled.length} filled buttons: ${filled.map(said)}`);

  // What ends something is red, and not beside the main act.
  const probe = document.body.appendChild(document.createElement('i'));
  probe.style.color = 'var(--bad)';
  for (const each of document.querySelectorAll('.danger')) {
    if (!shown(each)) continue;
    if (getComputedStyle(each).color !== getComputedStyle(probe).color) found.push(`not red: ${said(each)}`);
    if (each.closest('.menu-panel')) continue;
    const beside = each.closest('.actions, .form-actions, td')?.querySelector('.primary');
    if (beside) found.push(`ends something beside the main act: ${said(each)}`);
  }
  probe.remove();

  // What stands on its own touches nothing; the buttons of a short form do not lie on its fields.
  const inkOf = (element) => {
    if (element.matches('.notice, .empty, .card, .button, table, form')) return element.getBoundingClientRect();
    const range = document.createRange();
    range.selectNodeContents(element);
    return range.getBoundingClientRect();
  };
  const apart = 'main :is(.notice, .toolbar), main :is(h1, h2, h3):has(+ .notice)';
  for (const each of document.querySelectorAll(apart)) {
    const next = each.nextElementSibling;
    if (![each, next].every((one) => one && shown(one) && !clipped(one)) || next.matches('.table-wrap')) continue;
    if (getComputedStyle(next).position !== 'static') continue;
    const gap = inkOf(next).top - inkOf(each).bottom;
    if (next.offsetHeight && gap > -8 && gap < 3.5) found.push(`touches what follows: ${said(each)}`);
  }
  for (const each of document.querySelectorAll('.card .form-actions')) {
    if (getComputedStyle(each).position === 'sticky') found.push(`lies on its own fields: ${said(each)}`);
  }

  // On a desk everything begins on the edge on which the brand stands, or on the axis.
  const fromStart = (box) => document.documentElement.dir === 'rtl' ? innerWidth - box.right : box.left;
  const edge = fromStart(document.querySelector('.brand').getBoundingClientRect());
  const columns = `.tabs, .card, .ticket, .chain, #look, .beside > :last-child, .columns > :not(:first-child), .toolbar,
    td, dialog, .notice, .empty, .with-contents, .group-board`;
  const begins = `main :is(h1, h2, h3, .breadcrumbs), .meeting-head-title, tbody > tr > th:first-child,
    thead > tr > :first-child:not(.select-cell, .num)`;
  for (const each of target ? [] : document.querySelectorAll(begins)) {
    if (!shown(each) || clipped(each) || each.parentElement.closest(columns)) continue;
    const range = document.createRange();
    range.selectNodeContents(each);
    const boxes = [...range.getClientRects()].filter((box) => box.width > 1);
    const at = Math.min(...boxes.map(fromStart)) - edge;
    if (boxes.length && Math.abs(at) > 1.5 && Math.abs(at - axis) > 1.5) {
      found.push(`begins at ${Math.round(at)} from the edge: ${said(each)}`);
    }
  }

  const oneLine = 'time, .badge, .nowrap, .tabs a, code, .button.small';
  for (const element of document.querySelectorAll(oneLine)) {
    if (!shown(element) || clipped(element)) continue;
    const range = document.createRange();
    range.selectNodeContents(element);
    const boxes = [...range.getClientRects()].filter((box) => box.width > 1);
    const lines = new Set(boxes.map((box) => Math.round(box.bottom / 6)));
    const tall = range.getBoundingClientRect().height > 1.9 * parseFloat(getComputedStyle(element).lineHeight || '24');
    if (lines.size > 1 && tall) found.push(`wraps: ${said(element)}`);
  }

  if (target) {
    const controls = 'button, .button, select, summary, .tabs a';
    const typed = 'input:not([type=hidden], [type=checkbox], [type=radio], [type=color], [type=file])';
    const low = [...document.querySelectorAll(`${controls}, ${typed}`)]
      .filter((each) => shown(each) && !clipped(each))
      .filter((each) => each.getBoundingClientRect().height < target - 0.5);
    if (low.length) found.push(`${low.length} targets lower than ${target}: ${low.slice(0, 3).map(said)}`);
  }
  return found;
}"""


def flaws(page: Page, language: str, *, phone: bool) -> list[str]:
    """What the page as it is shown now does not keep of the standard of look and feel."""
    found: list[str] = page.evaluate(
        _MEASURE,
        {
            "firstRow": FIRST_ROW[phone],
            "rowHeight": ROW_HEIGHT[phone],
            "smallest": SMALLEST_LETTERS[language],
            "target": TARGET if phone else 0,
            "axis": AXIS,
        },
    )
    return found

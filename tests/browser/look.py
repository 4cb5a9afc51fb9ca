"""What can be measured of the look of a page: where its rows begin, how large its letters are, what wraps."""

from __future__ import annotations

from playwright.sync_api import Page

# Pixels, by whether it is a phone: where the first row of a list begins at the latest, and the height of a row.
FIRST_ROW = {False: 300, True: 400}
ROW_HEIGHT = {False: 60, True: 96}
SMALLEST_LETTERS = {"ar": 14, "en": 13, "fr": 13}
TARGET = 44

_MEASURE = """({ firstRow, rowHeight, smallest, target }) => {
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

  for (const each of [...document.querySelectorAll('.danger')].filter(shown)) {
    const probe = document.body.appendChild(document.createElement('i'));
    probe.style.color = 'var(--bad)';
    if (getComputedStyle(each).color !== getComputedStyle(probe).color) found.push(`ends something, but is not red: ${said(each)}`);
    probe.remove();
    const beside = each.closest('.menu-panel') ? null : each.closest('.actions, .form-actions, td');
    if (beside?.querySelector('.primary')) found.push(`ends something beside the main act: ${said(each)}`);
  }

  const inkOf = (element) => {
    if (element.matches('.notice, .empty, .card, .button, table, form')) return element.getBoundingClientRect();
    const range = document.createRange();
    range.selectNodeContents(element);
    return range.getBoundingClientRect();
  };
  // What stands on its own touches nothing; what is short does not cover its own fields.
  for (const each of [...document.querySelectorAll('main :is(.notice, .toolbar), main :is(h1, h2, h3):has(+ .notice)')].filter(shown)) {
    const next = each.nextElementSibling;
    if (!next || clipped(each) || clipped(next) || !shown(next) || getComputedStyle(next).position !== 'static' || getComputedStyle(each).display.startsWith('inline')) continue;
    const gap = inkOf(next).top - inkOf(each).bottom;
    if (next.getBoundingClientRect().height && gap > -8 && gap < 3.5 && !next.matches('table, .table-wrap')) found.push(`touches what follows (${Math.round(gap)}): ${said(each)}`);
  }
  for (const each of document.querySelectorAll('.card .form-actions')) {
    if (getComputedStyle(each).position === 'sticky') found.push(`covers its own fields: ${said(each)}`);
  }

  // Everything begins on the edge on which the brand stands, or on the axis.
  if (!target) {
    const rtl = document.documentElement.dir === 'rtl';
    const start = (element) => {
      const range = document.createRange();
      range.selectNodeContents(element);
      const boxes = [...range.getClientRects()].filter((box) => box.width > 1);
      return boxes.length ? Math.min(...boxes.map((box) => (rtl ? innerWidth - box.right : box.left))) : null;
    };
    const edge = rtl ? innerWidth - document.querySelector('.brand').getBoundingClientRect().right : document.querySelector('.brand').getBoundingClientRect().left;
    const axis = 172 + 24;
    const inside = '.tabs, .card, .ticket, .chain, #look, .beside > :last-child, .columns > :not(:first-child), .toolbar, td, dialog, .notice, .empty, .with-contents, .group-board';
    for (const each of document.querySelectorAll('main :is(h1, h2, h3, .breadcrumbs), .meeting-head-title, thead > tr > :first-child:not(.select-cell, .num), tbody > tr > th:first-child')) {
      if (!shown(each) || clipped(each) || each.parentElement.closest(inside)) continue;
      const at = start(each);
      if (at === null) continue;
      if (![edge, edge + axis].some((allowed) => Math.abs(at - allowed) < 1.5)) found.push(`begins at ${Math.round(at - edge)} from the edge: ${said(each)}`);
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
        },
    )
    return found

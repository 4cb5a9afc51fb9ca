"""What holds a page together for those who do not see it as it was drawn: ids, landmarks, labels, forced colours."""

from __future__ import annotations

from playwright.sync_api import Page

_STRUCTURE = """() => {
  const found = [];
  const said = (element) => element.outerHTML.slice(0, 120);
  const all = (selector) => [...document.querySelectorAll(selector)];
  const shown = (element) => element.checkVisibility({ checkVisibilityCSS: true });

  const ids = new Map();
  for (const { id } of all('[id]')) ids.set(id, (ids.get(id) ?? 0) + 1);
  for (const [id, number] of ids) if (number > 1) found.push(`the id ${id} stands ${number} times`);

  if (all('main').length !== 1) found.push(`${all('main').length} main parts`);
  for (const label of all('label[for]')) {
    if (!document.getElementById(label.htmlFor)) found.push(`label of nothing: ${said(label)}`);
  }
  for (const name of ['aria-labelledby', 'aria-describedby', 'aria-controls']) {
    for (const element of all(`[${name}]`)) {
      const missing = element.getAttribute(name).split(/\\s+/).filter((id) => !document.getElementById(id));
      if (missing.length) found.push(`${name} of nothing (${missing}): ${said(element)}`);
    }
  }

  const kinds = [
    'nav, [role=navigation]', 'search, [role=search]', 'aside, [role=complementary]',
    'form[aria-label], form[aria-labelledby]',
  ];
  for (const kind of kinds) {
    const names = all(kind).filter(shown).map((element) => {
      const by = element.getAttribute('aria-labelledby');
      return (element.getAttribute('aria-label') ?? (by && document.getElementById(by)?.textContent) ?? '').trim();
    });
    if (names.length > 1 && names.includes('')) found.push(`one of several ${kind} without a name`);
    else if (new Set(names).size !== names.length) found.push(`two of ${kind} with one name: ${names}`);
  }
  return found;
}"""

_FORCED = """() => {
  const found = [];
  const said = (element) => element.outerHTML.slice(0, 120);
  const seen = (element, pseudo) => {
    const style = getComputedStyle(element, pseudo);
    const sides = ['Top', 'Right', 'Bottom', 'Left'].map((side) =>
      parseFloat(style[`border${side}Width`]) ? `${style[`border${side}Style`]} ${style[`border${side}Color`]}` : '');
    const outline = style.outlineStyle === 'none' ? '' : `${style.outlineWidth} ${style.outlineColor}`;
    const painted = style.forcedColorAdjust === 'none' ? style.backgroundColor : '';
    const text = [style.color, style.fontWeight, style.textDecorationLine, style.content];
    return [...text, ...sides, outline, painted].join('|');
  };
  const looks = (element) => [seen(element), seen(element, '::before'), seen(element, '::after')].join('/');
  const states = '[aria-current]:not([aria-current="false"]), [aria-pressed="true"], [aria-selected="true"]';
  for (const element of document.querySelectorAll(states)) {
    if (!element.checkVisibility()) continue;
    const group = element.closest('ul, ol, [role=toolbar], [role=tablist], nav');
    const others = [...(group?.querySelectorAll(element.tagName) ?? [])]
      .filter((other) => !other.matches(states) && other.className === element.className && other.checkVisibility());
    if (others.some((other) => looks(other) === looks(element))) found.push(`state unseen: ${said(element)}`);
  }
  const ground = getComputedStyle(document.documentElement).backgroundColor;
  const canvas = getComputedStyle(document.body).backgroundColor;
  for (const element of document.querySelectorAll('body *')) {
    for (const pseudo of [undefined, '::before', '::after']) {
      const style = getComputedStyle(element, pseudo);
      if (style.maskImage === 'none' || (pseudo && style.content === 'none')) continue;
      if ([ground, canvas].includes(style.backgroundColor)) {
        found.push(`invisible picture: ${element.outerHTML.slice(0, 80)}${pseudo ?? ''}`);
      }
    }
  }
  return found;
}"""


def disorder(page: Page) -> list[str]:
    """Ids that are not unique, parts without a name, labels of nothing."""
    return list(page.evaluate(_STRUCTURE))


def unseen_states(page: Page) -> list[str]:
    """What cannot be told from its neighbours, or not seen at all, where the system chooses the colours."""
    page.emulate_media(forced_colors="active")
    found: list[str] = page.evaluate(_FORCED)
    page.emulate_media(forced_colors="none")
    return found

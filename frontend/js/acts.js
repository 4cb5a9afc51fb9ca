// A list to work through: an act stays in place and goes on to the next row, and the chosen person stands beside it.

import { followFlashes } from "./flashes.js";
import { focusRow, likeOf, neighbours, rowOf } from "./rows.js";

const BESIDE = window.matchMedia("(min-width: 70rem)");
const LOOK_MS = 120;
const TYPED = "input:not([type=checkbox]), textarea, select, [contenteditable]";

const list = () => document.querySelector("[data-in-place]");
const pane = () => document.querySelector("[data-detail]");
const rows = () => [...(list()?.querySelectorAll("tbody tr[id]") ?? [])];
const current = () => rowOf(document.activeElement) ?? list()?.querySelector("tr[aria-current]") ?? null;

let acted = [];
let refresh = () => {};
let asked = 0;
let looking;

async function read(url, options) {
  const response = await fetch(url, { credentials: "same-origin", ...options });
  return { response, page: new DOMParser().parseFromString(await response.text(), "text/html") };
}

function showPart(page) {
  const part = page.querySelector("[data-detail-part]");
  if (!part || !pane()) return false;
  pane().hidden = false;
  pane().querySelector("[data-detail-content]").replaceChildren(document.adoptNode(part));
  return true;
}

async function showBeside(row) {
  const link = row?.querySelector("a.row-link");
  if (!link || !pane() || !BESIDE.matches) return;
  const mine = ++asked;
  for (const each of rows()) each.toggleAttribute("aria-current", each === row);
  try {
    const { page } = await read(link.href);
    if (mine === asked) showPart(page);
  } catch {
    closePane();
  }
}

function closePane() {
  asked += 1;
  if (pane()) pane().hidden = true;
  list()?.querySelector("tr[aria-current]")?.removeAttribute("aria-current");
}

function swap(page, url, ids, like) {
  const fresh = page.getElementById(list().id);
  if (!fresh) return false;
  list().replaceWith(document.adoptNode(fresh));
  document.title = page.title;
  history.replaceState(history.state, "", url);
  document.querySelector("[data-flashes]")?.remove();
  const flashes = page.querySelector("[data-flashes]");
  if (flashes) document.querySelector(".page").prepend(document.adoptNode(flashes));
  refresh();
  followFlashes();
  // What was refused stays at hand.
  const refused = flashes?.querySelector(".flash-error") && !flashes.querySelector(".flash-success");
  const row = focusRow(refused ? [...acted, ...ids] : ids, like);
  if (!row) {
    closePane();
    list().querySelector(".empty a, a[aria-current], a")?.focus();
  } else if (pane() && !pane().hidden) {
    showBeside(row);
  }
  return true;
}

function plainly(form, submitter) {
  form.dataset.plain = "1";
  form.requestSubmit(submitter);
}

async function act(form, submitter) {
  const root = list();
  const chosen = [...root.querySelectorAll("[data-select]:checked")].map(rowOf);
  const inBar = submitter?.closest("[data-bulk-bar]");
  const isUndo = form.matches(".flash-undo");
  const row = inBar ? chosen.at(-1) : rowOf(submitter) ?? root.querySelector("tr[aria-current]") ?? current();
  const ids = isUndo ? acted : row ? [...neighbours(row).filter((id) => !inBar || !chosen.some((each) => each.id === id)), row.id] : [];
  if (!isUndo && row) acted = inBar ? chosen.map((each) => each.id) : [row.id];

  const body = new URLSearchParams(new FormData(form));
  if (submitter?.name) body.set(submitter.name, submitter.value);
  if (form.matches("[data-detail] form")) body.set("back", root.querySelector("input[name=back]")?.value ?? location.pathname + location.search);
  root.setAttribute("aria-busy", "true");
  try {
    const { response, page } = await read(form.getAttribute("action") || location.href, { method: "POST", body });
    if (swap(page, response.url, ids, rowOf(submitter) ? likeOf(submitter) : "")) return;
    if (BESIDE.matches && form.matches("[data-detail] form") && showPart(page)) return;
    if (response.redirected) location.assign(response.url);
    else plainly(form, submitter);
  } catch {
    plainly(form, submitter);
  } finally {
    root.removeAttribute("aria-busy");
  }
}

function belongs(form) {
  return list()?.contains(form) || form.matches("[data-detail] form") || (list() && form.matches(".flash-undo"));
}

function press(selector) {
  const row = current();
  // What a closed pane still holds is nobody's choice.
  const button = row?.querySelector(selector.row) ?? (row && !pane()?.hidden ? pane()?.querySelector(selector.pane) : null);
  button?.click();
  return Boolean(button);
}

async function decline() {
  const row = current();
  if (!row?.dataset.decline) return;
  if (!BESIDE.matches) {
    location.assign(row.dataset.decline);
    return;
  }
  // Whoever is quick has pressed J just before, or presses it now: the form of one person never stands beside another.
  clearTimeout(looking);
  await showBeside(row);
  const mine = ++asked;
  const { page } = await read(row.dataset.decline);
  if (mine === asked && showPart(page)) pane().querySelector("textarea")?.focus();
}

function move(step) {
  const all = rows();
  const at = all.indexOf(current());
  const next = all[Math.min(all.length - 1, Math.max(0, at + step))];
  if (!next) return;
  focusRow([next.id]);
  clearTimeout(looking);
  looking = setTimeout(() => showBeside(next), LOOK_MS);
}

const KEYS = {
  j: () => move(1),
  k: () => move(-1),
  a: () => press({ row: "button[name=approve_one]", pane: "form[action$='/approve'] button" }),
  w: () => press({ row: "button[name=move_up_one]", pane: "form[action$='/move-up'] button" }),
  d: decline,
  u: () => document.querySelector(".flash-undo button")?.click(),
  "?": () => document.querySelector("[data-keys]")?.showModal(),
};

// An Arabic keyboard has the same keys in the same places.
function letterOf({ key, code }) {
  if (key === "?" || key === "؟") return "?";
  if (/^[a-z]$/i.test(key)) return key.toLowerCase();
  return /^Key[A-Z]$/.test(code) && !/^\p{Script=Latin}$/u.test(key) ? code.at(-1).toLowerCase() : "";
}

export function handleActs(afterSwap) {
  if (!list()) return;
  refresh = afterSwap;
  document.addEventListener("submit", (event) => {
    const { target: form, submitter } = event;
    if (event.defaultPrevented || form.method !== "post" || form.dataset.plain || !belongs(form)) return;
    if (submitter?.hasAttribute("formaction") || submitter?.hasAttribute("data-leaves")) return;
    event.preventDefault();
    act(form, submitter);
  });
  document.addEventListener("click", (event) => {
    const { target } = event;
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.defaultPrevented) return;
    if (target.closest?.("[data-show-keys]")) KEYS["?"]();
    if (target.closest?.("[data-detail-close]")) {
      const row = list().querySelector("tr[aria-current]");
      closePane();
      if (row) focusRow([row.id]);
    }
    const beside = target.closest?.("a[data-beside]");
    if (beside && pane()?.contains(beside)) {
      event.preventDefault();
      decline();
    }
    const link = target.closest?.("a.row-link");
    if (!link || !list().contains(link) || !BESIDE.matches || !pane()) return;
    const row = rowOf(link);
    // Opened once more it is the page of its own.
    if (row.hasAttribute("aria-current") && !pane().hidden) return;
    event.preventDefault();
    showBeside(row);
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches(TYPED)) return;
    if (document.querySelector("dialog[open]")) return;
    const nowhere = event.target === document.body;
    const inside = nowhere || list()?.contains(event.target) || pane()?.contains(event.target) || event.target.closest(".flash-undo");
    const key = inside && KEYS[letterOf(event)];
    if (!key) return;
    event.preventDefault();
    key();
  });
}

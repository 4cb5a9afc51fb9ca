// Lists of the management area: selection with a bar of bulk actions, filters that apply themselves.

import { announce } from "./flashes.js";

const TYPING_MS = 350;
const TYPED = "input[type=search], input[type=text]";

function boxes(form) {
  return [...document.querySelectorAll("[data-select]")].filter((box) => box.form === form);
}

function showSelection(form) {
  const all = boxes(form);
  const chosen = all.filter((box) => box.checked).length;
  for (const head of form.querySelectorAll("[data-select-all]")) {
    head.checked = chosen > 0 && chosen === all.length;
    head.indeterminate = chosen > 0 && chosen < all.length;
  }
  const bar = form.querySelector("[data-bulk-bar]");
  if (!bar) return;
  bar.classList.toggle("is-active", chosen > 0);
  const rule = new Intl.PluralRules(document.documentElement.lang).select(chosen);
  for (const button of bar.querySelectorAll("button")) {
    button.disabled = chosen === 0;
    askWithCount(button, chosen, rule);
  }
  const count = bar.querySelector("[data-bulk-count]");
  if (count) {
    const forms = { zero: count.dataset.none ?? "", one: count.dataset.one };
    count.textContent = (forms[chosen === 0 ? "zero" : rule] ?? count.dataset[rule] ?? count.dataset.many ?? "{n}").replace("{n}", chosen);
  }
}

// What mails to several people asks first, with their number.
function askWithCount(button, chosen, rule) {
  if (!button.hasAttribute("data-ask-other")) return;
  const words = button.getAttribute(`data-ask-${rule}`) ?? button.dataset.askOther;
  if (chosen > 1 || button.hasAttribute("data-ask-one")) button.dataset.confirm = words.replace("{n}", chosen);
  else delete button.dataset.confirm;
}

export function followSelections(root = document) {
  root.querySelectorAll("form[data-bulk]").forEach(showSelection);
}

let lastBox = null;

export function handleSelections() {
  document.addEventListener("change", ({ target }) => {
    if (target.matches("[data-select-all]")) for (const box of boxes(target.form)) box.checked = target.checked;
    if (!target.matches("[data-select-all], [data-select]")) return;
    showSelection(target.form);
    announce(target.form.querySelector("[data-bulk-count]")?.textContent ?? "");
  });
  document.addEventListener("click", (event) => {
    const box = event.target;
    if (!box.matches?.("[data-select]")) return;
    const all = boxes(box.form);
    if (event.shiftKey && lastBox?.isConnected && all.includes(lastBox)) {
      const [from, to] = [all.indexOf(lastBox), all.indexOf(box)].sort((a, b) => a - b);
      for (const other of all.slice(from, to + 1)) other.checked = box.checked;
      showSelection(box.form);
    }
    lastBox = box;
  });
  followSelections();
}

function apply(form, htmx) {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value !== "") query.append(name, value);
  const url = `${form.action.split("?")[0]}?${query}`;
  const target = form.dataset.autoSubmit && document.querySelector(form.dataset.autoSubmit);
  if (!target) {
    location.assign(url);
    return;
  }
  const field = document.activeElement?.matches(TYPED) ? document.activeElement : null;
  target.classList.add("is-loading");
  htmx
    .ajax("GET", url, { target: form.dataset.autoSubmit, select: form.dataset.autoSubmit, swap: "outerHTML" })
    .then(() => {
      history.replaceState(history.state, "", url);
      keepTyping(field);
      const words = document.querySelector(form.dataset.autoSubmit)?.querySelector("[data-announce], .empty h2");
      announce(words?.textContent.trim().replace(/\s+/g, " ") ?? "");
    })
    .catch(() => location.assign(url));
}

// The answer may bring the search field itself, with the words that were asked for; letters typed since then stay.
function keepTyping(field) {
  const fresh = field?.id && document.getElementById(field.id);
  if (!fresh || fresh === field) return;
  fresh.focus();
  if (fresh.value !== field.value) {
    fresh.value = field.value;
    fresh.dispatchEvent(new Event("input", { bubbles: true }));
  }
  fresh.setSelectionRange(field.selectionStart, field.selectionEnd);
}

export function handleFilters(htmx) {
  let timer;
  const filters = (target) => target.form?.hasAttribute("data-auto-submit") && target.form;
  document.addEventListener("change", ({ target }) => {
    const form = filters(target);
    if (!form || target.matches(TYPED)) return;
    clearTimeout(timer);
    apply(form, htmx);
  });
  document.addEventListener("input", ({ target }) => {
    const form = filters(target);
    // Where applying means a new page, typing waits for Enter: a reload in the middle of a word would lose its end.
    if (!form || !form.dataset.autoSubmit || !target.matches(TYPED)) return;
    clearTimeout(timer);
    timer = setTimeout(() => apply(form, htmx), TYPING_MS);
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.hasAttribute("data-auto-submit")) return;
    event.preventDefault();
    clearTimeout(timer);
    apply(event.target, htmx);
  });
  hideFilterButtons();
}

export function hideFilterButtons() {
  for (const button of document.querySelectorAll("[data-auto-hide]")) button.classList.add("visually-hidden");
}

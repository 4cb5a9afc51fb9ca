// The agenda of a public page: which day is being read, and addresses of items to pass on. Links work without this.

import { scriptOf } from "./lazily.js";
import { timeOf } from "./times.js";

const FILTER_FROM = 6;

export function followDays() {
  const bar = document.querySelector("[data-agenda-bar]");
  const links = [...document.querySelectorAll(".agenda-jump a")];
  if (!bar || !links.length) return;
  const days = links.map((link) => document.getElementById(link.hash.slice(1)));
  let current = null;
  let waiting = false;

  const follow = () => {
    waiting = false;
    const edge = bar.getBoundingClientRect().bottom + 64;
    const read = days.findLastIndex((day) => day && !day.hidden && day.getBoundingClientRect().top <= edge);
    const link = read < 0 ? null : links[read];
    if (link === current) return;
    current?.removeAttribute("aria-current");
    link?.setAttribute("aria-current", "true");
    current = link;
    if (link) show(link);
  };
  // scrollIntoView would move the page itself.
  const show = (link) => {
    const list = link.closest("nav");
    const [box, frame] = [link.getBoundingClientRect(), list.getBoundingClientRect()];
    if (box.left < frame.left || box.right > frame.right) list.scrollLeft += box.left - frame.left - (frame.width - box.width) / 2;
  };
  const wait = () => {
    if (!waiting) requestAnimationFrame(follow);
    waiting = true;
  };
  addEventListener("scroll", wait, { passive: true });
  addEventListener("resize", wait, { passive: true });
  follow();
}

// The filter is fetched when it is wanted: by its summary, or by an address that was passed on.
export function readyFilter() {
  const details = document.querySelector("[data-agenda-filter]");
  if (!details || document.querySelectorAll(".agenda .agenda-item").length < FILTER_FROM) return;
  details.hidden = false;
  let started = null;
  const start = () => (started ??= scriptOf(details).then((script) => script?.filterAgenda(details)));
  for (const event of ["pointerenter", "focusin", "toggle"]) details.addEventListener(event, start, { once: true });
  const names = [...details.querySelector("form").elements].map((field) => field.name).filter(Boolean);
  if (names.some((name) => new URLSearchParams(location.search).has(name))) start();
}

// A link per item to its calendar file would make a long page longer; scripts are there where calendars are.
export function addCalendarLinks() {
  const agenda = document.querySelector(".agenda[data-items]");
  for (const item of agenda?.querySelectorAll(".agenda-item:not(.is-quiet)") ?? []) {
    if (!timeOf(item)) continue;
    const link = document.createElement("a");
    Object.assign(link, { className: "item-link", href: `${agenda.dataset.items}${item.id.slice(5)}.ics`, textContent: "+" });
    link.setAttribute("aria-label", agenda.dataset.addWord);
    item.querySelector(":scope > .item-links").append(link);
  }
}

export function copyAddresses() {
  const agenda = document.querySelector(".agenda[data-copied]");
  agenda?.addEventListener("click", async ({ target }) => {
    const link = target.closest?.('.item-link[href^="#"]');
    if (!link || !navigator.clipboard) return;
    const address = new URL(link.hash, location.href);
    address.search = "";
    try {
      await navigator.clipboard.writeText(address.href);
    } catch {
      return; // refused: the address stands in the address bar
    }
    const said = agenda.querySelector("[data-agenda-said]");
    said.textContent = "";
    requestAnimationFrame(() => (said.textContent = agenda.dataset.copied));
    link.classList.add("is-copied");
    setTimeout(() => link.classList.remove("is-copied"), 1500);
  });
}

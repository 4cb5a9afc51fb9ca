// What the reader's clock knows: which item is on now, which comes next, and what the meeting's times are where the
// reader sits.

import { dateWriter } from "./days.js";

const CHECK_MS = 30_000;
const SOON_MS = 16 * 3_600_000;

const instant = (text) => (text ? Date.parse(text) : NaN);

// The time of an item; of those held at the same time it stands once, in front of them.
export function timeOf(item) {
  const place = item.parentElement.matches(".agenda-parallel") ? item.closest(".agenda-parallel-row") : null;
  return item.querySelector(":scope > .agenda-time > time") ?? place?.querySelector(":scope > .agenda-time > time") ?? null;
}

let periods;

function itemsWithPeriods() {
  periods ??= [...document.querySelectorAll(".agenda-item")]
    .map((item) => ({ item, time: timeOf(item) }))
    .filter(({ time }) => time?.dataset.end)
    .map(({ item, time }) => ({ item, start: instant(time.dateTime), end: instant(time.dataset.end) }));
  return periods;
}

function mark(item, className, label) {
  const title = item.querySelector(".agenda-title");
  const known = title?.querySelector(":scope > .now-mark");
  if (!title || known?.textContent === label) return;
  known?.remove();
  if (!label) return;
  title.prepend(Object.assign(document.createElement("span"), { className: `now-mark ${className}`, textContent: label }), " ");
}

export function markNow(now = Date.now()) {
  const agenda = document.querySelector(".agenda[data-now-label]");
  let current = null;
  let next = null;
  let nextStart = Infinity;
  for (const { item, start, end } of itemsWithPeriods()) {
    const on = start <= now && now < end;
    if (on && !item.hidden) current ??= item;
    if (start > now && start < nextStart) [next, nextStart] = [item, start];
    if (item.classList.contains("is-now") === on) continue;
    item.classList.toggle("is-now", on);
    if (on) item.setAttribute("aria-current", "time");
    else item.removeAttribute("aria-current");
    mark(item, "", on ? agenda?.dataset.nowLabel : "");
  }
  showInMasthead();
  if (!agenda) return;
  const isSoon = next && nextStart - now < SOON_MS;
  for (const item of agenda.querySelectorAll(".is-next")) {
    if (item === next && isSoon) continue;
    item.classList.remove("is-next");
    if (!item.classList.contains("is-now")) mark(item, "", "");
  }
  if (isSoon && !next.classList.contains("is-next")) {
    next.classList.add("is-next");
    mark(next, "is-coming", agenda.dataset.nextLabel);
  }
  pointTo(agenda, current ?? (isSoon ? next : null), current ? agenda.dataset.nowLabel : agenda.dataset.nextLabel);
}

// What is on at this moment, beside the dates of the meeting. The page is the same for everybody at any time: only the
// reader's clock says it, and without a script nothing is said.
function showInMasthead() {
  const line = document.querySelector("[data-on-now]");
  if (!line) return;
  const item = document.querySelector(".agenda-item.is-now");
  line.hidden = !item;
  if (!item) return;
  const title = item.querySelector(".agenda-title bdi") ?? item.querySelector(".agenda-title");
  const link = line.querySelector("a");
  const words = [...title.childNodes].filter((node) => !node.classList?.contains("now-mark")).map((node) => node.textContent);
  link.textContent = words.join("").trim();
  link.lang = title.lang || document.documentElement.lang;
  link.href = `#${item.id}`;
}

function pointTo(agenda, item, label) {
  const link = agenda.querySelector("[data-agenda-now]");
  if (!link) return;
  link.hidden = !item;
  if (!item) return;
  link.textContent = label;
  link.hash = item.id;
  agenda.querySelector("[data-agenda-bar]").hidden = false;
}

function clock(timeZone) {
  return {
    time: dateWriter({ timeZone, hour: "2-digit", minute: "2-digit" }),
    day: dateWriter({ timeZone, weekday: "short", day: "numeric", month: "long" }),
  };
}

export function showLocalTimes() {
  const here = clock();
  const there = new Map();
  for (const element of document.querySelectorAll("time[data-local-time]")) {
    const zone = element.closest("[data-zone]")?.dataset.zone;
    const label = element.closest("[data-label]")?.dataset.label;
    const start = instant(element.dateTime);
    if (!zone || !label || Number.isNaN(start)) continue;
    if (!there.has(zone)) there.set(zone, clock(zone));
    const meeting = there.get(zone);
    if (meeting.time(start) === here.time(start) && meeting.day(start) === here.day(start)) continue;
    const end = instant(element.dataset.end);
    const line = document.createElement("span");
    line.className = "local-time";
    const range = Number.isNaN(end) ? here.time(start) : `${here.time(start)} – ${here.time(end)}`;
    const other = meeting.day(start) === here.day(start) ? "" : ` (${here.day(start)})`;
    const span = Object.assign(document.createElement("span"), { className: "nowrap", textContent: range });
    line.append(`${label} `, span, other);
    element.after(line);
  }
}

// Moments of no meeting stand in UTC, and say so; with a script they stand in the reader's time, with its zone.
export function showOwnTimes() {
  const write = dateWriter({ day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", timeZoneName: "shortOffset" });
  for (const element of document.querySelectorAll("time[data-own-time]")) {
    element.textContent = write(instant(element.dateTime));
    element.removeAttribute("data-own-time");
  }
}

// "in 37 days", beside the dates of a meeting that is still to come.
function showDistance() {
  const plural = new Intl.PluralRules(document.documentElement.lang);
  for (const element of document.querySelectorAll("[data-days-to]")) {
    const forms = JSON.parse(element.dataset.inDays);
    const today = new Date();
    const [year, month, day] = element.dataset.daysTo.split("-").map(Number);
    const days = Math.round((Date.UTC(year, month - 1, day) - Date.UTC(today.getFullYear(), today.getMonth(), today.getDate())) / 86_400_000);
    if (days < 0) continue;
    element.textContent = `(${(forms[days] ?? forms[plural.select(days)]).replace("{}", days)})`;
    element.hidden = false;
  }
}

export function followTimes() {
  showLocalTimes();
  showOwnTimes();
  showDistance();
  markNow();
  if (itemsWithPeriods().length) {
    setInterval(() => markNow(), CHECK_MS);
    document.addEventListener("visibilitychange", () => document.hidden || markNow());
  }
}

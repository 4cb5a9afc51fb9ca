// What the reader's clock knows: which item is on now, and what the meeting's times are where the reader sits.

const CHECK_MS = 30_000;

const instant = (text) => (text ? Date.parse(text) : NaN);

export function markNow(now = Date.now()) {
  for (const item of document.querySelectorAll("[data-start][data-end]")) {
    const on = instant(item.dataset.start) <= now && now < instant(item.dataset.end);
    if (item.classList.contains("is-now") === on) continue;
    item.classList.toggle("is-now", on);
    if (!on) {
      item.removeAttribute("aria-current");
      item.querySelector(":scope .now-mark")?.remove();
      continue;
    }
    item.setAttribute("aria-current", "time");
    const title = item.querySelector(".agenda-title");
    const label = item.closest("[data-now-label]")?.dataset.nowLabel;
    if (title && label) {
      const mark = document.createElement("span");
      mark.className = "now-mark";
      mark.textContent = label;
      title.prepend(mark);
    }
  }
}

function clock(zone, language) {
  const time = new Intl.DateTimeFormat(language, { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23", numberingSystem: "latn" });
  const day = new Intl.DateTimeFormat(language, { timeZone: zone, weekday: "short", day: "numeric", month: "short", numberingSystem: "latn" });
  return { time: (ms) => time.format(ms), day: (ms) => day.format(ms) };
}

export function showLocalTimes() {
  const language = document.documentElement.lang || "en";
  const here = clock(undefined, language);
  const there = new Map();
  for (const element of document.querySelectorAll("time[data-local-time]")) {
    const zone = element.closest("[data-zone]")?.dataset.zone;
    const label = element.closest("[data-label]")?.dataset.label;
    const start = instant(element.dateTime);
    if (!zone || !label || Number.isNaN(start)) continue;
    if (!there.has(zone)) there.set(zone, clock(zone, language));
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

export function followTimes() {
  showLocalTimes();
  markNow();
  if (document.querySelector("[data-start][data-end]")) {
    setInterval(() => markNow(), CHECK_MS);
    document.addEventListener("visibilitychange", () => document.hidden || markNow());
  }
}

import { announce } from "./flashes.js";

// Papers that are being made: looked at again, more and more seldom, while somebody sees the page.

const FIRST_MS = 1_500;
const LAST_MS = 15_000;

const rows = (box) => new Map([...box.querySelectorAll("[data-paper]")].map((row) => [row.dataset.paper, row]));

function news(box, before) {
  const said = [];
  for (const [paper, row] of rows(box)) {
    const { state } = row.dataset;
    if (before.get(paper) !== "under-way" || state === "under-way") continue;
    const words = box.querySelector(`[data-said-${state}]`)?.innerHTML ?? "{}";
    said.push(words.trim().replace("{}", row.querySelector("[data-title]").textContent.trim()));
  }
  return said.join(" ");
}

export function followMade() {
  const box = document.querySelector("[data-made]");
  if (!box?.querySelector("[data-under-way]")) return;
  let pause = FIRST_MS;
  async function look() {
    if (document.visibilityState === "visible" && !box.contains(document.activeElement)) {
      const before = new Map([...rows(box)].map(([paper, row]) => [paper, row.dataset.state]));
      try {
        const answer = await fetch(box.dataset.made, { headers: { "HX-Request": "true" } });
        if (answer.status === 401 || answer.status === 403 || answer.status === 404) return;
        if (answer.ok) {
          box.innerHTML = await answer.text();
          const said = news(box, before);
          if (said) announce(said);
        }
      } catch {
        // No connection at the moment: looked at again later.
      }
    }
    pause = Math.min(pause * 1.3, LAST_MS);
    if (box.querySelector("[data-under-way]")) setTimeout(look, pause);
  }
  setTimeout(look, pause);
}

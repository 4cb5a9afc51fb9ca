// The public list of meetings: its filters apply themselves; without scripts the form does the same with a button.
import { handleCopying } from "./copying.js";
import { handleFilters } from "./lists.js";

let latest = 0;

async function ajax(method, url, { target, select }) {
  const mine = ++latest;
  const answer = await fetch(url, { method, headers: { Accept: "text/html" } });
  if (!answer.ok) throw new Error(`${answer.status}`);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  // Something else has been asked for meanwhile: this answer, and whatever would follow it, is dropped.
  if (mine !== latest) return new Promise(() => {});
  const fresh = page.querySelector(select);
  if (!fresh) throw new Error("not that page");
  document.querySelector(target).replaceWith(fresh);
  document.title = page.title;
  // A region that is replaced is not read out; this one stays.
  const words = fresh.querySelector("[data-announce], .empty h2");
  document.querySelector("[data-announcer]").textContent = words?.firstChild.textContent.trim() ?? "";
}

function followCatalogue() {
  if (document.getElementById("catalogue")) handleFilters({ ajax });
}

followCatalogue();
handleCopying();

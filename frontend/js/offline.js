// Public pages that were read can be read again without a connection: the worker keeps them, this asks it to.

import { dateWriter } from "./days.js";

const PAGE = /^\/e\/[\w.-]{1,40}\/[a-z]{2}$/;

export function keepForLater() {
  if (sayIfCopy() || !navigator.serviceWorker || !PAGE.test(location.pathname)) return;
  addEventListener("load", async () => {
    try {
      await navigator.serviceWorker.register("/sw.js");
      const { active } = await navigator.serviceWorker.ready;
      const files = new Set(performance.getEntriesByType("resource").map(({ name }) => name));
      // With what is not fetched yet, but may be wanted without a connection.
      for (const { src } of document.images) files.add(src);
      for (const { dataset } of document.querySelectorAll("[data-script]")) files.add(new URL(dataset.script, location).href);
      active.postMessage({ page: location.origin + location.pathname, files: [...files] });
    } catch {
      // No worker here (a private window, an old browser): the page is as good as before.
    }
  });
}

function sayIfCopy() {
  const kept = document.documentElement.dataset.copyOf;
  const note = document.querySelector("[data-offline]");
  if (!kept || !note) return kept;
  const moment = dateWriter({ dateStyle: "long", timeStyle: "short" });
  note.textContent = note.dataset.text.replace("{moment}", moment(new Date(kept)));
  document.body.prepend(note);
  note.classList.add("is-shown");
  return kept;
}

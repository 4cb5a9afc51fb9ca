// Public pages that were read can be read again without a connection: the worker keeps them, this asks it to.

const PAGE = /^\/e\/[\w.-]{1,40}\/[a-z]{2}$/;

export function keepForLater() {
  sayIfCopy();
  if (!("serviceWorker" in navigator) || !PAGE.test(location.pathname)) return;
  if (document.documentElement.dataset.copyOf) return;
  addEventListener("load", async () => {
    try {
      await navigator.serviceWorker.register("/sw.js");
      const { active } = await navigator.serviceWorker.ready;
      // With what is not fetched yet, but may be wanted without a connection.
      const later = [...document.images].map((image) => image.src);
      for (const { dataset } of document.querySelectorAll("[data-script]")) later.push(new URL(dataset.script, location.href).href);
      const files = performance.getEntriesByType("resource").map((entry) => entry.name);
      active.postMessage({ page: location.origin + location.pathname, files: [...new Set([...files, ...later])] });
    } catch {
      // No worker here (a private window, an old browser): the page is as good as before.
    }
  });
}

function sayIfCopy() {
  const kept = document.documentElement.dataset.copyOf;
  const note = document.querySelector("[data-offline]");
  if (!kept || !note) return;
  const language = document.documentElement.lang || "en";
  const moment = new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short", numberingSystem: "latn" });
  note.textContent = note.dataset.text.replace("{moment}", moment.format(new Date(kept)));
  document.body.prepend(note);
  note.classList.add("is-shown");
}

// Where the focus goes once an act on a row is done: the same row if it is still there, else the next one.

const KEY = "plenary-row";
const ROW = "tr[id], li[id], article[id]";

export function rowOf(element) {
  return element?.closest(ROW) ?? null;
}

// Ids of the rows of the same list: those after the row, then those before it, nearest first.
export function neighbours(row) {
  const rows = [...row.parentElement.children].filter((each) => each.matches(ROW)).map((each) => each.id);
  const at = rows.indexOf(row.id);
  return [...rows.slice(at + 1), ...rows.slice(0, at).reverse()];
}

// A selector that finds the same control in another row or on another page.
export function likeOf(button) {
  if (button?.name) {
    // What names its own record as value is told by its name alone.
    const value = /^\d+$/.test(button.value) ? "" : `[value="${CSS.escape(button.value)}"]`;
    return `button[name="${CSS.escape(button.name)}"]${value}:not(:disabled)`;
  }
  return "";
}

export function focusRow(ids, like = "") {
  const row = ids.map((id) => document.getElementById(id)).find(Boolean);
  if (!row) return null;
  const seen = (selector) => [...row.querySelectorAll(selector)].find((each) => each.checkVisibility());
  const control =
    (like && seen(like)) ||
    (like.includes("step") && seen('button[name="step"]:not(:disabled)')) ||
    (like.includes("step") && seen(".row-menu > summary")) ||
    seen("a.row-link, a[href], summary, button:not(:disabled)");
  control?.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
  return row;
}

export function keepPlaceWhenActing() {
  document.addEventListener("submit", (event) => {
    const row = rowOf(event.submitter);
    if (event.defaultPrevented || !row || event.target.method !== "post" || event.target.hasAttribute("hx-post")) return;
    const kept = { path: location.pathname, ids: [row.id, ...neighbours(row)], like: likeOf(event.submitter), top: scrollY };
    try {
      sessionStorage.setItem(KEY, JSON.stringify(kept));
    } catch {
      // Without a store the focus begins at the row, which the address names.
    }
  });
  let found;
  try {
    found = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    sessionStorage.removeItem(KEY);
  } catch {
    return;
  }
  if (found?.path !== location.pathname || document.querySelector("[data-error-summary]")) return;
  // After the browser has gone to the row that the address names, which takes the focus away.
  window.addEventListener("load", () =>
    setTimeout(() => {
      scrollTo(scrollX, found.top);
      focusRow(found.ids, found.like);
    }),
  );
}

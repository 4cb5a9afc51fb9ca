// Who moves a row up or down by keyboard finds the same button again on the page that answers.

const KEY = "plenary-moved";

function place(button) {
  const row = button.closest("li[id], tr[id]");
  return row ? `#${CSS.escape(row.id)} button[name="step"][value="${button.value}"]` : "";
}

function focusAgain(selector) {
  const button = document.querySelector(selector);
  const other = button?.disabled ? button.closest("form").querySelector('button[name="step"]:not(:disabled)') : button;
  other?.focus();
}

export function keepPlaceWhenMoving() {
  document.addEventListener("submit", ({ submitter }) => {
    if (submitter?.name !== "step" || !place(submitter)) return;
    try {
      sessionStorage.setItem(KEY, JSON.stringify([location.pathname, place(submitter)]));
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
  if (found?.[0] !== location.pathname) return;
  // After the browser has gone to the row that the address names, which takes the focus away.
  window.addEventListener("load", () => setTimeout(() => focusAgain(found[1])));
}

// Forms work without this file; it guards against lost text and double submission.

const LOCK_MS = 10_000;

function unlock(form) {
  delete form.dataset.sending;
  for (const button of form.querySelectorAll(".is-busy")) {
    button.classList.remove("is-busy");
    button.removeAttribute("aria-disabled");
  }
}

// A field of a letter goes where the writer was last; its words are on the button.
export function insertFields() {
  let last = null;
  document.addEventListener("focusin", ({ target }) => {
    if (target.matches("form.composer :is(textarea, input[lang])")) last = target;
  });
  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.("[data-insert]");
    if (!button) return;
    const text = last?.isConnected ? last : button.form.querySelector("textarea");
    text.focus();
    text.setRangeText(button.dataset.insert, text.selectionStart, text.selectionEnd, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

export function guardForms() {
  const dirty = new Set();

  document.addEventListener("input", ({ target }) => {
    const form = target.form;
    if (form?.hasAttribute("data-guard")) dirty.add(form);
  });

  // A button is marked, never disabled: a disabled one would drop its name and value from what is sent.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.target) return;
    if (form.dataset.sending) {
      event.preventDefault();
      return;
    }
    form.dataset.sending = "1";
    dirty.clear();
    if (event.submitter?.classList.contains("button")) {
      event.submitter.classList.add("is-busy");
      event.submitter.setAttribute("aria-disabled", "true");
    }
    setTimeout(() => unlock(form), LOCK_MS);
  });

  // Another language would be another page: what was typed goes along, and nothing is saved.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-speak]");
    const form = [...dirty].find((each) => each.isConnected && each.method === "post");
    if (!link || !form || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const button = document.createElement("button");
    button.type = "submit";
    button.formAction = link.dataset.speak;
    button.formNoValidate = true;
    button.hidden = true;
    form.append(button);
    form.requestSubmit(button);
    button.remove();
  });

  window.addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form[data-sending]").forEach(unlock);
  });

  window.addEventListener("beforeunload", (event) => {
    for (const form of dirty) if (!form.isConnected) dirty.delete(form);
    if (dirty.size) event.preventDefault();
  });

  // Firefox scrolls to a field without giving it the focus, and takes the focus away from one that has it.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-error-summary] a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    field?.focus();
    if (field && document.activeElement === field) event.preventDefault();
  });
  document.querySelector("[data-error-summary]")?.focus();
}

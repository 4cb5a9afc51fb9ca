// Buttons that copy: [data-copy] its own text, [data-copy-from] that of an element. Hidden where nothing can be copied.

const SHOWN_MS = 2_000;

function textOf(button) {
  if (button.dataset.copy !== undefined) return button.dataset.copy;
  const source = document.getElementById(button.dataset.copyFrom);
  return source?.value ?? source?.textContent ?? "";
}

async function copy(text) {
  if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
  const area = document.createElement("textarea");
  area.value = text;
  area.setAttribute("aria-hidden", "true");
  area.className = "visually-hidden";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (!done) throw new Error("not copied");
}

export function handleCopying() {
  const status = document.createElement("div");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  const buttons = document.querySelectorAll("[data-copy], [data-copy-from]");
  if (!buttons.length) return;
  document.querySelector("main")?.append(status);
  for (const button of buttons) button.hidden = false;
  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-copy], [data-copy-from]");
    if (!button || button.dataset.label) return;
    try {
      await copy(textOf(button));
    } catch {
      return;
    }
    button.focus();
    button.dataset.label = button.textContent;
    button.textContent = status.textContent = button.dataset.copied;
    setTimeout(() => {
      button.textContent = button.dataset.label;
      delete button.dataset.label;
      status.textContent = "";
    }, SHOWN_MS);
  });
}

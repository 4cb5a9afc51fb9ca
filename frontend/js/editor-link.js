// Asks for the address of a link, in a dialog.
import { linkAround, removeLink, setLink } from "./editor-commands.js";

// The address as typed, made whole: a mailbox, a host without https. Empty when it is no address.
export function wholeAddress(typed) {
  const text = typed.trim();
  if (/^[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+$/.test(text)) return `mailto:${text}`;
  if (/^mailto:\S+@\S+$/i.test(text)) return text;
  const address = /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`;
  try {
    const { protocol, hostname } = new URL(address);
    return /^https?:$/.test(protocol) && /[^.]\.[^.]/.test(hostname) && !/\s/.test(address) ? address : "";
  } catch {
    return "";
  }
}

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

export function askLink(editor) {
  const { view, words } = editor;
  const around = linkAround(view.state);
  const needsWords = view.state.selection.empty && !around;
  const id = `${editor.id}-link`;
  const address = element("input", { id, type: "text", inputMode: "url", dir: "ltr", autocomplete: "off" });
  address.value = around ? around.mark.attrs.href.replace(/^mailto:/, "") : "";
  const shown = element("input", { id: `${id}-words`, type: "text", dir: "auto", autocomplete: "off" });
  const problem = element("p", { className: "error", id: `${id}-error`, hidden: true });
  const form = element("form", { method: "dialog", noValidate: true });
  form.append(
    element("p", { className: "dialog-question", id: `${id}-title`, textContent: words.link }),
    element("div", { className: "field" }, element("label", { htmlFor: id, textContent: words.address }), problem, address),
  );
  if (needsWords)
    form.append(
      element("div", { className: "field" }, element("label", { htmlFor: shown.id, textContent: words.shown }), shown),
    );
  const cancel = element("button", { type: "button", className: "button quiet", textContent: words.cancel });
  const remove = element("button", { type: "button", className: "button quiet", textContent: words.remove_link });
  const save = element("button", { type: "submit", className: "button primary", textContent: words.set_link });
  form.append(element("div", { className: "actions" }, cancel, ...(around ? [remove] : []), save));
  const dialog = element("dialog", { className: "editor-dialog" }, form);
  dialog.setAttribute("aria-labelledby", `${id}-title`);
  document.body.append(dialog);

  dialog.addEventListener("close", () => {
    dialog.remove();
    view.focus();
  });
  cancel.addEventListener("click", () => dialog.close());
  remove.addEventListener("click", () => {
    removeLink(view.state, view.dispatch);
    dialog.close();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const href = wholeAddress(address.value);
    if (!href) {
      problem.textContent = words.no_address;
      problem.hidden = false;
      address.setAttribute("aria-invalid", "true");
      address.setAttribute("aria-describedby", problem.id);
      address.focus();
      return;
    }
    setLink(view, href, shown.value.trim() || address.value.trim());
    dialog.close();
  });
  dialog.showModal();
  address.focus();
}

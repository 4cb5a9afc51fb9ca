// Pasted text is cleaned by the server, which cleans again what is saved: what one sees is what will be kept.
// Where the server cannot be reached, the editor takes what it knows and drops the rest.

const WAIT_MS = 8000;
const LIST_LINES = /^\s*(?:[•·▪◦●○■□*–-]|\(?[0-9٠-٩]{1,3}[.)-]|[a-jأ-ي][.)-])\s/m;

export function pasteThroughServer(editor) {
  let inside = false;

  function insert(html) {
    const { view } = editor;
    const at = editor.kept?.resolve(view.state.doc);
    if (at) view.dispatch(view.state.tr.setSelection(at));
    editor.kept = null;
    inside = true;
    view.pasteHTML(html);
    inside = false;
  }

  async function clean(html, text) {
    const body = new FormData();
    body.set("html", html);
    body.set("text", text);
    body.set("language", editor.language);
    const headers = { "X-CSRFToken": document.querySelector('meta[name="csrf-token"]')?.content ?? "" };
    const signal = AbortSignal.timeout?.(WAIT_MS);
    const answer = await fetch(editor.pasteAddress, { method: "POST", body, headers, signal, credentials: "same-origin" });
    if (answer.status === 413 || answer.status === 422) {
      editor.say(editor.words.too_long);
      return null;
    }
    if (!answer.ok) throw new Error(`paste: ${answer.status}`);
    return (await answer.json()).html;
  }

  // Before ProseMirror reads the event: raw HTML of Word has styles, which the content policy would report.
  return function handlePaste(view, event) {
    if (inside || !event.clipboardData) return false;
    const html = event.clipboardData.getData("text/html");
    const text = event.clipboardData.getData("text/plain");
    const isOwn = html.includes("data-pm-slice");
    const isList = !html && text.includes("\n") && LIST_LINES.test(text);
    if (isOwn || (!html && !isList)) return false;
    event.preventDefault();
    editor.say("");
    editor.kept = view.state.selection.getBookmark();
    view.dom.setAttribute("aria-busy", "true");
    clean(html, text)
      .then((cleaned) => cleaned !== null && insert(cleaned), () => insert(withoutStyles(html) || `<p>${escape(text)}</p>`))
      .finally(() => view.dom.removeAttribute("aria-busy"));
    return true;
  };
}

function withoutStyles(html) {
  return html.replace(/<style[\s\S]*?<\/style>/gi, "").replace(/\sstyle\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi, "");
}

function escape(text) {
  const paragraph = document.createElement("p");
  paragraph.textContent = text;
  return paragraph.innerHTML.replaceAll("\n", "<br>");
}

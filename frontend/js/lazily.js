// Scripts that are fetched when they are wanted. A page that has been open since before the site changed asks for one
// that is gone, or there is no connection: then the page says so, where the control is.

export async function scriptOf(element) {
  try {
    return await import(element.dataset.script);
  } catch {
    const reload = Object.assign(document.createElement("button"), { type: "button", className: "button small", textContent: element.dataset.reload });
    reload.addEventListener("click", () => location.reload());
    const note = Object.assign(document.createElement("p"), { className: "notice notice-warning", role: "alert" });
    note.append(`${element.dataset.gone} `, reload);
    element.after(note);
    return null;
  }
}

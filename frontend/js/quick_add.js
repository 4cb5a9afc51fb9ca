// A form that adds one line after another while people speak: the field is empty again at once, and keeps the focus.

export function handleQuickAdd() {
  const written = new WeakMap();
  const fieldOf = (form) => form?.matches?.("[data-quick-add]") && form.querySelector("input[type=text], textarea");

  document.addEventListener("htmx:beforeRequest", ({ target }) => {
    const field = fieldOf(target);
    if (!field) return;
    written.set(target, field.value);
    field.value = "";
    field.focus();
  });
  // What was refused is sent once more the plain way: the page then says why, beside the field.
  for (const name of ["htmx:responseError", "htmx:sendError"]) {
    document.addEventListener(name, ({ target }) => {
      const field = fieldOf(target);
      if (!field) return;
      field.value = written.get(target) ?? field.value;
      if (name === "htmx:responseError") target.submit();
    });
  }
}

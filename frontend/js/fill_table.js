// The table of names: from cell to cell by keyboard, and proposals taken without a way to the server.
// Without this script the buttons send the form and come back with the proposals in their cells.

function put(button) {
  const cell = document.getElementById(button.dataset.take);
  if (!cell) return null;
  cell.value = button.dataset.text;
  cell.dispatchEvent(new Event("input", { bubbles: true }));
  return cell;
}

function follow(cell) {
  const offered = document.getElementById(`${cell.id}-proposals`);
  if (offered) offered.hidden = cell.value !== "";
}

function move(cell, step) {
  const cells = [...cell.form.querySelectorAll("[data-cell]")];
  const column = cells.filter((each) => each.closest("td").cellIndex === cell.closest("td").cellIndex && each.closest("table") === cell.closest("table"));
  const next = column[column.indexOf(cell) + step] ?? (step > 0 ? cells[cells.indexOf(column.at(-1)) + 1] : null);
  next?.focus();
  next?.select();
}

export function handleFillTable() {
  const form = document.querySelector("[data-fill-table]");
  if (!form) return;
  form.querySelector("[data-keys]")?.removeAttribute("hidden");
  form.addEventListener("input", (event) => {
    if (event.target.matches("[data-cell]")) follow(event.target);
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-take]");
    const all = event.target.closest("[data-take-all]");
    if (button) {
      event.preventDefault();
      put(button)?.focus();
    } else if (all) {
      event.preventDefault();
      for (const each of form.querySelectorAll(`[data-take][data-source="${all.dataset.takeAll}"]`)) {
        if (document.getElementById(each.dataset.take)?.value === "") put(each);
      }
      all.hidden = true;
    }
  });
  form.addEventListener("keydown", (event) => {
    const cell = event.target;
    if (!cell.matches("[data-cell]") || event.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      const offered = form.querySelector(`[data-take="${cell.id}"]`);
      if (offered && cell.value === "") put(offered);
      move(cell, 1);
    } else if ((event.key === "Enter" || event.key === "ArrowDown" || event.key === "ArrowUp") && !event.altKey) {
      event.preventDefault();
      move(cell, event.key === "ArrowUp" || event.shiftKey ? -1 : 1);
    }
  });
}

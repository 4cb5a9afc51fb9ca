import htmx from "htmx.org";
import { handleActs } from "./acts.js";
import { handleConfirmations } from "./confirm.js";
import { handleCopying } from "./copying.js";
import { followFlashes } from "./flashes.js";
import { handleFillTable } from "./fill_table.js";
import { guardForms, insertFields } from "./forms.js";
import { followSelections, handleFilters, handleSelections, hideFilterButtons } from "./lists.js";
import { followMade } from "./made.js";
import { closeMenus, keepHashOnLanguageSwitch } from "./page.js";
import { handleQuickAdd } from "./quick_add.js";
import { keepPlaceWhenActing } from "./rows.js";
import { followTimes, showLocalTimes, showOwnTimes } from "./times.js";
import { boundFiles, handleUploads } from "./uploads.js";

document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector('meta[name="csrf-token"]')?.content;
  if (token && event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = token;
});
// What a script could not save is sent once more the plain way: the page then says why, and holds what was typed.
document.addEventListener("htmx:responseError", ({ target }) => {
  if (target.matches?.("form:not([data-quick-add])")) target.submit();
});
function refresh() {
  followSelections();
  hideFilterButtons();
  showLocalTimes();
  showOwnTimes();
}
document.addEventListener("htmx:afterSwap", refresh);

keepHashOnLanguageSwitch();
closeMenus();
handleConfirmations();
handleCopying();
handleQuickAdd();
handleActs(() => {
  refresh();
  htmx.process(document.querySelector("[data-in-place]"));
});
guardForms();
insertFields();
handleFillTable();
followFlashes();
followMade();
handleSelections();
handleFilters(htmx);
followTimes();
boundFiles();
handleUploads();
keepPlaceWhenActing();

for (const current of document.querySelectorAll("[data-tabs] [aria-current]")) {
  current.scrollIntoView({ block: "nearest", inline: "center" });
}

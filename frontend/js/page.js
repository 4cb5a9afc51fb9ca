// Small comforts of every page.

export function keepHashOnLanguageSwitch() {
  document.addEventListener("click", ({ target }) => {
    const link = target.closest?.("a[data-keep-hash]");
    if (link && location.hash) link.hash = location.hash;
  });
}

export function closeMenus() {
  const close = (except) => {
    for (const menu of document.querySelectorAll("details[data-menu][open]")) if (menu !== except) menu.open = false;
  };
  document.addEventListener("click", ({ target }) => close(target.closest?.("details[data-menu]")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.activeElement?.closest("details[data-menu][open]");
    close(null);
    menu?.querySelector("summary").focus();
  });
}

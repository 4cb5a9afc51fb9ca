// The agenda of a public page: which day is being read, and addresses of items to pass on. Links work without this.

export function followDays() {
  const bar = document.querySelector("[data-agenda-bar]");
  const links = [...document.querySelectorAll(".agenda-jump a")];
  if (!bar || !links.length) return;
  const days = links.map((link) => document.getElementById(link.hash.slice(1)));
  let current = null;
  let waiting = false;

  const follow = () => {
    waiting = false;
    const edge = bar.getBoundingClientRect().bottom + 64;
    const read = days.findLastIndex((day) => day && !day.hidden && day.getBoundingClientRect().top <= edge);
    const link = read < 0 ? null : links[read];
    if (link === current) return;
    current?.removeAttribute("aria-current");
    link?.setAttribute("aria-current", "true");
    current = link;
    if (link) show(link);
  };
  // scrollIntoView would move the page itself.
  const show = (link) => {
    const list = link.closest("nav");
    const [box, frame] = [link.getBoundingClientRect(), list.getBoundingClientRect()];
    if (box.left < frame.left || box.right > frame.right) list.scrollLeft += box.left - frame.left - (frame.width - box.width) / 2;
  };
  const wait = () => {
    if (!waiting) requestAnimationFrame(follow);
    waiting = true;
  };
  addEventListener("scroll", wait, { passive: true });
  addEventListener("resize", wait, { passive: true });
  follow();
}

export function copyAddresses() {
  const agenda = document.querySelector(".agenda[data-copied]");
  agenda?.addEventListener("click", async ({ target }) => {
    const link = target.closest?.('.item-link[href^="#"]');
    if (!link || !navigator.clipboard) return;
    const address = new URL(link.hash, location.href);
    address.search = "";
    try {
      await navigator.clipboard.writeText(address.href);
    } catch {
      return; // refused: the address stands in the address bar
    }
    const said = agenda.querySelector("[data-agenda-said]");
    said.textContent = "";
    requestAnimationFrame(() => (said.textContent = agenda.dataset.copied));
    link.classList.add("is-copied");
    setTimeout(() => link.classList.remove("is-copied"), 1500);
  });
}

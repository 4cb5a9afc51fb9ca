// Filters the agenda by what stands on the page; the choice stands in the address, so that it can be passed on.

const plain = (text) =>
  text
    .normalize("NFKD")
    .replace(/[\u0300-\u036f\u064b-\u065f\u0670\u0640]/g, "")
    .replace(/[أإآٱ]/g, "ا")
    .replace(/ى/g, "ي")
    .replace(/ة/g, "ه")
    .toLowerCase();

const texts = (element, selector) => [...element.querySelectorAll(selector)].map((each) => each.textContent.trim());

export function filterAgenda(details) {
  const items = [...document.querySelectorAll(".agenda .agenda-item")].map((element) => ({ element }));
  const form = details.querySelector("form");
  const found = document.querySelector("[data-agenda-found]");
  const fields = ["q", "person", "room", "language"].map((name) => form.elements.namedItem(name)).filter(Boolean);

  for (const item of items) {
    item.words = plain(item.element.textContent);
    item.people = new Set(texts(item.element, ".person"));
    item.rooms = new Set(texts(item.element, ".agenda-room"));
    item.languages = new Set((item.element.dataset.languages ?? "").split(" "));
  }
  fill(form.elements.namedItem("person"), items.map((item) => item.people));
  fill(form.elements.namedItem("room"), items.map((item) => item.rooms));

  const fits = (item, wanted) =>
    (!wanted.q || wanted.q.every((word) => item.words.includes(word))) &&
    (!wanted.person || item.people.has(wanted.person)) &&
    (!wanted.room || item.rooms.has(wanted.room)) &&
    (!wanted.language || item.languages.has(wanted.language));

  const apply = () => {
    const wanted = Object.fromEntries(fields.map((field) => [field.name, field.value]));
    wanted.q = wanted.q?.trim() ? plain(wanted.q).trim().split(/\s+/) : null;
    const active = Object.values(wanted).some(Boolean);
    // What holds a fitting item stays, and so does all that a fitting item holds unless it was filtered itself.
    const shown = new Set(items.filter((item) => fits(item, wanted)).map((item) => item.element));
    for (const { element } of items) element.hidden = !shown.has(element);
    if (active) for (const element of [...shown]) if (![...element.querySelectorAll(".agenda-item")].some((child) => shown.has(child))) for (const child of element.querySelectorAll(".agenda-item")) child.hidden = false;
    for (const row of document.querySelectorAll(".agenda-row, .agenda-children > li, .agenda-day"))
      row.hidden = active && !row.querySelector(".agenda-item:not([hidden])");
    const visible = items.filter(({ element }) => !element.hidden && !element.closest("[hidden]")).length;
    const chosen = fields.filter((field) => field.value).map((field) => (field.options ? field.selectedOptions[0].text : `“${field.value.trim()}”`));
    found.textContent = !active
      ? ""
      : !visible
        ? found.dataset.nothing
        : `${found.dataset.text.replace("{shown}", visible).replace("{all}", items.length)} (${chosen.join(" · ")})`;
    const address = new URL(location.href);
    for (const field of fields) {
      if (field.value) address.searchParams.set(field.name, field.value);
      else address.searchParams.delete(field.name);
    }
    if (address.href !== location.href) history.replaceState(history.state, "", address);
    dispatchEvent(new Event("resize"));
  };

  for (const [name, value] of new URLSearchParams(location.search)) {
    const field = fields.find((each) => each.name === name);
    if (!field || (field.options && ![...field.options].some((option) => option.value === value))) continue;
    field.value = value;
    if (value) details.open = true;
  }
  let timer;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(apply, 120);
  });
  form.addEventListener("reset", () => setTimeout(apply));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    apply();
  });
  if (details.open) apply();
}

function fill(select, sets) {
  const names = [...new Set(sets.flatMap((set) => [...set]))];
  const order = new Intl.Collator(document.documentElement.lang);
  for (const name of names.sort(order.compare)) select.add(new Option(name, name));
  if (names.length < 2) select.closest(".field").hidden = true;
}

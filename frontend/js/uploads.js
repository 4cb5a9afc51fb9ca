// Files: refused before they are sent when they are too large, and dropped several at a time, each with its progress.
// Without this file the same form sends all of them at once.

const AT_ONCE = 2;

function complain(input, message) {
  const field = input.closest(".field");
  const id = `${input.id}-too-large`;
  document.getElementById(id)?.remove();
  field?.classList.toggle("has-error", Boolean(message));
  if (!message) {
    input.removeAttribute("aria-invalid");
    return;
  }
  const error = document.createElement("p");
  error.className = "error";
  error.id = id;
  error.setAttribute("role", "alert");
  error.textContent = message;
  input.before(error);
  input.setAttribute("aria-invalid", "true");
  input.value = "";
}

export function boundFiles() {
  document.addEventListener("change", ({ target: input }) => {
    if (!input.matches?.("input[type=file][data-max-bytes]") || input.closest("[data-uploads]")) return;
    const large = [...input.files].find((file) => file.size > Number(input.dataset.maxBytes));
    complain(input, large ? `${large.name}: ${input.dataset.tooLarge}` : "");
  });
}

class Row {
  constructor(list, file) {
    this.item = document.createElement("li");
    this.item.className = "uploads-file";
    const name = document.createElement("span");
    name.className = "uploads-name";
    name.append(document.createElement("bdi"));
    name.firstChild.textContent = file.name;
    this.bar = document.createElement("progress");
    this.bar.max = 100;
    this.bar.value = 0;
    this.bar.setAttribute("aria-label", file.name);
    this.message = document.createElement("span");
    this.message.className = "uploads-message";
    this.item.append(name, this.bar, this.message);
    list.append(this.item);
  }

  say(text, state) {
    this.message.textContent = text;
    this.item.className = `uploads-file is-${state}`;
    this.bar.hidden = state !== "sending" && state !== "waiting";
  }

  offerAgain(label, again) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button small";
    button.textContent = label;
    button.addEventListener("click", () => {
      this.item.remove();
      again();
    });
    this.item.append(button);
  }
}

class Uploads {
  constructor(form) {
    this.form = form;
    this.input = form.querySelector("input[type=file]");
    this.list = form.querySelector("[data-files]");
    this.queue = [];
    this.running = 0;
    this.added = new Set();
    this.input.addEventListener("change", () => this.take(this.input.files));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      event.stopPropagation();
      this.take(this.input.files);
    });
    form.querySelector("[data-without-script]").hidden = true;
    this.acceptDrops();
    window.addEventListener("beforeunload", (event) => {
      if (this.running) event.preventDefault();
    });
  }

  acceptDrops() {
    const drop = this.form.querySelector("[data-drop]");
    const carriesFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
    let depth = 0;
    drop.addEventListener("dragenter", (event) => {
      if (!carriesFiles(event)) return;
      depth += 1;
      drop.classList.add("is-over");
    });
    drop.addEventListener("dragleave", () => {
      depth = Math.max(0, depth - 1);
      if (!depth) drop.classList.remove("is-over");
    });
    // A file that misses the place must not replace the page.
    for (const kind of ["dragover", "drop"]) {
      window.addEventListener(kind, (event) => {
        if (carriesFiles(event)) event.preventDefault();
      });
    }
    drop.addEventListener("drop", (event) => {
      depth = 0;
      drop.classList.remove("is-over");
      if (carriesFiles(event)) this.take(event.dataTransfer.files);
    });
  }

  take(files) {
    const limit = Number(this.input.dataset.maxBytes);
    for (const file of [...files]) {
      const row = new Row(this.list, file);
      if (file.size > limit) row.say(this.input.dataset.tooLarge, "refused");
      else {
        row.say(this.form.dataset.waiting, "waiting");
        this.queue.push({ file, row });
      }
    }
    this.input.value = "";
    this.next();
  }

  next() {
    while (this.running < AT_ONCE && this.queue.length) this.send(this.queue.shift());
    if (!this.running && !this.queue.length && this.added.size) this.finish();
  }

  send({ file, row }) {
    this.running += 1;
    row.say(this.form.dataset.sending, "sending");
    const body = new FormData(this.form);
    body.delete(this.input.name);
    body.append(this.input.name, file);
    const request = new XMLHttpRequest();
    request.open("POST", this.form.action);
    request.responseType = "json";
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) row.bar.value = (100 * event.loaded) / event.total;
    });
    request.addEventListener("load", () => {
      const answer = request.response ?? {};
      if (request.status === 200) {
        this.added.add(answer.id);
        row.say(answer.message, answer.state);
      } else row.say(answer.message ?? this.form.dataset.failed, "refused");
    });
    request.addEventListener("error", () => {
      row.say(this.form.dataset.failed, "refused");
      row.offerAgain(this.form.dataset.again, () => this.take([file]));
    });
    request.addEventListener("loadend", () => {
      this.running -= 1;
      this.next();
    });
    request.send(body);
  }

  async finish() {
    const ids = [...this.added];
    this.added.clear();
    const query = ids.map((id) => `id=${encodeURIComponent(id)}`).join("&");
    await Promise.all([
      replace(this.form.dataset.list, "#documents", document.getElementById("documents")),
      replace(`${this.form.dataset.edit}?${query}`, "[data-edit-list]", this.form.parentElement.querySelector("[data-listed]")),
    ]);
    this.form.querySelector("[data-said]").textContent = this.form.dataset.done;
    // Somebody who is writing in the list already is left alone.
    if (document.activeElement === document.body || this.form.contains(document.activeElement)) {
      document.querySelector("[data-listed] textarea, [data-listed] input:not([type=hidden])")?.focus({ preventScroll: true });
      document.querySelector("[data-listed]").scrollIntoView({ block: "nearest" });
    }
  }
}

async function replace(address, selector, target) {
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    const part = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(selector);
    if (!answer.ok || !part || !target) return;
    if (target.id && target.id === part.id) target.replaceWith(part);
    else target.replaceChildren(part);
  } catch {
    // The files are there; the page shows them when it is loaded again.
  }
}

export function handleUploads() {
  for (const form of document.querySelectorAll("form[data-uploads]")) new Uploads(form);
}

import jsQR from "jsqr";

// Check-in at the door: the camera reads the code of a confirmation and posts it to the form of the page.
// The same form takes typed codes and works without camera and without scripts.

const LOOK_MS = 150;
const SAME_CODE_MS = 4_000;
const FRAME_WIDTH = 640;
const STATES = new Set(["ok", "again", "error"]);

async function reader() {
  try {
    const formats = await window.BarcodeDetector?.getSupportedFormats();
    if (formats?.includes("qr_code")) {
      const detector = new window.BarcodeDetector({ formats: ["qr_code"] });
      return async (video) => (await detector.detect(video))[0]?.rawValue ?? "";
    }
  } catch {
    // A detector that is announced but fails is no detector; the canvas below reads as well.
  }
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  return async (video) => {
    const scale = Math.min(1, FRAME_WIDTH / video.videoWidth);
    canvas.width = Math.round(video.videoWidth * scale);
    canvas.height = Math.round(video.videoHeight * scale);
    context.drawImage(video, 0, 0, canvas.width, canvas.height);
    const { data, width, height } = context.getImageData(0, 0, canvas.width, canvas.height);
    return jsQR(data, width, height, { inversionAttempts: "dontInvert" })?.data ?? "";
  };
}

function paragraph(className, text) {
  const line = document.createElement("p");
  line.className = className;
  line.append(Object.assign(document.createElement("bdi"), { textContent: text }));
  return line;
}

class CheckIn {
  constructor(root) {
    this.root = root;
    this.form = root.querySelector("form");
    this.input = this.form.querySelector("[data-checkin-code]");
    this.result = root.querySelector("[data-checkin-result]");
    this.camera = root.querySelector("[data-checkin-camera]");
    this.video = root.querySelector("video");
    this.start = root.querySelector("[data-checkin-start]");
    this.stop = root.querySelector("[data-checkin-stop]");
    this.last = { text: "", at: 0 };
    this.busy = false;
    this.typed = [];

    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.take();
    });
    if (navigator.mediaDevices?.getUserMedia) {
      this.start.hidden = false;
      this.start.addEventListener("click", () => this.open());
      this.stop.addEventListener("click", () => this.close());
    } else if (!window.isSecureContext) {
      this.root.querySelector("[data-checkin-insecure]").hidden = false;
    }
    // A hand scanner types at once; on a telephone the keyboard would cover the camera's picture.
    if (document.activeElement === document.body && matchMedia("(hover: hover) and (pointer: fine)").matches) {
      this.input.focus({ preventScroll: true });
    }
  }

  // A hand scanner does not wait for answers: the field is free for the next code at once, and codes queue.
  async take() {
    const text = this.input.value.trim();
    this.input.value = "";
    this.input.focus();
    if (!text) return;
    this.typed.push(text);
    if (this.busy) return;
    while (this.typed.length) {
      const sent = this.typed[0];
      if (await this.send(sent)) {
        this.typed.shift();
        continue;
      }
      // Only where no answer came is the text still needed.
      this.typed = [];
      if (!this.input.value) {
        this.input.value = sent;
        this.input.select();
      }
    }
  }

  async open() {
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1280 } }, audio: false });
    } catch {
      this.show({ state: "error", title: this.root.dataset.textNoCamera });
      return;
    }
    this.video.srcObject = this.stream;
    this.camera.hidden = this.stop.hidden = false;
    this.start.hidden = true;
    await this.video.play();
    this.read ??= await reader();
    this.look();
  }

  close() {
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = null;
    this.camera.hidden = this.stop.hidden = true;
    this.start.hidden = false;
    this.start.focus();
  }

  async look() {
    if (!this.stream) return;
    if (!this.busy && this.video.videoWidth) {
      try {
        const text = await this.read(this.video);
        const now = Date.now();
        if (text && (text !== this.last.text || now - this.last.at > SAME_CODE_MS)) {
          this.last = { text, at: now };
          await this.send(text);
          this.last.at = Date.now();
        }
      } catch {
        // A frame that cannot be read is followed by the next one.
      }
    }
    setTimeout(() => this.look(), LOOK_MS);
  }

  // Whether the server has answered, whatever it said.
  async send(text) {
    this.busy = true;
    try {
      const body = new FormData(this.form);
      body.set(this.input.name, text);
      const response = await fetch(this.root.dataset.url || this.form.action, {
        method: "POST",
        body,
        headers: { Accept: "application/json", "X-Requested-With": "fetch" },
        credentials: "same-origin",
      });
      const answer = await response.json();
      this.show(answer);
      return true;
    } catch {
      this.show({ state: "error", title: this.root.dataset.textNoAnswer });
      return false;
    } finally {
      this.busy = false;
    }
  }

  show({ state, title = "", name = "", detail = "", count = null }) {
    this.result.className = `checkin-result checkin-${STATES.has(state) ? state : "error"}`;
    this.result.replaceChildren(
      ...[
        title && paragraph("checkin-title", title),
        name && paragraph("checkin-name", name),
        detail && paragraph("checkin-detail", detail),
      ].filter(Boolean),
    );
    const counter = document.querySelector("[data-checkin-count]");
    if (counter && count !== null) counter.textContent = count;
  }
}

document.querySelectorAll("[data-checkin]").forEach((root) => new CheckIn(root));

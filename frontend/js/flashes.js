// What an act says: read out by a region that is there before it speaks, and gone after ten seconds.

const STAYS_MS = 10_000;

// A region that comes filled with its page is not read out.
export function announce(text) {
  const region = document.querySelector("[data-announcer]");
  if (!region) return;
  region.textContent = "";
  setTimeout(() => {
    region.textContent = text;
  }, 150);
}

function leaveLater(box) {
  setTimeout(() => {
    if (box.matches(":hover, :focus-within")) leaveLater(box);
    else box.remove();
  }, STAYS_MS);
}

export function followFlashes() {
  const box = document.querySelector("[data-flashes]");
  if (!box) return;
  announce([...box.children].map((flash) => (flash.querySelector("span") ?? flash).textContent.trim()).join(" "));
  if (!box.querySelector(".flash-error, .flash-warning")) leaveLater(box);
}

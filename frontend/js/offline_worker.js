// Keeps the public pages of meetings that were read on this device, with what they are made of. A page comes from the
// network as long as there is one; the copy that is shown otherwise says so itself. Nothing else is ever kept: no
// personal page, no page of a team, nothing that is sent with no-store.

const PAGES = "plenary-pages-1";
const FILES = "plenary-files-1";
const MOST_PAGES = 30;
const MOST_BYTES = 25_000_000;
const PATIENCE_MS = 6_000;

const PAGE = /^\/e\/[\w.-]{1,40}\/[a-z]{2}$/;
const SHORT = /^\/e\/[\w.-]{1,40}$/;
const FILE = /^\/(assets\/.+|logos\/\d+|e\/[\w.-]{1,40}\/(accent-\d+\.css|qr\.svg|[a-z]{2}\/print-\d+\.css))$/;

const mayBeKept = (response) => {
  const control = response.headers.get("Cache-Control") ?? "";
  return response.ok && response.type === "basic" && !response.redirected && control.includes("public") && !control.includes("no-store");
};
const plainAddress = (address) => {
  const url = new URL(address);
  return url.origin + url.pathname;
};

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) if (name.startsWith("plenary-") && ![PAGES, FILES].includes(name)) await caches.delete(name);
      await self.clients.claim();
    })(),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate" && PAGE.test(url.pathname)) event.respondWith(page(event));
  else if (request.mode === "navigate" && SHORT.test(url.pathname)) event.respondWith(shortAddress(request, url));
  else if (FILE.test(url.pathname)) event.respondWith(file(request));
});

self.addEventListener("message", (event) => {
  const { page, files } = event.data ?? {};
  if (typeof page === "string" && Array.isArray(files)) event.waitUntil(keep(page, files));
});

async function page(event) {
  const address = plainAddress(event.request.url);
  const copy = () => caches.match(address, { cacheName: PAGES });
  try {
    const response = await withPatience(fetch(event.request), copy);
    // Cancelled, withdrawn, deleted: what is gone from the site is gone from here.
    if (response.status === 404 || response.status === 410) event.waitUntil(forget(address));
    const kept = response.status >= 500 && (await copy());
    return kept ? asCopy(kept) : response;
  } catch (trouble) {
    const kept = await copy();
    if (!kept) throw trouble;
    return asCopy(kept);
  }
}

// A network that does not answer is as good as none, if there is a copy.
async function withPatience(answer, copy) {
  const late = new Promise((_, reject) => setTimeout(async () => (await copy()) && reject(new Error("late")), PATIENCE_MS));
  return Promise.race([answer, late]);
}

async function asCopy(kept) {
  const html = await kept.text();
  const headers = new Headers(kept.headers);
  headers.delete("Content-Encoding");
  headers.delete("Content-Length");
  return new Response(html.replace("<html ", `<html data-copy-of="${kept.headers.get("X-Kept-At")}" `), { headers });
}

async function shortAddress(request, url) {
  try {
    return await fetch(request);
  } catch (trouble) {
    const pages = await caches.open(PAGES);
    const own = (await pages.keys()).map((each) => each.url).filter((each) => new URL(each).pathname.toLowerCase().startsWith(`${url.pathname.toLowerCase()}/`));
    if (!own.length) throw trouble;
    const wanted = own.find((each) => navigator.languages?.some((language) => each.endsWith(`/${language.slice(0, 2)}`)));
    return Response.redirect(wanted ?? own[0], 302);
  }
}

async function file(request) {
  const kept = await caches.match(request.url, { cacheName: FILES });
  return kept ?? fetch(request);
}

async function keep(address, files) {
  const pathname = new URL(address).pathname;
  if (new URL(address).origin !== location.origin || !PAGE.test(pathname)) return;
  const response = await fetch(address, { cache: "no-cache", credentials: "same-origin" });
  if (!mayBeKept(response)) return forget(address);
  const body = await response.text();
  const own = files.filter((each) => each.startsWith(location.origin) && FILE.test(new URL(each).pathname));
  const headers = new Headers(response.headers);
  headers.delete("Content-Encoding");
  headers.set("X-Kept-At", new Date().toISOString());
  headers.set("X-Bytes", String(body.length));
  headers.set("X-Files", JSON.stringify(own));
  const store = await caches.open(FILES);
  await Promise.all(
    own.map(async (each) => {
      if (await store.match(each)) return;
      const answer = await fetch(each);
      if (mayBeKept(answer)) await store.put(each, answer);
    }),
  );
  const pages = await caches.open(PAGES);
  await pages.delete(address); // what is put again stands last
  await pages.put(address, new Response(body, { headers }));
  await tidy();
}

async function forget(address) {
  await (await caches.open(PAGES)).delete(address);
  await tidy();
}

// The pages read last stay, and of the files those that one of them needs.
async function tidy() {
  const pages = await caches.open(PAGES);
  const needed = new Set();
  let bytes = 0;
  for (const [number, request] of (await pages.keys()).reverse().entries()) {
    const headers = (await pages.match(request)).headers;
    bytes += Number(headers.get("X-Bytes"));
    if (number && (number >= MOST_PAGES || bytes > MOST_BYTES)) await pages.delete(request);
    else for (const each of JSON.parse(headers.get("X-Files"))) needed.add(each);
  }
  const store = await caches.open(FILES);
  for (const request of await store.keys()) if (!needed.has(request.url)) await store.delete(request);
}

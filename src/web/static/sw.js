// Keeps forms that were opened, so that they can be opened and answered again without a network, for weeks. The
// server puts courier.js before this script.
//
// Kept are only pages without anybody's answers: forms as they are handed out, and the page that sets a kiosk up.
// Nothing that is sent, no results and no staff pages pass through here. A page is kept together with the files of
// its own release and goes on using them until a newer copy of it is complete.

const PAGES = "hailong pages";
const FILES = "hailong files";
const PATIENCE = 4000; // ms after which a kept page is shown and the network may take its time
const SPREAD = 5_000; // ms over which devices spread the fetching of a new release
const MOST = 60; // pages kept
const NO_ID = "00000000-0000-4000-8000-000000000000";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("sync", (event) => {
  if (event.tag !== "outbox") return;
  const flushed = self.courier.flush().then((done) => done || Promise.reject(new Error("no network yet")));
  event.waitUntil(flushed);
});

self.addEventListener("message", (event) => {
  const { keep, release } = event.data ?? {};
  // What fails is tried again when the next page is opened.
  if (keep) event.waitUntil(keepAll(keep, release).catch(() => {}));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (isKeepable(url)) event.respondWith(page(event, keyOf(url)));
  } else if (isFile(url.pathname)) {
    event.respondWith(file(request));
  }
});

const isForm = ({ pathname }) => /^\/khao-sat\/[^/]+$/.test(pathname);
const isKeepable = (url) => isForm(url) || url.pathname === "/kiosk";
const isSound = (pathname) => /^\/khao-sat\/[^/]+\/am-thanh\//.test(pathname);
const isFile = (pathname) => pathname.startsWith("/static/") || isSound(pathname);
const isKiosk = (key) => key.includes("kiosk");

// The same page has the same key, in whatever order its parameters come.
function keyOf(url) {
  const parameters = [...url.searchParams].sort(([a], [b]) => (a < b ? -1 : 1));
  return `${url.pathname}?${new URLSearchParams(parameters)}`;
}

// --- pages ---

// From the network, else as it was kept.
async function page(event, key) {
  const pages = await caches.open(PAGES);
  const kept = await pages.match(key);
  if (!kept) return fetch(event.request);
  const fresh = fetch(event.request).then((answer) => {
    if (answer.status >= 500) throw new Error("the server has trouble");
    event.waitUntil(renew(key, answer.clone(), kept.clone()).catch(() => {}));
    return answer;
  });
  event.waitUntil(fresh.catch(() => {}));
  const impatient = new Promise((_, reject) => setTimeout(reject, PATIENCE));
  return Promise.race([fresh, impatient]).catch(() => asNew(kept));
}

// A kept page is handed out many times; a response needs an id of its own every time.
async function asNew(kept) {
  const text = (await kept.text()).replaceAll(NO_ID, () => self.courier.randomId());
  return new Response(text, { headers: kept.headers });
}

const withoutId = (text) =>
  text.replace(/<input\b[^>]*\bname="id"[^>]*>/g, (input) => input.replace(/\bvalue="[^"]*"/, `value="${NO_ID}"`));

const isPage = (answer) => answer.status === 200 && (answer.headers.get("content-type") ?? "").startsWith("text/html");
const releasesIn = (text) => new Set([...text.matchAll(/\/static\/[^/"]+\//g)].map(([release]) => release));

async function renew(key, answer, kept) {
  // A wave that is closed is not asked about any more.
  if (answer.status === 410) return (await caches.open(PAGES)).delete(key);
  if (!isPage(answer)) return false;
  const [now, before] = [withoutId(await answer.clone().text()), await kept.text()];
  if (now === before) return false;
  const [release] = releasesIn(now);
  if (!releasesIn(before).has(release)) await new Promise((done) => setTimeout(done, Math.random() * SPREAD));
  return keepPage(key, answer);
}

// Keeps pages that are not kept yet, or only as an older release made them.
async function keepAll(addresses, release) {
  const pages = await caches.open(PAGES);
  const wanted = addresses.map((address) => new URL(address, self.location)).filter(isKeepable);
  for (const key of wanted.map(keyOf)) {
    const kept = await pages.match(key);
    if (kept && releasesIn(await kept.text()).has(release)) continue;
    const answer = await fetch(key, { credentials: "omit", cache: "no-store", redirect: "error" });
    if (isPage(answer)) await keepPage(key, answer);
  }
  // A kiosk asks about one wave at a time.
  const forms = wanted.filter((url) => isForm(url) && url.searchParams.has("kiosk")).map(({ pathname }) => pathname);
  for (const { url } of forms.length ? await pages.keys() : []) {
    const { pathname, searchParams } = new URL(url);
    if (searchParams.has("kiosk") && !forms.includes(pathname)) await pages.delete(url);
  }
}

// One at a time, or one would let go of files that another has just fetched.
let turn = Promise.resolve();
function keepPage(key, answer) {
  const kept = turn.then(() => keepWhole(key, answer));
  turn = kept.catch(() => {});
  return kept;
}

// First the files, then the page: what is kept is whole at any moment.
async function keepWhole(key, answer) {
  const text = withoutId(await answer.text());
  for (const release of releasesIn(text)) await keepRelease(release, text);
  for (const sound of isKiosk(key) ? soundsIn(text) : []) await keepFile(sound);
  const headers = new Headers(answer.headers);
  for (const name of ["content-encoding", "content-length", "vary"]) headers.delete(name);
  const pages = await caches.open(PAGES);
  // What was kept last stands last.
  await pages.delete(key);
  await pages.put(key, new Response(text, { headers }));
  await sweep(pages);
}

// --- files ---

// What only pages of waves with envelopes load.
const ENVELOPES = ["envelope.js", "hpke.js"];

// Everything of one release that the page may need, or an error.
async function keepRelease(release, text) {
  const list = await keepFile(`${release}files.json`);
  const names = await list.json();
  const wanted = names.filter((name) => !ENVELOPES.includes(name) || text.includes("data-envelope="));
  await Promise.all(wanted.map((name) => keepFile(release + name)));
}

async function keepFile(address) {
  const files = await caches.open(FILES);
  const kept = await files.match(address);
  if (kept) return kept;
  const answer = await fetch(address, { credentials: "omit" });
  // Under the address of another release the server has today's file, which this page does not fit.
  const lasts = isSound(address) || (answer.headers.get("cache-control") ?? "").includes("immutable");
  if (answer.status !== 200 || !lasts) throw new Error(`${address} is not to be had`);
  await files.put(address, answer.clone());
  return answer;
}

// Addresses of recordings hold nothing that a page would escape.
const soundsIn = (text) => [...text.matchAll(/="(\/[^"]+)"/g)].map(([, address]) => address).filter(isSound);

async function file(request) {
  const kept = await (await caches.open(FILES)).match(request, { ignoreVary: true });
  if (!kept) return fetch(request);
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.get("range") ?? "");
  return range ? part(kept, range) : kept;
}

// Players of sound ask for parts.
async function part(kept, [, from, to]) {
  const bytes = await kept.arrayBuffer();
  const first = Number(from);
  const last = Math.min(to === "" ? Infinity : Number(to), bytes.byteLength - 1);
  const headers = new Headers(kept.headers);
  headers.set("content-range", `bytes ${first}-${last}/${bytes.byteLength}`);
  headers.set("content-length", String(last - first + 1));
  return new Response(bytes.slice(first, last + 1), { status: 206, headers });
}

// Lets go of the oldest pages where there are many, and of files that no kept page uses.
async function sweep(pages) {
  const keys = await pages.keys();
  for (const key of keys.slice(0, Math.max(keys.length - MOST, 0))) await pages.delete(key);
  const texts = await Promise.all((await pages.matchAll()).map((kept) => kept.text()));
  const releases = new Set(texts.flatMap((text) => [...releasesIn(text)]));
  const sounds = new Set(texts.flatMap(soundsIn));
  const files = await caches.open(FILES);
  for (const request of await files.keys()) {
    const { pathname, search } = new URL(request.url);
    const [release] = releasesIn(pathname);
    if (!(release ? releases.has(release) : sounds.has(pathname + search))) await files.delete(request);
  }
}

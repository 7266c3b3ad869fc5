// Makes a browser the device of a desk, and shows staff how the device is: what is open, what waits to be sent, and
// what the server refuses. Single responses are shown to nobody.

import { backlog, discard, flush, keep } from "./outbox.js";
import { choose, current, forget, known, refresh, report, setUp } from "./device.js";

const part = (id) => document.getElementById(id);
const page = part("device");
const language = document.documentElement.lang;
const inLanguage = (texts) => texts?.[language] ?? texts?.vi ?? "";

const show = (id, shown = true) => (part(id).hidden = !shown);
function write(name, value) {
  for (const place of document.querySelectorAll(`[data-fill="${name}"]`)) {
    place.textContent = (place.dataset.pattern ?? "{}").replace("{}", value);
  }
}

// Shows the one of several texts that holds.
const say = (id, which) => {
  for (const line of part(id).querySelectorAll("[data-when]")) line.hidden = line.dataset.when !== which;
};

// --- the device ---

// The token comes behind the hash sign, which no server sees, and does not stay in the address.
function tokenInAddress() {
  const token = decodeURIComponent(location.hash.slice(1));
  if (token) history.replaceState(null, "", location.pathname + location.search);
  return token;
}

async function take(token) {
  say("said", "asking");
  const outcome = await setUp(token);
  await look();
  say("said", outcome);
  if (outcome === "ready") part("begin").focus();
}

const addressOf = (wave) => `${wave.address}&lang=${wave.languages[0]}`;

// Only what has changed is drawn anew, so that nothing loses the focus.
const drawn = {};
const changed = (name, value) => drawn[name] !== (drawn[name] = JSON.stringify(value));

function draw(device) {
  if (!changed("device", device)) return;
  const wave = current(device);
  show("unset", !device);
  show("set", Boolean(device));
  show("no-wave", Boolean(device) && !wave);
  show("begin", Boolean(device) && !device.revoked && Boolean(wave));
  show("revoked", Boolean(device?.revoked));
  if (!device) return;
  write("unit", device.unit);
  write("unit-name", inLanguage(device.unit_name) || device.unit);
  write("device", device.name);
  const choices = device.waves.map((one) => {
    const choice = part("choice").content.cloneNode(true);
    const input = choice.querySelector("input");
    input.value = one.id;
    input.checked = one.id === wave.id;
    choice.querySelector("span").textContent = inLanguage(one.title);
    choice.querySelector("small").textContent = one.id;
    return choice;
  });
  part("choices").replaceChildren(...choices);
  show("waves", device.waves.length > 0);
  part("kept").replaceChildren(...(wave ? keptLinks(wave) : []));
  keep().catch(() => {});
}

// Links that the service worker keeps: the form in every language.
function keptLinks(wave) {
  return wave.languages.map((tag) => {
    const link = document.createElement("a");
    link.href = `${wave.address}&lang=${tag}`;
    link.dataset.keep = "";
    return link;
  });
}

// --- how it is ---

async function drawState(device) {
  const { waiting, refused } = await backlog().catch(() => ({ waiting: "?", refused: [] }));
  write("waiting", waiting);
  if (changed("refused", refused)) drawRefused(refused);
  say("network", navigator.onLine === false ? "off" : "on");
  say("offline", await readiness(device));
  say("lasting", (await navigator.storage?.persisted?.()) ? "yes" : "no");
}

function drawRefused(refused) {
  const lines = refused.map(({ wave, why, count }) => {
    const line = part("refusal").content.cloneNode(true);
    line.querySelector("[data-of=wave]").textContent = wave;
    line.querySelector("[data-of=count]").textContent = count;
    const reasons = [...line.querySelectorAll("[data-why]")];
    const reason = reasons.find((one) => one.dataset.why === why) ?? reasons.at(-1);
    reasons.forEach((one) => (one.hidden = one !== reason));
    line.querySelector("button").addEventListener("click", () => askToDiscard(wave, why, count));
    return line;
  });
  part("refusals").replaceChildren(...lines);
  show("refused", lines.length > 0);
}

// Whether the form can be opened without a network.
async function readiness(device) {
  if (!("caches" in globalThis)) return "never";
  const wave = current(device);
  if (!wave) return "not-yet";
  const keys = await (await caches.open("hailong pages")).keys();
  const kept = keys.map(({ url }) => new URL(url)).filter(({ pathname }) => pathname === `/khao-sat/${wave.id}`);
  return wave.languages.every((tag) => kept.some((url) => url.searchParams.get("lang") === tag)) ? "ready" : "not-yet";
}

function askToDiscard(wave, why, count) {
  const dialog = part("discard");
  write("discard-count", count);
  write("discard-wave", wave);
  part("discard-typed").value = "";
  part("discard-now").onclick = async () => {
    if (part("discard-typed").value.trim() !== String(count)) return part("discard-typed").focus();
    await discard(wave, why);
    dialog.close();
    await look();
  };
  dialog.showModal();
}

async function look() {
  const device = await known();
  draw(device);
  await drawState(device);
  return device;
}

// --- beginning ---

let auto; // to begin by itself after a power cut
let left = 0;

function begin(device) {
  clearInterval(auto);
  location.replace(addressOf(current(device)));
}

const SECONDS = Number(page.dataset.seconds);
const IN_USE = 4; // times as long while somebody uses the page

async function beginByItself() {
  await refresh();
  const device = await look();
  if (!device || device.revoked || !current(device)) return;
  show("auto");
  wait(SECONDS);
  auto = setInterval(async () => {
    wait(left - 1);
    if (left === 0) begin(await known());
  }, 1000);
}

function wait(seconds) {
  left = seconds;
  write("auto", Math.max(left, 0));
}

function stay() {
  clearInterval(auto);
  show("auto", false);
}

// --- what happens ---

part("begin").addEventListener("click", async () => begin(await known()));
part("stay").addEventListener("click", stay);
part("choices").addEventListener("change", async ({ target }) => {
  await choose(target.value);
  await look();
});
part("token-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const typed = part("token").value.trim();
  part("token").value = "";
  if (typed) take(typed.split("#").at(-1));
});
part("send-now").addEventListener("click", async () => {
  say("sent", "sending");
  const sent = await flush(true).catch(() => false);
  await report().catch(() => {});
  say("sent", sent ? "done" : "failed");
  await refresh();
  await look();
});
part("leave-desk").addEventListener("click", () => part("leaving").showModal());
part("leave-now").addEventListener("click", async () => {
  await forget();
  part("leaving").close();
  await look();
});
for (const close of document.querySelectorAll("dialog [data-close]")) {
  close.addEventListener("click", () => close.closest("dialog").close());
}
for (const happens of ["pointerdown", "keydown"]) {
  addEventListener(happens, () => wait(Math.max(left, IN_USE * SECONDS)), { capture: true });
}
for (const happens of ["online", "offline"]) addEventListener(happens, look);
navigator.storage?.persist?.().then(look, () => {});
navigator.serviceWorker?.addEventListener("controllerchange", look);
setInterval(look, 5000);

show("needs-script", false);
show("device");
const token = tokenInAddress();
if (token) await take(token);
else await beginByItself();

// The manner of a device that stands at a desk: a start screen, one person after the other, and back to the start
// by itself. Every person gets a page of their own, loaded anew in the place of the last one, so that nothing of the
// last person is left: no entry in the history, no field, no focus. Nothing is written down but how many came.

import { backlog, flush } from "./outbox.js";
import { count, current, known, refresh, report, takePermit, times } from "./device.js";

const part = (id) => document.getElementById(id);
const form = document.querySelector("form.questions");
// The thanks that a browser without scripts came to have a way back and no start.
const start = part("start");
const { wave, unit, home, language } = part("return").dataset;
// Where a clerk opens each form, a response needs the permit that says so.
const locked = "locked" in (start?.dataset ?? {});
const atHome = document.documentElement.lang === language;

// "start": nobody is here. "asking": somebody answers. "thanks": somebody has answered. "over": a new page comes.
const stage = (name) => (name ? (document.body.dataset.stage = name) : document.body.dataset.stage);

const wait = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

function write(name, value) {
  for (const place of document.querySelectorAll(`[data-fill="${name}"]`)) {
    place.textContent = (place.dataset.pattern ?? "{}").replace("{}", value);
  }
}

let device = await known();
const { thanks, idle, warning, rest } = times(device);

// --- beginning ---

// A device serves the desk it was set up at and no other.
function stranger() {
  if (!device) return "none";
  if (device.revoked) return "revoked";
  return device.unit === unit ? null : "other";
}

function offer() {
  const why = stranger();
  part("start-stop").hidden = !why;
  for (const line of part("start-stop").querySelectorAll("[data-why]")) line.hidden = line.dataset.why !== why;
  part("start-begin").hidden = Boolean(why) || locked;
  if (locked) part("start-locked").hidden = Boolean(why);
}

function begin() {
  if (stranger() || stage() !== "start") return;
  stage("asking");
  count(wave, "asked");
  fill();
  touch();
  const heading = form.querySelector("fieldset:not(.away) [tabindex='-1']") ?? document.querySelector("main h1:not(#start *)");
  heading?.focus({ preventScroll: true });
  scrollTo({ top: 0, behavior: "instant" });
}

// Waits until a clerk has opened a form. Of two pages of one device the one that is seen asks.
async function awaitPermit() {
  while (stage() === "start") {
    if (stranger() || document.visibilityState !== "visible") {
      await wait(5);
      continue;
    }
    const { reached, permit } = await takePermit(device.token);
    if (permit) form.dataset.permit = permit;
    if (permit) return begin();
    if (!reached) await wait(5);
  }
}

// The whole screen, where the browser is not pinned to it anyway.
function fill() {
  if (matchMedia("(display-mode: fullscreen)").matches) return;
  document.documentElement.requestFullscreen?.({ navigationUI: "hide" }).catch(() => {});
}

// The screen stays on. The system takes the lock back when the page is covered.
async function stayAwake() {
  if (document.visibilityState === "visible") await navigator.wakeLock?.request("screen").catch(() => {});
}

// --- the way back to the start ---

async function reset() {
  stage("over");
  step = () => {};
  form?.reset();
  globalThis.speechSynthesis?.cancel();
  document.activeElement?.blur();
  sessionStorage.clear();
  // Without a service worker nothing is kept that could be shown instead of an error.
  while (!navigator.serviceWorker?.controller && !(await reachable())) {
    part("return-wait").hidden = false;
    await wait(5);
  }
  location.replace(home);
}

const reachable = () => fetch("/health/live", { cache: "no-store" }).then(({ ok }) => ok, () => false);

// Writes the seconds that are left, and ends at none. `left` may be set anew at any time.
let left = Infinity;
let step = () => {};
setInterval(() => step((left -= 1)), 1000);

const countdown = (seconds, then) => {
  left = seconds;
  step = then;
  then(left);
};

// Whoever listens needs no touch.
const listening = () =>
  globalThis.speechSynthesis?.speaking || [...document.querySelectorAll("audio")].some((sound) => !sound.paused);

function touch() {
  if (part("idle")?.open) part("idle").close();
  if (stage() === "asking") countdown(idle, () => (listening() ? (left = idle) : left <= 0 && doubt()));
  if (stage() === "thanks") leave();
  if (stage() === "start") countdown(rest, () => left <= 0 && lookAround());
}

// Nobody has touched anything: is somebody still there? Can be answered as often as one likes.
function doubt() {
  part("idle").showModal();
  part("idle-stay").focus();
  countdown(warning, () => {
    write("idle", Math.max(left, 0));
    if (left === 10 || left === 5) part("idle-said").textContent = part("idle-left").textContent;
    if (left <= 0) reset();
  });
}

function leave() {
  if (part("return").hidden) document.querySelector("main").append(part("return"));
  part("return").hidden = false;
  countdown(thanks, () => {
    if (listening()) left = thanks;
    write("return", Math.max(left, 0));
    if (left <= 0) reset();
  });
}

// --- while nobody is here ---

const REPORT = 400; // rests between two reports of the counts: about a day, nobody knows when
const LONGEST = 15; // rests between two looks of a device that nobody uses

// Goes back to the first language, sends what waits, and changes over when another wave has begun.
async function lookAround(pause = 1) {
  if (!atHome) return reset();
  const next = Math.min(2 * pause, LONGEST);
  countdown(rest * next * (0.75 + Math.random() / 2), () => left <= 0 && lookAround(next));
  device = await refresh();
  await flush().catch(() => {});
  if (Math.random() < pause / REPORT) await report().catch(() => {});
  if (stage() !== "start") return;
  offer();
  tell();
  const now = current(device);
  if (device && !device.revoked && now && now.id !== wave) {
    stage("over");
    location.replace(now.address);
  }
}

// A line for staff.
async function tell() {
  const { waiting, refused } = await backlog().catch(() => ({ waiting: 0, refused: [] }));
  const stuck = refused.reduce((sum, { count }) => sum + count, 0);
  write("waiting", waiting);
  write("refused", stuck);
  part("start-waiting").hidden = waiting === 0;
  part("start-refused").hidden = stuck === 0;
  part("start-offline").hidden = navigator.onLine !== false;
}

// --- what happens ---

function listen() {
  for (const happens of ["pointerdown", "keydown", "wheel", "touchmove", "input", "focusin", "scroll"]) {
    addEventListener(happens, sense, { capture: true, passive: true });
  }
  document.addEventListener("visibilitychange", stayAwake);
  // Back from wherever the browser kept it.
  addEventListener("pageshow", ({ persisted }) => persisted && reset());
  // Nothing leads away from here, and nothing can be carried off or dropped.
  for (const happens of ["contextmenu", "dragstart", "dragover", "drop"]) {
    addEventListener(happens, (event) => event.preventDefault(), { capture: true });
  }
  for (const happens of ["click", "auxclick"]) {
    addEventListener(happens, (event) => follow(event, event.target.closest?.("a[href]")), { capture: true });
  }
}

// While it is asked whether somebody is there, a touch anywhere says yes, and a key leaves time to choose.
function sense({ type, target }) {
  if (stage() === "over") return;
  if (!part("idle")?.open) return touch();
  if (type === "pointerdown" && !target.closest("button")) touch();
  if (type === "keydown") left = warning;
}

// What the form itself does with a link goes on; only the browser does not follow it.
function follow(event, link) {
  if (!link) return;
  event.preventDefault();
  if (event.type !== "click") return;
  if (link.closest("#start")) {
    stage("over");
    location.replace(link.href);
  } else if (link.hash && link.pathname === location.pathname) {
    const place = document.querySelector(link.hash);
    place?.scrollIntoView();
    place?.focus();
  }
}

function attach() {
  part("start-begin").addEventListener("click", begin);
  part("idle-stay").addEventListener("click", touch);
  part("idle-leave").addEventListener("click", reset);
  part("idle").addEventListener("cancel", touch);
  document.addEventListener("hailong:begun", () => count(wave, "begun"), { once: true });
  document.addEventListener("hailong:done", ({ detail }) => {
    if (detail.outcome !== "sent" && detail.outcome !== "kept") return;
    count(wave, "answered");
    stage("thanks");
    leave();
  });
}

sessionStorage.clear();
listen();
stayAwake();
navigator.storage?.persist?.().catch(() => {});
part("return-now").addEventListener("click", reset);
if (form) attach();
// Answers that the server sent back are being mended.
stage(!form ? "thanks" : "cameBack" in start.dataset ? "asking" : "start");
if (stage() === "start") {
  start.hidden = false;
  offer();
  tell();
  if (locked) awaitPermit();
}
touch();

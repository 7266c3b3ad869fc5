// The outbox of a form. Loading it is enough: what waits from earlier is sent, and the page is kept, where the
// browser allows it, so that it can be opened and answered without a network.

import "./courier.js";

const { courier } = globalThis;
const PAUSE = 60; // s between two attempts
const RARELY = 1 / 30; // attempts at which what was refused for good is tried again, too

export const { flush, backlog, discard } = courier;

export async function deliver(wave, body) {
  const done = await courier.deliver(wave, body);
  if (done.outcome === "kept") await remember();
  // The network is there: so may be what waits.
  if (done.outcome === "sent") flush().catch(() => {});
  return done;
}

// Asks the browser to send when there is a network again, even if no page is open then, and not to clear the
// outbox away for want of space. Not every browser does either.
async function remember() {
  try {
    navigator.storage?.persist?.().catch(() => {});
    const registration = await navigator.serviceWorker?.getRegistration();
    await registration?.sync?.register("outbox");
  } catch {
    // Then it is sent when a form is open.
  }
}

// Random, so that a thousand devices that lost the same network do not all come back in the same second.
function attend(failures = 0) {
  const pause = PAUSE * 2 ** Math.min(failures, 4) * (0.5 + Math.random());
  setTimeout(async () => {
    const done = await flush(Math.random() < RARELY).catch(() => false);
    attend(done ? 0 : failures + 1);
  }, pause * 1000);
}

// Has the service worker keep this page and those that the page marks, with all that belongs to them. Service
// workers exist only where nobody in between can change a page: by HTTPS, or on the machine itself.
export async function keep() {
  if (!("serviceWorker" in navigator)) return;
  const marked = [...document.querySelectorAll("a[data-keep]")].map((link) => link.href);
  await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" });
  const { active } = await navigator.serviceWorker.ready;
  const release = new URL(".", import.meta.url).pathname;
  active.postMessage({ keep: [location.pathname + location.search, ...marked], release });
}

keep().catch(() => {});
addEventListener("online", () => flush().catch(() => {}));
flush(Math.random() < RARELY).catch(() => {});
attend();

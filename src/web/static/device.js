// What a device that stands at a desk knows of itself: its token, its desk, what is open there, and how many people
// came. Kept in the browser; a response carries nothing of it.

import "./courier.js";

const { courier } = globalThis;
const SELF = "self";
const TIMES = { thanks: 20, idle: 45, warning: 20, rest: 60 }; // s, until the server says otherwise

const use = courier.storage("hailong-kiosk", (database) => {
  database.createObjectStore("device");
  database.createObjectStore("counts", { keyPath: "wave" });
  database.createObjectStore("reports", { keyPath: "id" });
});

// --- itself ---

// The device as it was last heard of, or null where this is an ordinary browser.
export async function known() {
  return (await use(["device"], "readonly", (device) => device.get(SELF)).catch(() => null)) ?? null;
}

const save = (device) => use(["device"], "readwrite", (store) => store.put(device, SELF));

// No kiosk any more. What waits in the outbox stays and is sent.
export const forget = () => use(["device"], "readwrite", (store) => store.delete(SELF));

export const times = (device) => ({ ...TIMES, ...device?.times });

async function ask(token, path, more = {}) {
  const impatience = new AbortController();
  const timer = setTimeout(() => impatience.abort(), more.patience ?? 15_000);
  const headers = { authorization: `Bearer ${token}`, accept: "application/json", ...more.headers };
  const settings = { credentials: "omit", cache: "no-store", redirect: "error", signal: impatience.signal };
  try {
    const answer = await fetch(path, { ...settings, ...more, headers });
    const ours = /^application\/(problem\+)?json/.test(answer.headers.get("content-type") ?? "");
    // Somebody in between is as good as no network.
    return ours ? { status: answer.status, said: await answer.json() } : { status: 0 };
  } catch {
    return { status: 0 };
  } finally {
    clearTimeout(timer);
  }
}

// Makes this browser the device of a token. "ready", "refused" or "unreachable".
export async function setUp(token) {
  const { status, said } = await ask(token, "/api/v1/kiosk");
  if (status === 401) return "refused";
  if (status !== 200) return "unreachable";
  await save({ ...said, token, chosen: said.waves[0]?.id, family: said.waves[0]?.family });
  return "ready";
}

// Asks where it stands and what is open there now. What cannot be asked stays as it was.
export async function refresh() {
  const device = await known();
  if (!device) return null;
  const { status, said } = await ask(device.token, "/api/v1/kiosk");
  if (status === 401) await save({ ...device, revoked: true });
  if (status === 200) await save({ ...device, ...said, revoked: false, chosen: current({ ...device, ...said })?.id });
  return known();
}

// Waits for a permit to hand one response in: at most the twenty seconds that the server takes.
export async function takePermit(token) {
  const { status, said } = await ask(token, "/api/v1/kiosk/permit", { method: "POST", patience: 30_000 });
  return { reached: status === 200, permit: said?.permit };
}

export async function choose(wave) {
  const device = await known();
  await save({ ...device, chosen: wave, family: device.waves.find(({ id }) => id === wave)?.family });
}

// The wave that is asked about now: the chosen one, else the next of the same survey, else the first.
export function current(device) {
  const { waves = [], chosen, family } = device ?? {};
  return waves.find(({ id }) => id === chosen) ?? waves.find((wave) => wave.family === family) ?? waves[0];
}

// --- how many came ---

// Adds one person who began ("asked"), gave a first answer ("begun") or handed a response in ("answered").
export function count(wave, what) {
  return use(["counts"], "readwrite", (counts) => {
    const asked = counts.get(wave);
    asked.onsuccess = () => {
      const sums = asked.result ?? { wave, asked: 0, begun: 0, answered: 0 };
      counts.put({ ...sums, [what]: sums[what] + 1 });
    };
  }).catch(() => {});
}

// Reports what was counted. Sums become a report with an id of its own before anything is sent, so that a report
// whose receipt is lost is the same report when it is sent again. Not while somebody answers: they would count as
// having left.
export async function report() {
  const device = await known();
  if (!device) return;
  await use(["counts", "reports"], "readwrite", (counts, reports) => {
    const all = counts.getAll();
    all.onsuccess = () => {
      for (const { wave, asked, begun, answered } of all.result) {
        const abandoned = Math.max(begun - answered, 0);
        reports.put({ id: courier.randomId(), wave, asked, answered, abandoned });
        counts.delete(wave);
      }
    };
    return all;
  });
  for (const body of await use(["reports"], "readonly", (reports) => reports.getAll())) {
    const headers = { "content-type": "application/json" };
    const sent = { method: "POST", headers, body: JSON.stringify(body) };
    const { status } = await ask(device.token, "/api/v1/kiosk/counts", sent);
    // Of a wave that is closed nobody counts the visits any more.
    if ([200, 201, 404, 410, 422].includes(status)) await use(["reports"], "readwrite", (reports) => reports.delete(body.id));
    else return;
  }
}

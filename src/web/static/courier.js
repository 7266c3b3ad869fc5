// Carries responses to the server: each lies in the outbox of this device first, is sent, and leaves it only when
// the server has said of this very response that it is on its disk. Used by pages and, because it is no module but
// a plain script, by the service worker too, before whose own script the server puts this one.
//
// A response is looked up by its random id and holds no time, so the order in the outbox tells nothing; what has
// waited is sent in random order. No clock is read. What a response says is of no concern here: it has an id, and
// everything else may be an envelope that only the other end can open.

(() => {
  const STORE = "responses";
  const MOST = 200; // responses in one request
  const LONGEST = 500_000; // signs in one request; two mebibytes are taken
  const PATIENCE = 10_000; // ms a person waits for the server
  const LONG_PATIENCE = 60_000; // ms for what waits in the background

  // --- storage ---

  // Gives a function that does some work on stores of a database, and ends when it is on the disk and not only on
  // its way there. `make` makes the stores. The database is opened without a version: what a newer release adds to
  // it must not lock out a page of an older one.
  function storage(name, make) {
    const open = () =>
      new Promise((resolve, reject) => {
        const asked = indexedDB.open(name);
        asked.onupgradeneeded = () => make(asked.result);
        asked.onsuccess = () => resolve(asked.result);
        asked.onerror = () => reject(asked.error);
      });
    return async (stores, mode, work) => {
      const database = await open();
      database.onversionchange = () => database.close();
      try {
        return await new Promise((resolve, reject) => {
          const transaction = database.transaction(stores, mode, { durability: "strict" });
          const request = work(...stores.map((store) => transaction.objectStore(store)));
          transaction.oncomplete = () => resolve(request?.result);
          transaction.onabort = () => reject(transaction.error ?? request?.error);
        });
      } finally {
        database.close();
      }
    };
  }

  const inOutbox = storage("hailong-outbox", (database) => database.createObjectStore(STORE, { keyPath: "key" }));
  const use = (mode, work) => inOutbox([STORE], mode, work);

  const all = () => use("readonly", (store) => store.getAll());
  const add = (record) => use("readwrite", (store) => store.add(record));
  const remove = (key) => use("readwrite", (store) => store.delete(key));

  // Notes why the server refuses a response, if it still lies here: another tab may have settled it meanwhile.
  const mark = (key, refused) =>
    use("readwrite", (store) => {
      const asked = store.get(key);
      asked.onsuccess = () => asked.result && store.put({ ...asked.result, refused });
      return asked;
    });

  // The key under which a response lies in the outbox now, or null where there is no room.
  async function store(wave, body) {
    try {
      await add({ key: body.id, wave, body });
      return body.id;
    } catch (cause) {
      if (cause?.name !== "ConstraintError") return null;
    }
    try {
      const there = await use("readonly", (store) => store.get(body.id));
      if (there?.wave === wave && JSON.stringify(there.body) === JSON.stringify(body)) return body.id;
      // Two responses under one id should not be. Neither is thrown away; the server says what becomes of them.
      const key = randomId();
      await add({ key, wave, body });
      return key;
    } catch {
      return null;
    }
  }

  // --- the way to the server ---

  // What became of each, or null where that is not known: no network, a broken or a busy server, or somebody in
  // between who answers instead of it.
  async function post(wave, records, patience) {
    const impatience = new AbortController();
    const timer = setTimeout(() => impatience.abort(), patience);
    const language = globalThis.document?.documentElement.lang ?? "vi";
    try {
      const answer = await fetch(`/api/v1/waves/${encodeURIComponent(wave)}/responses:batch?lang=${language}`, {
        method: "POST",
        headers: { "content-type": "application/json", accept: "application/json" },
        body: JSON.stringify(records.map((record) => record.body)),
        credentials: "omit",
        cache: "no-store",
        redirect: "error",
        signal: impatience.signal,
      });
      const type = answer.headers.get("content-type") ?? "";
      const said = await answer.json();
      if (answer.ok && said.results?.length === records.length) return said.results;
      if (answer.ok || !type.startsWith("application/problem+json")) return null;
      return records.map(() => ({ status: answer.status, problem: said }));
    } catch {
      return null;
    } finally {
      clearTimeout(timer);
    }
  }

  const arrived = ({ status }) => status === 200 || status === 201;
  const later = ({ status }) => status >= 500 || status === 408 || status === 429;

  // Sends some responses of one wave and settles each by its own receipt. False when the rest may as well wait.
  async function send(wave, records) {
    const receipts = await post(wave, records, LONG_PATIENCE);
    if (!receipts) return false;
    const whole = receipts[0].status === 400 || receipts[0].status === 413;
    if (whole && records.length > 1 && receipts.every(({ status }) => status === receipts[0].status)) {
      // One of them spoils the whole request.
      const half = records.length >> 1;
      return (await send(wave, records.slice(0, half))) && send(wave, records.slice(half));
    }
    for (const [place, receipt] of receipts.entries()) {
      const { key, refused } = records[place];
      const why = receipt.problem?.code ?? "other";
      if (arrived(receipt)) await remove(key);
      else if (!later(receipt) && refused !== why) await mark(key, why);
    }
    return !receipts.every(later);
  }

  function shuffled(list) {
    const random = crypto.getRandomValues(new Uint32Array(list.length));
    return list.map((item, place) => [random[place], item]).sort(([a], [b]) => a - b).map(([, item]) => item);
  }

  function* parcels(records) {
    let parcel = [];
    let length = 0;
    for (const record of records) {
      const more = JSON.stringify(record.body).length;
      if (parcel.length === MOST || (parcel.length && length + more > LONGEST)) {
        yield parcel;
        parcel = [];
        length = 0;
      }
      parcel.push(record);
      length += more;
    }
    if (parcel.length) yield parcel;
  }

  // --- who may send what: tabs and the service worker share one outbox ---

  const lock = "hailong outbox";
  const lockOf = (body) => `${lock} ${body.id}`;
  const alone = (name, work) => (navigator.locks ? navigator.locks.request(name, work) : work());

  async function inHand() {
    const { held = [] } = (await navigator.locks?.query()) ?? {};
    return new Set(held.map(({ name }) => name));
  }

  // Sends what waits, in random order; of what was refused for good only when `again` says so. True when nothing
  // is left to be sent.
  function flush(again = false) {
    return alone(lock, async () => {
      const busy = await inHand();
      const waiting = (await all()).filter(({ body, refused }) => (again || !refused) && !busy.has(lockOf(body)));
      for (const wave of shuffled([...new Set(waiting.map((record) => record.wave))])) {
        for (const parcel of parcels(shuffled(waiting.filter((record) => record.wave === wave)))) {
          if (!(await send(wave, parcel))) return false;
        }
      }
      return true;
    });
  }

  // --- what a form needs ---

  function randomId() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  }

  // Storage that never answers must not keep a response from being sent.
  const within = (ms, promise) => Promise.race([promise, new Promise((done) => setTimeout(done, ms, null))]);

  // Takes a response over. sent: the server has it. kept: it lies here and is sent by itself. refused: the person
  // can mend it; it is not here any more. failed: it is neither here nor there.
  const deliver = (wave, body) => alone(lockOf(body), () => handOver(wave, body));

  async function handOver(wave, body) {
    const key = await within(5000, store(wave, body));
    const forget = () => key && remove(key).catch(() => {});
    const [receipt] = (await post(wave, [{ body }], PATIENCE)) ?? [{ status: 503 }];
    const problem = receipt.problem ?? {};
    if (arrived(receipt)) {
      await forget();
      return { outcome: "sent" };
    }
    if (receipt.status === 422 || receipt.status === 409) {
      await forget();
      const listed = problem.violations ?? [{ pointer: "", code: problem.code, detail: problem.detail }];
      return { outcome: "refused", violations: listed.map((one) => ({ ...one, item: itemOf(one.pointer) })) };
    }
    if (!key) return { outcome: "failed" };
    if (!later(receipt)) await mark(key, problem.code ?? "other").catch(() => {});
    return { outcome: "kept" };
  }

  // The item a JSON pointer into a response leads to (RFC 6901).
  function itemOf(pointer) {
    const [, answers, item] = pointer.split("/");
    return answers === "answers" ? item?.replaceAll("~1", "/").replaceAll("~0", "~") : undefined;
  }

  // How many wait, and how many the server refuses, by wave and reason. Never which.
  async function backlog() {
    const records = await all();
    const refused = new Map();
    for (const { wave, refused: why } of records) {
      const kind = `${wave} ${why}`;
      if (why) refused.set(kind, { wave, why, count: (refused.get(kind)?.count ?? 0) + 1 });
    }
    return { waiting: records.filter(({ refused }) => !refused).length, refused: [...refused.values()] };
  }

  // Throws refused responses of one wave and reason away; only ever on the word of staff.
  async function discard(wave, why) {
    for (const record of await all()) {
      if (record.wave === wave && record.refused === why) await remove(record.key);
    }
  }

  globalThis.courier = { deliver, flush, backlog, discard, randomId, storage };
})();

// Trades the code of a ticket in for a token that nobody can link to it, not even the service that issued both:
// VOPRF of RFC 9497, as the interface describes at /api/v1/waves/{wave}/tokens. Loaded only where tickets are blind.

import { ristretto255_oprf } from "./voprf.js";

const { voprf } = ristretto255_oprf;
const PATIENCE = 10_000; // ms a person waits for the server

const code = (bytes) =>
  btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const decode = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));

// What is being traded in, so that asking again after a lost answer is the same request, and gets the same answer. In
// the storage of the tab, where it may be used, so that it outlives a page that is loaded again; not at a kiosk, where
// the next person uses the same tab.
let trading = null;
const shelf = ({ wave, unit }) => `hailong blind ${wave} ${unit}`;

function stored(place, work) {
  try {
    return place.manner === "kiosk" ? null : work(sessionStorage, shelf(place));
  } catch {
    return null;
  }
}

function begun(place, ticket) {
  trading ??= stored(place, (storage, name) => JSON.parse(storage.getItem(name)));
  if (trading?.ticket !== ticket || trading.wave !== place.wave || trading.unit !== place.unit) {
    const nonce = crypto.getRandomValues(new Uint8Array(32));
    const { blind, blinded } = voprf.blind(nonce);
    trading = { wave: place.wave, unit: place.unit, ticket, nonce: code(nonce), blind: code(blind), blinded: code(blinded) };
    keep(place);
  }
  return trading;
}

const keep = (place) => stored(place, (storage, name) => storage.setItem(name, JSON.stringify(trading)));

// Nothing of it stays once the response is sent.
export function forget(place) {
  trading = null;
  stored(place, (storage, name) => storage.removeItem(name));
}

// The token, or what a person can do about there being none. `place` is what the form says about itself; `key` is the
// public half in the page, by which the service proves that it treats everybody alike.
export async function trade(place, ticket, key) {
  const one = begun(place, ticket);
  if (one.token) return { token: one.token };
  const said = await ask(place, { unit: place.unit, ticket, blinded: one.blinded });
  if (!said?.element) return said ?? { outcome: "failed" };
  let made;
  try {
    made = voprf.finalize(...[one.nonce, one.blind, said.element, one.blinded, key, said.proof].map(decode));
  } catch {
    return { outcome: "refused", violations: [{ pointer: "/ticket", code: "token_unproven" }] };
  }
  one.token = `${one.nonce}.${code(made)}`;
  keep(place);
  return { token: one.token };
}

// What the service says, or null where that is not known.
async function ask({ wave }, body) {
  const impatience = new AbortController();
  const timer = setTimeout(() => impatience.abort(), PATIENCE);
  try {
    const language = document.documentElement.lang;
    const answer = await fetch(`/api/v1/waves/${encodeURIComponent(wave)}/tokens?lang=${language}`, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify(body),
      credentials: "omit",
      cache: "no-store",
      redirect: "error",
      signal: impatience.signal,
    });
    const said = await answer.json();
    if (answer.ok) return said;
    if (answer.status >= 500 || answer.status === 408 || answer.status === 429) return null;
    const listed = said.violations ?? [{ pointer: "", code: said.code, detail: said.detail }];
    return { outcome: "refused", violations: listed };
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

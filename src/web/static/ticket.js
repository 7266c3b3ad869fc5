// The code of a ticket: taken from the address of the page, which the server never sees, and from there at once; read
// as tolerantly as the server reads it, so that a slip is told on the spot. Loaded before the form itself, and only
// where a ticket is asked for.

const field = document.getElementById("ticket-code");
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const ALIKE = { O: "0", I: "1", L: "1", U: "V" };
const LENGTH = 17;
const BETWEEN = /[\s\-._‐‑‒–—−\u00ad\u200b]/g;

// The same sum over GF(32) as in src/domain/ticket.rs.
const twice = (value) => (value & 16 ? (value << 1) ^ 0b100101 : value << 1);
const check = (values) => values.reduce((sum, value) => twice(sum ^ value), 0);

// What is wrong with a code, by the server's own word for it, or null.
function fault(text) {
  const signs = [...text.toUpperCase().replace(BETWEEN, "")].map((sign) => ALIKE[sign] ?? sign);
  const values = signs.map((sign) => ALPHABET.indexOf(sign));
  if (!signs.length) return "ticket_missing";
  if (values.includes(-1)) return "ticket_sign";
  if (values.length !== LENGTH) return "ticket_length";
  return check(values.slice(0, -1)) === values.at(-1) ? null : "ticket_mistyped";
}

const word = (key) => document.getElementById("ticket-words").content.querySelector(`[data-word="${key}"]`).textContent;
const part = (name) => document.getElementById(`ticket-${name}`);

function settle() {
  part("error").hidden = true;
  part("ready").hidden = fault(field.value) !== null;
  field.removeAttribute("aria-invalid");
  document.getElementById("ticket-box").classList.remove("has-error");
}

function complain(text) {
  part("error").textContent = text;
  part("error").hidden = false;
  part("ready").hidden = true;
  field.setAttribute("aria-invalid", "true");
  document.getElementById("ticket-box").classList.add("has-error");
  field.focus();
}

// Says what is wrong with what was typed, if anything is. A preview asks for none.
function refuses() {
  const why = "preview" in field.form.dataset ? null : fault(field.value);
  if (why) complain(word(why));
  return why !== null;
}

// A code in the address goes into the field and leaves no trace in the address; an anchor of this page stays.
function take() {
  const code = decodeURIComponent(location.hash.slice(1));
  if (!code || document.getElementById(code)) return;
  history.replaceState(history.state, "", location.pathname + location.search);
  field.value = code;
  settle();
}

take();
// Another ticket was scanned while the page stood open.
addEventListener("hashchange", take);
field.addEventListener("input", settle);

// A device at a desk may have no keyboard, and one on the screen writes Vietnamese: these are the signs there are. What is
// typed with them stands in the groups in which it is printed.
function press({ target }) {
  const { sign } = target.closest("button")?.dataset ?? {};
  if (sign === undefined) return;
  const typed = field.value.toUpperCase().replace(BETWEEN, "");
  const signs = sign ? (typed + sign).slice(0, LENGTH) : typed.slice(0, -1);
  field.value = signs.replace(/^(.{4})(.{1,4})?(.{1,4})?(.*)$/, (_, ...groups) => groups.slice(0, 4).filter(Boolean).join("-"));
  field.dispatchEvent(new Event("input", { bubbles: true }));
  if (fault(field.value) === null) document.querySelector("fieldset:not(.away)")?.scrollIntoView({ block: "center" });
}

const keypad = document.getElementById("keypad");
if (keypad) {
  keypad.hidden = false;
  field.inputMode = "none"; // no second keyboard over the page; one of hardware goes on working
  keypad.addEventListener("click", press);
}

// Lets a response in. Where tickets are blind, its code is traded in for a token first; gives what went wrong with
// that, if anything did.
async function admit(body, place) {
  body.ticket = field.value.trim();
  const key = field.dataset.blind;
  if (!key) return null;
  try {
    const { trade } = await import("./blind.js");
    const { token, outcome, violations } = await trade(place, body.ticket, key);
    if (token) return (body.ticket = token), null;
    return { outcome, violations: violations?.map((one) => ({ ...one, detail: one.detail ?? word(one.code) })) };
  } catch {
    return { outcome: "failed" };
  }
}

// The response is sent, or lies in the outbox.
async function done(place) {
  if (field.dataset.blind) (await import("./blind.js")).forget(place);
}

globalThis.ticket = { field, refuses, complain, settle, admit, done };

// Shows one question at a time, or a small block of them where they fit, and leads through them by pointer and
// keyboard. Without it the page shows every question with a sentence that says when it is to be answered, and
// the server leaves out what was not asked: whatever fails here, the plain form goes on working.

const part = (id) => document.getElementById(id);
const form = part("form");
const kiosk = form.dataset.manner === "kiosk";
const questions = [...form.querySelectorAll("fieldset[data-item]")];
const byItem = new Map(questions.map((question) => [question.dataset.item, question]));
const review = part("review");
const title = document.title;
const { ticket } = globalThis; // where one is asked for

function word(key, ...values) {
  const text = part("words").content.querySelector(`[data-word="${key}"]`).textContent;
  return text.replace(/\{(\d)\}/g, (_, place) => values[place - 1] ?? "");
}

// --- answers and routing ---

const inputs = (question) => [...question.querySelectorAll("input")];
const checked = (question) => inputs(question).filter((input) => input.checked);
const given = (question) => checked(question).filter((input) => input.value !== "");
const reached = () => questions.filter((question) => !question.disabled);
const missing = (question) => "required" in question.dataset && given(question).length === 0;

function holds(condition) {
  if (condition.chosen) {
    const question = byItem.get(condition.chosen.item);
    if (!question || question.disabled) return false;
    return given(question).some((input) => condition.chosen.codes.map(String).includes(input.value));
  }
  if (condition.all) return condition.all.every(holds);
  if (condition.any) return condition.any.some(holds);
  return !holds(condition.not);
}

// A condition names earlier questions only, so one pass in the order of the page is enough.
function route() {
  for (const question of questions) {
    if (question.dataset.askIf) question.disabled = !holds(JSON.parse(question.dataset.askIf));
    if (!question.disabled) continue;
    seen.delete(question);
    settle(question);
  }
}

// --- what this tab keeps until the form is sent; nothing on a device that many people use ---

const shelf = `hailong ${form.dataset.wave} ${form.dataset.unit}`;
const id = form.elements.namedItem("id");

// Storage may be forbidden or full; the form works all the same.
function store(work) {
  try {
    return kiosk ? null : work(sessionStorage);
  } catch {
    return null;
  }
}

function keep() {
  const answers = questions.map((question) => [question.dataset.item, checked(question).map((one) => one.value)]);
  const code = ticket?.field.value;
  store((shelves) => shelves.setItem(shelf, JSON.stringify({ id: id.value, at: name(at), answers, code })));
}

const forget = () => store((shelves) => shelves.removeItem(shelf));

function restore() {
  const kept = store((shelves) => JSON.parse(shelves.getItem(shelf)));
  for (const [item, values] of kept?.answers ?? []) {
    const question = byItem.get(item);
    if (question && values.length) inputs(question).forEach((one) => (one.checked = values.includes(one.value)));
  }
  // A page comes with an id of its own: from the server, or from the service worker that kept it.
  if (kept) id.value = kept.id;
  if (kept?.code && ticket && !ticket.field.value) {
    ticket.field.value = kept.code;
    ticket.settle();
  }
  return kept;
}

// --- steps ---

const wide = matchMedia("(min-width: 60rem) and (min-height: 34rem)");
const MOST = 4; // questions in a block
const seen = new Set();
let heights = new Map();
let head = 0; // height of what only stands above the first step
let at = questions[0]; // first question of the step shown, or the review
let over = false; // sent
let fixing = false; // came from the review to change one answer

const name = (place) => place.dataset.item ?? "";
const find = (item) => (item === "" ? review : byItem.get(item) ?? questions[0]);

function measure() {
  form.classList.add("measuring");
  heights = new Map(questions.map((question) => [question, question.offsetHeight]));
  form.classList.remove("measuring");
  head = part("intro").offsetHeight + (part("ticket-box")?.offsetHeight ?? 0) || head;
}

function steps() {
  const blocks = form.classList.contains("blocks");
  // Without what stands above and below the questions.
  const room = innerHeight - 24 * parseFloat(getComputedStyle(document.documentElement).fontSize);
  const list = [];
  let height = 0;
  for (const question of reached()) {
    const last = list.at(-1);
    height += heights.get(question);
    const together = last && last[0].parentElement === question.parentElement && last.length < MOST;
    if (blocks && together && height <= room - (list.length === 1 ? head : 0)) {
      last.push(question);
    } else {
      list.push([question]);
      height = heights.get(question);
    }
  }
  return list;
}

function stepOf(place) {
  const list = steps();
  return place === review ? [] : list.find((step) => step.includes(place)) ?? list[0];
}

function show(place, silently = false) {
  clearTimeout(waiting);
  const step = stepOf(place);
  at = step[0] ?? review;
  const first = at === reached()[0];
  questions.forEach((question) => question.classList.toggle("away", !step.includes(question)));
  form.querySelectorAll(".block").forEach((block) => block.classList.toggle("away", !block.contains(at)));
  step.forEach((question) => seen.add(question));
  review.hidden = part("send").hidden = at !== review;
  part("next").hidden = at === review;
  part("back").hidden = first;
  document.body.dataset.step = first ? "first" : at === review ? "review" : "later";
  tell(step);
  keep();
  if (silently) return;
  document.dispatchEvent(new CustomEvent("hailong:step"));
  scrollTo({ top: 0, behavior: "instant" });
  at.querySelector("[tabindex='-1']").focus({ preventScroll: true });
}

// Says how far one has come: in words, as a bar, in the title of the window and to whoever listens.
function tell(step) {
  const all = reached();
  const [from, to] = [all.indexOf(step[0]) + 1, all.indexOf(step.at(-1)) + 1];
  const asked = step.length > 1 ? word("at-many", from, to, all.length) : word("at", from, all.length);
  const words = step.length ? asked : word("at-review");
  enumerate(all);
  const bar = part("where").querySelector("progress");
  bar.max = all.length;
  bar.value = to || all.length;
  if (part("at").textContent === words) return;
  part("at").textContent = part("live").textContent = words;
  document.title = `${words} – ${title}`;
}

function enumerate(list) {
  list.forEach((question, place) => (question.querySelector(".number").textContent = `${place + 1}.`));
}

// --- from step to step ---

let depth = 0; // steps that the browser's Back button goes through before it leaves the page
let waiting; // to go on by itself

function go(place) {
  // A device that stands at a desk must not remember any step.
  if (!kiosk) history.pushState({ at: name(place), depth: ++depth }, "");
  return comeTo(place);
}

async function comeTo(place) {
  clearTimeout(waiting);
  if (place === review) {
    fixing = false;
    try {
      (await finish()).list(survey);
    } catch {
      return showAll();
    }
  }
  return show(place);
}

function next() {
  const step = stepOf(at);
  if (document.body.dataset.step === "first" && ticket?.refuses()) return;
  const open = step.filter(missing);
  if (open.length) return complain(open.map((question) => [question, word("required")]));
  const all = reached();
  const rest = all.slice(all.indexOf(step.at(-1)) + 1);
  return go((fixing ? rest.find((one) => !seen.has(one) || missing(one)) : rest[0]) ?? review);
}

function back() {
  if (depth > 0) return history.back();
  const list = steps();
  const place = at === review ? list.length : list.findIndex((step) => step[0] === at);
  return show(list[Math.max(place - 1, 0)][0]);
}

addEventListener("popstate", ({ state }) => {
  if (over || !state || !stepping()) return; // no state: an anchor on this page
  depth = state.depth;
  comeTo(find(state.at));
});

// A page kept by the browser: its form was sent, or was somebody else's.
addEventListener("pageshow", ({ persisted }) => persisted && location.reload());

// --- what is wrong ---

function complain(faults) {
  clearTimeout(waiting);
  for (const [question, text] of faults) {
    settle(question);
    const error = document.createElement("p");
    Object.assign(error, { id: `${question.id}-error`, className: "error", textContent: text });
    error.setAttribute("role", "alert");
    question.querySelector(".options").before(error);
    question.classList.add("has-error");
    if (question.getAttribute("role")) question.setAttribute("aria-invalid", "true");
    const described = question.getAttribute("aria-describedby") ?? "";
    question.setAttribute("aria-describedby", `${described} ${error.id}`.trim());
  }
  inputs(faults[0][0])[0].focus();
}

function settle(question) {
  const error = part(`${question.id}-error`);
  if (!error) return;
  error.remove();
  question.classList.remove("has-error");
  question.removeAttribute("aria-invalid");
  const described = question.getAttribute("aria-describedby").split(" ").filter((one) => one !== error.id);
  question.setAttribute("aria-describedby", described.join(" "));
}

// --- pointer and keyboard ---

const MOMENT = 650; // ms, long enough to see what one has chosen
let pointer = false;
let begun = false;

addEventListener("pointerdown", () => {
  pointer = true;
  clearTimeout(waiting);
});

form.addEventListener("keydown", (event) => {
  pointer = false;
  clearTimeout(waiting);
  const { key, target } = event;
  const question = target.closest("fieldset");
  if (!question || !stepping() || event.ctrlKey || event.altKey || event.metaKey) return;
  const options = inputs(question);
  const place = options.indexOf(target);
  if (/^[1-9]$/.test(key) && options[key - 1]) {
    options[key - 1].focus();
    options[key - 1].click();
  } else if (key === "Enter") {
    event.preventDefault();
    next();
  } else if (/^Arrow/.test(key) && target.type !== "radio") {
    // Radio buttons move by themselves.
    const other = place < 0 ? checked(question)[0] ?? options[0] : options[place + (/Down|Right/.test(key) ? 1 : -1)];
    if (!other) return;
    event.preventDefault();
    other.focus();
  }
});

form.addEventListener("change", ({ target }) => {
  if (target === ticket?.field) return keep();
  if (!begun) document.dispatchEvent(new CustomEvent("hailong:begun"));
  begun = true;
  settle(target.closest("fieldset"));
  route();
  if (stepping()) show(at, true);
});

form.addEventListener("click", ({ target }) => {
  // A choice by pointer goes on by itself, which is said before the first one; one by keyboard never does, because
  // arrows choose while they move, nor one in a block. After "change", which starts the step anew.
  if (target.type === "radio" && pointer && stepping() && !form.classList.contains("blocks")) {
    setTimeout(() => (waiting = setTimeout(next, MOMENT)));
  }
});

form.addEventListener("submit", async (event) => {
  if (!stepping() && !("envelope" in form.dataset)) {
    forget();
    part("send").disabled = true;
    return;
  }
  event.preventDefault();
  if (at !== review && stepping()) return next();
  return (await finish()).sendAll(survey);
});

part("next").addEventListener("click", next);
part("back").addEventListener("click", back);

// --- beginning and end ---

const stepping = () => form.classList.contains("stepping");
let finishing;
const finish = () => (finishing ??= import("./finish.js").catch((cause) => ((finishing = null), Promise.reject(cause))));

// Without its neighbours the page shows everything at once again and is sent by the browser.
function showAll() {
  form.classList.remove("stepping");
  document.body.dataset.step = "first";
  part("send").hidden = false;
  for (const one of ["next", "back", "where", "note"]) part(one).hidden = true;
  part("send").focus();
}

// What neighbours need to know and may do.
const survey = {
  form, kiosk, questions, word, inputs, given, checked, reached, missing, complain, settle, go, forget,
  step: () => stepOf(at),
  renew: (fresh) => (id.value = fresh),
  fix: (question) => ((fixing = true), go(question)),
  // The form was sent: no way leads back to its answers.
  end() {
    over = true;
    forget();
    if (depth > 0) history.go(-depth);
  },
};

function relayout() {
  if (over || !stepping()) return;
  form.classList.toggle("blocks", wide.matches && !kiosk);
  measure();
  show(at, true);
}

function begin() {
  // Without this script an envelope cannot be made, and nothing can be sent.
  part("send").disabled = false;
  const kept = restore();
  route();
  form.classList.add("stepping");
  part("where").hidden = part("note").hidden = false;
  part("intro").open = wide.matches && !kiosk;
  part("note-keys").hidden = !matchMedia("(hover: hover) and (pointer: fine)").matches;
  const place = kept ? find(history.state?.at ?? kept.at) : at;
  if (kept) depth = history.state?.depth ?? 0;
  if (place !== review && !place.disabled) at = place;
  relayout();
  // Every step begins at its top, and so do the thanks after the way back through all steps.
  history.scrollRestoration = "manual";
  if (!kiosk) history.replaceState({ at: name(place), depth }, "");
  if (place === review) comeTo(review);
  performance.mark("hailong:answerable");
  document.body.classList.remove("waits");
  document.fonts.ready.then(relayout);
  addEventListener("resize", () => wide.matches && relayout());
  // On paper all questions stand, under the numbers that the conditions name.
  addEventListener("beforeprint", () => enumerate(questions, (part("intro").open = true)));
  addEventListener("afterprint", relayout);
  wide.addEventListener("change", relayout);
  // The neighbours come once the first question can be answered.
  requestAnimationFrame(() =>
    setTimeout(() => {
      const sends = !("preview" in form.dataset);
      const seals = sends && "envelope" in form.dataset && "envelope";
      const names = [sends && "outbox", seals, "speech", part("wording") && "wording"].filter(Boolean);
      for (const one of names) import(`./${one}.js`).then((module) => module.begin?.(survey)).catch(() => {});
      finish().catch(() => {});
    }),
  );
}

// What the server sent back is shown with everything that is wrong, and sent as it came.
if (part("wrong")) {
  route();
  part("wrong").focus();
} else {
  begin();
}

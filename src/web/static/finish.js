// The last steps: the review of all answers, sending, and the thanks.

const review = document.getElementById("review");
const send = document.getElementById("send");

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

const asked = (question) => question.querySelector("h3 > :is(.full, .easy):not([hidden])").textContent;
const label = (input) => input.closest("label").querySelector("span").textContent;

// Every question that was asked, with the answer and a way back to it.
export function list(survey) {
  const line = (question) => {
    const answers = survey.given(question).map(label);
    const change = element("button", { type: "button", className: "change", textContent: survey.word("change") });
    const number = question.querySelector(".number").textContent;
    change.append(element("span", { className: "heard", textContent: ` – ${number} ${asked(question)}` }));
    change.addEventListener("click", () => survey.fix(question));
    const text = answers.length ? answers.join("; ") : survey.word("no-answer");
    const answer = element("strong", { className: answers.length ? "answer" : "answer none", textContent: text });
    return element("li", {}, element("div", {}, element("span", { textContent: asked(question) }), answer), change);
  };
  review.querySelector("ol").replaceChildren(...survey.reached().map(line));
}

// What a program would send: codes as numbers or words, lists where several may be chosen. What was not asked
// or not touched is left out.
function answers(survey) {
  const code = (input) => ("number" in input.dataset ? Number(input.value) : input.value);
  const found = {};
  for (const question of survey.reached()) {
    const codes = survey.given(question).map(code);
    const single = survey.inputs(question)[0].type === "radio";
    if (single && survey.checked(question).length) found[question.dataset.item] = codes[0] ?? null;
    if (!single && codes.length) found[question.dataset.item] = codes;
  }
  return found;
}

export async function sendAll(survey) {
  const { form, word } = survey;
  document.getElementById("wrong")?.remove();
  const open = survey.reached().filter(survey.missing);
  if (open.length) return refuse(survey, open.map((question) => ({ item: question.dataset.item, detail: word("required") })));
  const body = {
    id: form.elements.namedItem("id").value,
    unit: form.dataset.unit,
    answers: answers(survey),
    ...(form.dataset.manner === "kiosk" ? { channel: "kiosk" } : {}),
  };
  if (!Object.values(body.answers).some((answer) => answer !== null)) return warn(word("wrong-title"), [word("nothing")]);
  const { ticket } = globalThis;
  if (ticket?.refuses()) return;
  if (ticket) body.ticket = ticket.field.value.trim();
  if (form.dataset.permit) body.ticket = form.dataset.permit;
  // Nothing of a preview leaves the browser.
  if ("preview" in form.dataset) return thank(survey, "sent");
  send.disabled = true;
  document.getElementById("live").textContent = word("sending");
  send.classList.add("busy");
  const { outcome, violations = [] } = await deliver(form.dataset, body);
  send.classList.remove("busy");
  send.disabled = false;
  if (outcome === "refused") return refuse(survey, violations);
  if (outcome === "failed") return warn(word("failed-title"), [word("failed")]);
  return thank(survey, outcome);
}

// Where the wave asks for an envelope, nothing else leaves this page, not even into the outbox of the device.
async function deliver({ wave, envelope }, body) {
  try {
    const sealing = envelope && (await import("./envelope.js"));
    const sent = sealing ? await sealing.seal(JSON.parse(envelope), wave, body) : body;
    const said = await (await import("./outbox.js")).deliver(wave, sent);
    if (sealing && said.outcome !== "failed") sealing.forget();
    return said;
  } catch {
    return { outcome: "failed" };
  }
}

// The question a violation is about, by its JSON pointer.
function question(survey, { item, pointer = "" }) {
  const named = item ?? pointer.split("/")[2]?.replaceAll("~1", "/").replaceAll("~0", "~");
  return survey.questions.find((one) => one.dataset.item === named);
}

// Shows beside each question what is wrong with it, and all of it above.
function refuse(survey, violations) {
  if (violations.some(({ code }) => code === "id_used")) {
    survey.renew(courier.randomId()); // there, for it has just asked
    return warn(survey.word("wrong-title"), [survey.word("conflict")]);
  }
  const known = violations.map((one) => [question(survey, one), one.detail]);
  const faults = known.filter(([question]) => question && !question.disabled);
  const line = ([question, error], place) => {
    if (!question && isOfTicket(violations[place])) return ticketLine(error);
    if (!question) return error;
    const number = question.querySelector(".number").textContent.replace(".", "");
    const link = element("a", { href: `#${question.id}`, textContent: survey.word("wrong-line", number, error) });
    link.addEventListener("click", async (event) => {
      event.preventDefault();
      await survey.fix(question);
      survey.inputs(question)[0].focus();
    });
    return link;
  };
  if (faults.length) survey.complain(faults);
  warn(survey.word("wrong-title"), known.map(line));
}

const isOfTicket = ({ pointer, code }) => globalThis.ticket && (pointer === "/ticket" || code === "ticket_refused");

function ticketLine(error) {
  const { complain, field } = globalThis.ticket;
  complain(error);
  const link = element("a", { href: `#${field.id}`, textContent: error });
  link.addEventListener("click", (event) => (event.preventDefault(), field.focus()));
  return link;
}

function warn(title, lines) {
  const heading = element("h2", { id: "wrong-title", textContent: title });
  const text = lines.map((line) => element("li", {}, line));
  const section = element("section", { className: "wrong", id: "wrong", tabIndex: -1 }, heading, element("ul", {}, ...text));
  section.setAttribute("role", "alert");
  section.setAttribute("aria-labelledby", heading.id);
  document.getElementById("wrong")?.remove();
  review.before(section);
  section.scrollIntoView({ block: "nearest" });
  section.focus();
}

// Thanks in the place of the form, which is gone with everything that was chosen.
function thank(survey, outcome) {
  survey.end();
  const page = document.getElementById("thanks").content.cloneNode(true);
  for (const one of page.querySelectorAll("[data-if]")) one.hidden = one.dataset.if !== outcome;
  // A remark has an id of its own: two people may use one page that the browser kept.
  const remark = page.querySelector(".remark [name=id]");
  if (remark && !("preview" in survey.form.dataset)) remark.value = courier.randomId();
  document.querySelectorAll(".place, .intro, .languages, #live").forEach((one) => one.remove());
  document.body.dataset.step = "done";
  const heading = page.querySelector("h1");
  const wave = page.querySelector(".over").textContent;
  document.title = `${heading.textContent} – ${wave} – ${document.querySelector(".brand").textContent.trim()}`;
  survey.form.reset();
  survey.form.replaceWith(page);
  scrollTo({ top: 0, behavior: "instant" });
  heading.focus({ preventScroll: true });
  document.dispatchEvent(new CustomEvent("hailong:done", { detail: { outcome } }));
}

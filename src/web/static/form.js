// Hides the questions that the answers do not lead to and sends a form once. Without it the page shows every
// question with a sentence that says when it is to be answered, and the server leaves out what was not asked.

const form = document.querySelector("form.questions");
const questions = [...form.querySelectorAll("fieldset[data-item]")];
const byItem = new Map(questions.map((question) => [question.dataset.item, question]));

function chosen(item) {
  const question = byItem.get(item);
  if (!question || question.hidden) return [];
  return [...question.querySelectorAll("input:checked")].map((input) => input.value).filter((value) => value !== "");
}

function holds(condition) {
  if (condition.chosen) {
    const given = chosen(condition.chosen.item);
    return condition.chosen.codes.some((code) => given.includes(String(code)));
  }
  if (condition.all) return condition.all.every(holds);
  if (condition.any) return condition.any.some(holds);
  return !holds(condition.not);
}

// A condition names earlier questions only, so one pass in the order of the page is enough.
function route() {
  for (const question of questions) {
    if (!question.dataset.askIf) continue;
    question.hidden = !holds(JSON.parse(question.dataset.askIf));
    question.disabled = question.hidden;
  }
}

form.addEventListener("change", route);
form.addEventListener("change", () => document.dispatchEvent(new CustomEvent("hailong:begun")), { once: true });

function answers() {
  const code = ({ value }) => (/^-?\d+$/.test(value) ? Number(value) : value);
  const found = {};
  for (const question of questions.filter(({ hidden }) => !hidden)) {
    const inputs = [...question.querySelectorAll("input:checked")].filter(({ value }) => value !== "");
    if (inputs.length) found[question.dataset.item] = inputs[0].type === "radio" ? code(inputs[0]) : inputs.map(code);
  }
  return found;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { deliver } = await import("./outbox.js");
  const id = globalThis.courier.randomId();
  const body = { id, unit: form.dataset.unit, answers: answers() };
  const { outcome } = await deliver(form.dataset.wave, body);
  if (outcome !== "sent" && outcome !== "kept") return document.body.setAttribute("data-outcome", outcome);
  form.reset();
  document.querySelectorAll(".over, .under, main > h1, main > p").forEach((one) => one.remove());
  form.replaceWith(document.getElementById("thanks").content.cloneNode(true));
  document.querySelector(".thanks h1").focus();
  return document.dispatchEvent(new CustomEvent("hailong:done", { detail: { outcome } }));
});
addEventListener("load", () => import("./outbox.js"), { once: true });
// Coming back to a page kept by the browser: its form was sent, or was somebody else's.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
route();
document.getElementById("wrong")?.focus();

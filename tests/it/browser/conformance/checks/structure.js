// 1.3.1, 2.4.1, 2.4.2, 2.4.6, 3.1.1: language, title, landmarks, one heading over all, a way past what repeats.
const [language, site] = arguments;
looked = 1;
if (root.lang !== language) wrong.push(`the page says it is in “${root.lang}”`);
const own = document.title.replace(` – ${site}`, "");
if (own === document.title || own.trim().length < 4) wrong.push(`the title says nothing: ${document.title}`);
const one = (selector) => {
  const found = all(selector).filter((element) => isSeen(element) || element.matches("main"));
  if (found.length !== 1) wrong.push(`${found.length} × ${selector}`);
};
one("h1");
one("main");
// Nothing leads away from a device that stands at a desk.
if (!document.body.matches(".kiosk")) one("body > footer, [role=contentinfo]");
one("body > header, [role=banner]");
// Between two headings none of a level is left out.
let level = 0;
for (const heading of all("h1, h2, h3, h4, h5, h6").filter((one) => one.checkVisibility({ visibilityProperty: true }))) {
  const next = Number(heading.tagName[1]);
  if (next > level + 1 && level > 0) complain(heading, `follows a heading of level ${level}`);
  if (!heading.textContent.trim()) complain(heading, "is empty");
  level = next;
}
const skip = all(INTERACTIVE).find((element) => element.tabIndex >= 0 && element.checkVisibility());
if (!document.querySelector("dialog[open]") && !skip?.matches(".skip") || !document.querySelector(skip.getAttribute("href"))) {
  wrong.push(`the first thing reached leads not past the head of the page but is ${skip && called(skip)}`);
}

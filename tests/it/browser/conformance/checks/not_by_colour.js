// 1.4.1: a chosen option differs from the others by more than colour, and a question with a mistake says so in words.
const SHAPES = ["borderTopWidth", "borderTopStyle", "outlineStyle", "outlineWidth", "fontWeight", "textDecorationLine", "transform", "width", "height", "content", "display", "opacity"];
const shapes = (label) => {
  const input = label.querySelector("input");
  const parts = [[label], [label, "::before"], [label, "::after"], [input], [input, "::before"], [input, "::after"], ...[...label.children].map((child) => [child])];
  return parts.map(([element, pseudo]) => SHAPES.map((name) => style(element, pseudo)[name]).join(" ")).join("|");
};
for (const group of all("fieldset").filter(isSeen)) {
  const labels = all(".options label", group).filter(isSeen);
  const input = labels[0]?.querySelector("input");
  if (!input || input.disabled) continue;
  looked += 1;
  const before = all("input", group).map((one) => one.checked);
  all("input", group).forEach((one) => (one.checked = false));
  const free = shapes(labels[0]);
  input.checked = true;
  // The browser's own mark is a shape.
  const own = style(input).appearance !== "none" && isSeen(input);
  if (!own && shapes(labels[0]) === free) complain(labels[0], "differs by nothing but colour when chosen");
  all("input", group).forEach((one, place) => (one.checked = before[place]));
}
for (const group of all(".has-error").filter(isSeen)) {
  looked += 1;
  if (!all(".error", group).some((error) => isSeen(error) && error.textContent.trim())) complain(group, "says not what is wrong");
}

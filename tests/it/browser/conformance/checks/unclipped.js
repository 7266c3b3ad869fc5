// 1.4.4, 1.4.12: whatever the size and the spacing of letters, no text is cut off, runs out of its button or over
// other text.
const found = texts();
looked = found.length;
if (document.scrollingElement.scrollWidth > innerWidth) {
  wrong.push(`the page is ${document.scrollingElement.scrollWidth} px wide in a window of ${innerWidth} px`);
}
for (const element of new Set(found.flatMap(({ parent }) => above(parent)))) {
  const { overflowX, overflowY } = style(element);
  if (element === document.body || element === root) continue;
  const cutsX = /hidden|clip/.test(overflowX) && element.scrollWidth > element.clientWidth + 1;
  const cutsY = /hidden|clip/.test(overflowY) && element.scrollHeight > element.clientHeight + 1;
  if (cutsX || cutsY) complain(element, "text is cut off");
}
const HOLDERS = ".button, .tool, .card, .tag, .options label, button, summary, caption, th, td, dialog";
for (const { node, parent, lines } of found) {
  const holder = parent.closest(HOLDERS);
  if (!holder || style(holder).display === "inline") continue;
  const { left, right, top, bottom } = box(holder);
  const out = lines.some((line) => line.left < left - 1 || line.right > right + 1 || line.top < top - 2 || line.bottom > bottom + 2);
  if (out) complain(holder, `“${node.data.trim()}” runs out of it`);
}
// Boxes of lines are a little higher than the letters in them.
const SLACK = 5;
const lines = found.filter(({ parent }) => !floats(parent)).flatMap(({ node, parent, lines }) => lines.map((line) => ({ node, parent, line })));
lines.sort((one, other) => one.line.top - other.line.top);
lines.forEach((one, place) => {
  for (const other of lines.slice(place + 1)) {
    if (other.line.top > one.line.bottom - SLACK) break;
    if (other.node === one.node) continue;
    const width = Math.min(one.line.right, other.line.right) - Math.max(one.line.left, other.line.left);
    const height = Math.min(one.line.bottom, other.line.bottom) - Math.max(one.line.top, other.line.top);
    if (width > 2 && height > SLACK) complain(other.parent, `“${other.node.data.trim()}” stands over “${one.node.data.trim()}”`);
  }
});

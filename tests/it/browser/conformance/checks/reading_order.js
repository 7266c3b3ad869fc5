// 1.3.2: in a narrow window, where everything stands in one column, what comes later in the page stands further
// down, or beside what came before.
const found = texts().filter(({ parent }) => !floats(parent) && !parent.closest("td, th"));
looked = found.length;
found.slice(1).forEach(({ node, parent, lines }, place) => {
  const before = found[place];
  const [first] = lines;
  const last = before.lines.at(-1);
  const beside = first.left > last.right - 2;
  if (first.bottom < last.top + 2 && !beside) complain(parent, `“${node.data.trim()}” stands above “${before.node.data.trim()}”, which comes before it`);
});

// 1.4.10: nothing is wider than the window but tables, which scroll by themselves, can be focused and have a name.
looked = 1;
if (document.scrollingElement.scrollWidth > innerWidth) {
  wrong.push(`the page is ${document.scrollingElement.scrollWidth} px wide in a window of ${innerWidth} px`);
}
for (const element of all("body *")) {
  if (!isSeen(element) || element.closest("svg svg, symbol")) continue;
  const scroller = above(element.parentElement).find(scrolls);
  if (scroller) continue;
  if (box(element).right > innerWidth + 1) complain(element, `reaches to ${box(element).right.toFixed(0)} px of ${innerWidth}`);
  if (!scrolls(element) || element.scrollWidth <= element.clientWidth || element.tagName === "TEXTAREA") continue;
  if (!element.querySelector("table")) complain(element, "scrolls sideways without holding a table");
  if (element.tabIndex < 0) complain(element, "scrolls sideways and cannot be focused");
  const name = element.getAttribute("aria-labelledby") ?? element.getAttribute("aria-label");
  if (!name || !element.getAttribute("role")) complain(element, "scrolls sideways without a role and a name");
}
// What stays in its place leaves at least half of the window to the rest.
const stuck = all("body *").filter((element) => /fixed|sticky/.test(style(element).position) && isSeen(element));
const covered = stuck.filter((element) => !element.closest("[role=dialog], dialog")).reduce((sum, element) => sum + box(element).height, 0);
if (covered > innerHeight / 2) wrong.push(`${covered.toFixed(0)} of ${innerHeight} px are always covered`);

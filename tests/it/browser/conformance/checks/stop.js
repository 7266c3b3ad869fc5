// 2.4.7, 2.4.11, 3.2.1: what has the focus now, whether one sees so, and whether something covers it.
const { stops, before } = window.conformance;
const active = document.activeElement;
const parts = [active, ...(active.labels ?? [])].filter(isSeen);
const ring = (element) => {
  const { outlineStyle, outlineWidth, outlineColor } = style(element);
  if (outlineStyle === "auto") return true;
  if (outlineStyle === "none" || parseFloat(outlineWidth) < 2) return false;
  return contrast(over(colour(outlineColor), ground(element.parentElement)), ground(element.parentElement)) > 2.995;
};
const open = (element) => {
  const { left, right, top, bottom } = box(element);
  const [from, to] = [Math.max(left, 0), Math.min(right, innerWidth)];
  const [high, low] = [Math.max(top, 0), Math.min(bottom, innerHeight)];
  if (to - from < 1 || low - high < 1) return 0;
  const points = [0.1, 0.5, 0.9].flatMap((x) => [0.1, 0.5, 0.9].map((y) => [from + (to - from) * x, high + (low - high) * y]));
  const free = points.filter(([x, y]) => {
    const hit = document.elementFromPoint(x, y);
    return hit && (element.contains(hit) || hit.contains(element));
  });
  return free.length;
};
return {
  at: stops.indexOf(active),
  called: called(active),
  ringed: parts.some(ring),
  open: Math.max(0, ...parts.map(open)),
  moved: `${location.href} ${document.title}` !== before,
  away: active.matches("body, html, dialog") || active.id === "conformance-start",
};

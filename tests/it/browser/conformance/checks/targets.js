// 2.5.8: everything that is pressed is at least 24 px wide and high, answers and main buttons 48 px.
// A link within a sentence is as high as its line (the exception of 2.5.8).
const inSentence = (element) => {
  if (element.tagName !== "A" || style(element).display !== "inline") return false;
  const rest = element.parentElement.textContent.replace(element.textContent, "").trim();
  return /\p{L}/u.test(rest);
};
for (const element of all(INTERACTIVE)) {
  if (!(isSeen(element) || [...(element.labels ?? [])].some(isSeen)) || inSentence(element)) continue;
  looked += 1;
  const least = element.matches(MAIN) ? 48 : 24;
  const { width, height } = reach(element);
  // Layout rounds to 1/64 px.
  if (Math.min(width, height) < least - 0.05) {
    complain(element, `${width.toFixed(1)}×${height.toFixed(1)} px is less than ${least}`);
  }
}

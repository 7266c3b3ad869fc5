// 1.4.11: what shows where something can be pressed or typed stands out from its ground by 3 to 1.
const border = (element) => (parseFloat(style(element).borderTopWidth) >= 1 && style(element).borderTopStyle !== "none" ? over(colour(style(element).borderTopColor), ground(element)) : null);
const judge = (element, what, ratio) => {
  looked += 1;
  if (ratio < 2.995) complain(element, `${what} stands out by ${ratio.toFixed(2)} to 1`);
};
for (const element of all(".button").filter(isSeen)) {
  if (element.disabled) continue;
  const around = ground(element.parentElement);
  const edges = [ground(element), border(element)].filter(Boolean);
  judge(element, "the button", Math.max(...edges.map((edge) => contrast(edge, around))));
}
for (const element of all("input[type=radio], input[type=checkbox], input[type=text], textarea, select").filter(isSeen)) {
  if (element.disabled || (/radio|checkbox/.test(element.type) && style(element).appearance !== "none")) continue;
  const around = ground(element.parentElement);
  const edges = [border(element), ground(element)].filter(Boolean);
  judge(element, "the field", Math.max(...edges.map((edge) => contrast(edge, around))));
}
for (const picture of all("svg.face, .face svg").filter(isSeen)) {
  judge(picture, "the picture", contrast(over(colour(style(picture).color), ground(picture)), ground(picture)));
}
// 1.4.3: letters of drawings stand out from what is drawn under them by 4.5 to 1.
for (const text of all("svg.chart text").filter(isSeen)) {
  const drawing = text.closest("svg");
  const step = [...text.classList].find((name) => name.startsWith("chart-on-step-"));
  const under = step && drawing.querySelector(`.${step.replace("-on-", "-")}`);
  const paper = ground(drawing);
  const floor = under ? over(colour(style(under).fill), paper) : paper;
  const ratio = contrast(over(colour(style(text).fill), floor), floor);
  looked += 1;
  if (ratio < 4.495) complain(text, `the letters stand out by ${ratio.toFixed(2)} to 1`);
}

// 2.2.2, 2.3.1, 2.3.3: for people who asked for calm nothing moves, and nothing goes on moving for anybody.
looked = document.querySelectorAll("body *").length;
for (const motion of document.getAnimations()) {
  if (motion.playState === "running") complain(motion.effect.target, `moves (${motion.animationName ?? motion.transitionProperty})`);
}
const seconds = (text) => Math.max(...text.split(",").map((part) => parseFloat(part) * (part.includes("ms") ? 0.001 : 1)));
for (const element of all("body *").filter(isSeen)) {
  const { transitionDuration, animationName, animationDuration, scrollBehavior } = style(element);
  if (seconds(transitionDuration) > 0.01) complain(element, `moves for ${transitionDuration} when it changes`);
  if (animationName !== "none" && seconds(animationDuration) > 0.01) complain(element, `moves: ${animationName}`);
  if (scrollBehavior !== "auto") complain(element, "scrolls with motion");
}
if (style(root).scrollBehavior !== "auto") wrong.push("the page scrolls with motion");
for (const element of all("marquee, blink, meta[http-equiv=refresh], video[autoplay], audio[autoplay], img[src$='.gif']")) complain(element, "moves, sounds or leaves by itself");

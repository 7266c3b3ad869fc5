// 2.1.1, 2.4.3: where the Tab key must come by, in the order of the page.
const within = document.querySelector("dialog[open]") ?? document;
const group = (input) => all(`input[type=radio]`, within).filter((other) => other.name === input.name && other.form === input.form && !other.matches(":disabled") && isSeen(other));
const isStop = (element) => {
  if (element.tabIndex < 0 || element.matches(":disabled") || !element.checkVisibility({ visibilityProperty: true })) return false;
  if (element.type !== "radio") return true;
  // Arrows move within a group: Tab comes to what is chosen, else to the first.
  const others = group(element);
  return element === (others.find((other) => other.checked) ?? others[0]);
};
window.conformance = { stops: all(`${INTERACTIVE}, [tabindex]`, within).filter(isStop), before: `${location.href} ${document.title}` };
const start = document.createElement("span");
start.id = "conformance-start";
start.tabIndex = 0;
(within === document ? document.body : within).prepend(start);
if (arguments[0]) (within === document ? document.body : within).append(start);
start.focus();
return window.conformance.stops.map(called);

// What all checks use. A check is the body of a function that gives `looked`, how much it had to look at, and
// `wrong`, what is wrong, each with the element. It changes nothing that stays.

const wrong = [];
let looked = 0;

const root = document.documentElement;
const style = (element, pseudo) => getComputedStyle(element, pseudo);
const box = (element) => element.getBoundingClientRect();

// The beginning of an element as it stands in the page.
const called = (element) => {
  const text = element.cloneNode(true).outerHTML.replace(/\s+/g, " ");
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
};

const complain = (element, what) => wrong.push(`${what}: ${called(element)}`);

const isSeen = (element) => {
  if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
  const { width, height, right, bottom } = box(element);
  return width > 1 && height > 1 && right + scrollX > 0 && bottom + scrollY > 0;
};

const all = (selector, within = document) => [...within.querySelectorAll(selector)];

const INTERACTIVE = "a[href], button, input:not([type=hidden]), select, textarea, summary, audio[controls], [role=button], [role=link]";

// What answers and main buttons are.
const MAIN = ".button, .card, .options input, [type=submit]";

// Where a pointer reaches an element: its own box and those of its labels.
const reach = (element) => {
  const boxes = [element, ...(element.labels ?? [])].filter(isSeen).map(box);
  const least = (side) => Math.min(...boxes.map((one) => one[side]));
  const most = (side) => Math.max(...boxes.map((one) => one[side]));
  return { width: most("right") - least("left"), height: most("bottom") - least("top") };
};

// Text nodes that are seen, with the boxes of their lines.
const texts = () => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (!node.data.trim() || !isSeen(node.parentElement)) continue;
    if (node.parentElement.closest("script, style, template, option, textarea, svg")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const lines = [...range.getClientRects()].filter(({ width, height }) => width > 0 && height > 0);
    found.push({ node, parent: node.parentElement, lines });
  }
  return found;
};

const above = (element) => {
  const found = [];
  for (let one = element; one; one = one.parentElement) found.push(one);
  return found;
};

const scrolls = (element) => /auto|scroll/.test(style(element).overflowX) && element !== document.body && element !== root;

// What stays in its place while the page moves.
const floats = (element) => above(element).some((one) => /fixed|sticky/.test(style(one).position));

// --- colours ---

// Red, green, blue from 0 to 255, and how much covers.
const colour = (text) => {
  const parts = /^rgba?\(([^)]+)\)$/.exec(text)?.[1].split(/[\s,/]+/).map(Number);
  if (!parts) throw new Error(`cannot read the colour ${text}`);
  return [parts[0], parts[1], parts[2], parts[3] ?? 1];
};

const over = ([r, g, b, a], below) => [r, g, b].map((part, place) => part * a + below[place] * (1 - a));

// What is seen behind the content of an element.
const ground = (element) => {
  const layers = above(element).map((one) => colour(style(one).backgroundColor));
  const canvas = colour(style(root).colorScheme.includes("dark") && matchMedia("(prefers-color-scheme: dark)").matches ? "rgb(18, 18, 18)" : "rgb(255, 255, 255)");
  return layers.reverse().reduce((below, layer) => over(layer, below), canvas.slice(0, 3));
};

// Contrast of WCAG 2, from 1 to 21.
const contrast = (one, other) => {
  const light = (parts) => {
    const [r, g, b] = parts.map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [dark, bright] = [light(one), light(other)].sort((a, b) => a - b);
  return (bright + 0.05) / (dark + 0.05);
};

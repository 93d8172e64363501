// What stands around the drawing: tools, legend, the spoken line. Built node by node; data only ever becomes text.
import { TONES } from "./look.js";
import { filled } from "./phrases.js";
import { dash, element, outline } from "./svg.js";

const CSS = `
:host { display: block }
.chart { position: relative; display: flex; flex-direction: column; box-sizing: border-box; overflow: hidden; border: 1px solid var(--rule);
  border-radius: 8px; background: var(--ground); color: var(--text); font: 13px/1.45 var(--family) }
.canvas { position: relative; flex: 1 1 auto; min-height: 0; cursor: grab }
.canvas.over { cursor: pointer }
.bar, .slide { display: flex; align-items: center; gap: 4px; padding: 5px 8px; border-bottom: 1px solid var(--rule) }
.bar .find { flex: 0 1 190px; min-width: 90px; height: 28px; box-sizing: border-box; padding: 0 8px; border: 1px solid var(--rule); border-radius: 6px;
  background: var(--ground); color: var(--text); font: inherit }
.bar .tools { margin-left: auto }
.slide { border-width: 1px 0 0; gap: 8px }
.slide[hidden], .sheet[hidden], .canvas[hidden], .menu[hidden] { display: none }
.track { position: relative; flex: 1 1 auto; height: 26px }
.track .days { width: 100%; margin: 0; height: 18px; accent-color: var(--focus); cursor: pointer }
.tick { position: absolute; bottom: 0; width: 2px; height: 8px; background: var(--faint); transform: translateX(-1px) }
.day { min-width: 108px; font-variant-numeric: tabular-nums }
.sheet { flex: 1 1 auto; min-height: 0; overflow: auto; padding: 4px 12px }
.sheet table { border-collapse: collapse; width: 100%; font-size: 12px }
.sheet th { text-align: start; color: var(--faint); padding: 3px 8px 3px 0; white-space: nowrap }
.sheet td { border-top: 1px solid var(--rule); padding: 3px 8px 3px 0; vertical-align: top }
.sheet button { border: 0; padding: 0; background: none; color: inherit; font: inherit; text-align: start; text-decoration: underline; cursor: pointer }
.menu { position: absolute; z-index: 5; margin: 0; padding: 4px; min-width: 168px; list-style: none; background: var(--ground); border: 1px solid var(--rule);
  border-radius: 8px; box-shadow: 0 4px 18px #0005 }
.menu button { display: flex; justify-content: space-between; gap: 18px; width: 100%; padding: 5px 9px; border: 0; border-radius: 5px; background: none;
  color: var(--text); font: inherit; text-align: start; cursor: pointer }
.menu button:hover, .menu button:focus { background: var(--soft); outline: 2px solid var(--focus) }
.menu kbd { color: var(--faint); font: inherit }
.foot { display: flex; align-items: center; gap: 8px; padding: 5px 8px 0 8px; border-top: 1px solid var(--rule) }
.tools { display: flex; gap: 4px; flex: none }
.tools button, .slide button { min-width: 30px; height: 28px; padding: 0 8px; border: 1px solid var(--rule); border-radius: 6px; background: var(--ground);
  color: var(--text); font: inherit; cursor: pointer; white-space: nowrap }
.tools button:hover:enabled, .slide button:hover { background: var(--soft) }
.tools button:disabled { opacity: 0.5; cursor: default }
.chart :is(button, input):focus-visible { outline: 3px solid var(--focus); outline-offset: 1px }
.legend { display: flex; flex: 1 1 auto; flex-wrap: wrap; gap: 1px 4px; margin: 0; padding: 0; list-style: none; font-size: 12px }
.legend button { display: flex; align-items: center; gap: 6px; padding: 1px 6px; border: 0; border-radius: 5px; background: none; color: var(--text);
  font: inherit; cursor: pointer }
.legend button:hover { background: var(--soft) }
.legend button[aria-pressed="false"] { color: var(--faint); text-decoration: line-through }
.legend button[aria-pressed="false"] svg { opacity: 0.35 }
.said { margin: 0; padding: 2px 12px 7px; color: var(--faint); overflow-wrap: anywhere; unicode-bidi: plaintext }
.said.picked { color: var(--text) }
.listing { position: absolute; width: 1px; height: 1px; margin: 0; padding: 0; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
.chart:has(.listing :focus-visible) { outline: 3px solid var(--focus); outline-offset: -3px }
`;

export function make(name, properties = {}, ...inside) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...inside);
  return made;
}

function nodeSample(shape, colours) {
  const fills = { group: colours.fill, person: colours.personFill, building: colours.assetFill, asset: colours.assetFill, debtor: colours.debtor };
  const paint = { fill: fills[shape] ?? colours.fill, stroke: colours.rule, "stroke-width": 1.4 };
  const sample = element("svg", { width: 22, height: 16, "aria-hidden": "true" });
  sample.append(outline(shape === "debtor" ? "company" : shape, { x: 11, y: 8, w: 20, h: 14 }, paint));
  return sample;
}

function lineSample(colour, form, hollow, ground) {
  const sample = element("svg", { width: 30, height: 12, "aria-hidden": "true" });
  sample.append(element("path", { d: "M1 6H21", fill: "none", stroke: colour, "stroke-width": 2.4, ...dash(form) }));
  if (form === "solid") sample.append(element("path", { d: "M29 6L20 2L20 10Z", fill: hollow ? ground : colour, stroke: colour }));
  return sample;
}

// Only what the drawing holds is explained; each entry hides or shows its kind.
export function legend(drawn, colours, words, off, onToggle) {
  const shapes = ["debtor", "person", "company", "foreign", "unknown", "building", "asset", "group"];
  const holds = (shape) => drawn.nodes.some((node) => (shape === "debtor" ? node.debtor : node.shape === shape && !node.debtor));
  const tones = Object.keys(TONES).filter((tone) => drawn.edges.some((edge) => edge.tone === tone));
  const forms = ["dashed", "dotted"].filter((form) => drawn.edges.some((edge) => edge.line === form));
  const entries = [
    ...shapes.filter(holds).map((shape) => [shape, nodeSample(shape, colours)]),
    ...tones.map((tone) => [tone, lineSample(colours.tones[tone], "solid", false, colours.ground)]),
    ...forms.map((form) => [form, lineSample(colours.text, form, false, colours.ground)]),
  ];
  if (drawn.edges.some(({ inferred }) => inferred)) entries.push(["inferred", lineSample(colours.text, "solid", true, colours.ground)]);
  return entries.map(([kind, sample]) => {
    const button = make("button", { type: "button", title: filled(words.filter, { what: words[kind] }) }, sample, words[kind]);
    button.setAttribute("aria-pressed", String(!off.includes(kind)));
    button.addEventListener("click", () => onToggle(kind));
    return make("li", {}, button);
  });
}

export function frame(root) {
  const style = make("style", { textContent: CSS });
  const canvas = make("div", { className: "canvas" });
  const sheet = make("div", { className: "sheet", hidden: true, tabIndex: 0 });
  const find = make("input", { type: "search", className: "find" });
  const tools = make("div", { className: "tools" });
  const key = make("ul", { className: "legend" });
  const slide = make("div", { className: "slide", hidden: true });
  const said = make("p", { className: "said" });
  said.setAttribute("role", "status");
  said.setAttribute("aria-live", "polite");
  const bar = make("div", { className: "bar" }, find, tools);
  const chart = make("div", { className: "chart" }, bar, canvas, sheet, slide, make("div", { className: "foot" }, key), said);
  chart.setAttribute("role", "application");
  root.replaceChildren(style, chart);
  return { chart, canvas, sheet, find, tools, key, slide, said };
}

export function paint(chart, colours, family) {
  for (const name of ["ground", "text", "faint", "rule", "soft", "focus"]) chart.style.setProperty(`--${name}`, colours[name]);
  chart.style.setProperty("--family", family);
  chart.style.colorScheme = colours.dark ? "dark" : "light";
}

export function tool(symbol, title, act) {
  const button = make("button", { type: "button", textContent: symbol, title });
  button.setAttribute("aria-label", title);
  button.addEventListener("click", act);
  return button;
}

// Buttons made anew keep the focus where it was: the keyboard's reader must not be thrown out of the chart.
export function refilled(root, made) {
  const named = (button) => button.getAttribute("aria-label") ?? button.textContent;
  const held = root.querySelector("button:focus");
  root.replaceChildren(...made);
  if (!held) return;
  const next = [...root.querySelectorAll("button")].find((button) => named(button) === named(held) && !button.disabled);
  (next ?? root.querySelector("button:enabled"))?.focus({ preventScroll: true });
}

export async function framed(image, ground, margin) {
  const drawn = await createImageBitmap(image);
  const sheet = make("canvas", { width: drawn.width + 2 * margin, height: drawn.height + 2 * margin });
  const pen = sheet.getContext("2d");
  pen.fillStyle = ground;
  pen.fillRect(0, 0, sheet.width, sheet.height);
  pen.drawImage(drawn, margin, margin);
  return new Promise((done) => sheet.toBlob(done, "image/png"));
}

export function save(blob, name) {
  const address = URL.createObjectURL(blob);
  make("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

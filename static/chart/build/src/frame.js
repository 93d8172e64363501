// What stands around the drawing: tools, legend, the spoken line. Built node by node; data only ever becomes text.
import { TONES } from "./look.js";
import { dash, element, outline } from "./svg.js";

const CSS = `
:host { display: block }
.chart { position: relative; display: flex; flex-direction: column; box-sizing: border-box; overflow: hidden; border: 1px solid var(--rule);
  border-radius: 8px; background: var(--ground); color: var(--text); font: 13px/1.45 var(--family) }
.canvas { position: relative; flex: 1 1 auto; min-height: 0; cursor: grab }
.canvas.over { cursor: pointer }
.foot { display: flex; align-items: center; gap: 8px; padding: 6px 8px 0 12px; border-top: 1px solid var(--rule) }
.tools { display: flex; gap: 4px; flex: none }
.tools button { min-width: 30px; height: 28px; padding: 0 8px; border: 1px solid var(--rule); border-radius: 6px; background: var(--ground);
  color: var(--text); font: inherit; cursor: pointer }
.tools button:hover { background: var(--fill) }
.tools button:focus-visible { outline: 3px solid var(--focus); outline-offset: 1px }
.legend { display: flex; flex: 1 1 auto; flex-wrap: wrap; gap: 2px 14px; margin: 0; padding: 0; list-style: none; font-size: 12px }
.legend li { display: flex; align-items: center; gap: 6px }
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
  const fills = { person: colours.personFill, building: colours.assetFill, asset: colours.assetFill, debtor: colours.debtor };
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

// Only what the drawing holds is explained.
export function legend(drawn, colours, words) {
  const shapes = ["debtor", "person", "company", "foreign", "unknown", "building", "asset"];
  const holds = (shape) => drawn.nodes.some((node) => (shape === "debtor" ? node.debtor : node.shape === shape));
  const tones = Object.keys(TONES).filter((tone) => drawn.edges.some((edge) => edge.tone === tone));
  const forms = ["dashed", "dotted"].filter((form) => drawn.edges.some((edge) => edge.line === form));
  const entries = [
    ...shapes.filter(holds).map((shape) => [nodeSample(shape, colours), words[shape]]),
    ...tones.map((tone) => [lineSample(colours.tones[tone], "solid", false, colours.ground), words[tone]]),
    ...forms.map((form) => [lineSample(colours.text, form, false, colours.ground), words[form]]),
  ];
  if (drawn.edges.some(({ inferred }) => inferred)) entries.push([lineSample(colours.text, "solid", true, colours.ground), words.inferred]);
  return entries.map((entry) => make("li", {}, ...entry));
}

export function frame(root) {
  const style = make("style", { textContent: CSS });
  const canvas = make("div", { className: "canvas" });
  const tools = make("div", { className: "tools" });
  const key = make("ul", { className: "legend" });
  const said = make("p", { className: "said" });
  said.setAttribute("role", "status");
  said.setAttribute("aria-live", "polite");
  const chart = make("div", { className: "chart" }, canvas, make("div", { className: "foot" }, key, tools), said);
  chart.setAttribute("role", "application");
  root.replaceChildren(style, chart);
  return { chart, canvas, tools, key, said };
}

export function paint(chart, colours, family) {
  for (const name of ["ground", "text", "faint", "rule", "fill", "focus"]) chart.style.setProperty(`--${name}`, colours[name]);
  chart.style.setProperty("--family", family);
  chart.style.colorScheme = colours.dark ? "dark" : "light";
}

export function tool(symbol, title, act) {
  const button = make("button", { type: "button", textContent: symbol, title });
  button.setAttribute("aria-label", title);
  button.addEventListener("click", act);
  return button;
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

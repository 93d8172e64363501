// The chart as an SVG file with its text as text. Built as a document, so a name can never become markup.
import { FAMILY, LABEL, NAME } from "./text.js";
import { ROUNDING, shapeOf } from "./shapes.js";

const SPACE = "http://www.w3.org/2000/svg";
const MARGIN = 24;
const LOOP = "bezier";
const fixed = (value) => Number(value.toFixed(2));
const point = ({ x, y }) => `${fixed(x)} ${fixed(y)}`;

export function element(name, attributes, ...inside) {
  const made = document.createElementNS(SPACE, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, typeof value === "number" ? fixed(value) : value);
  made.append(...inside);
  return made;
}

export function outline(shape, { x, y, w, h }, paint) {
  if (shape === "person") return element("ellipse", { cx: x, cy: y, rx: w / 2, ry: h / 2, ...paint });
  const { corners } = shapeOf(shape);
  if (!corners) return element("rect", { x: x - w / 2, y: y - h / 2, width: w, height: h, rx: Math.min(ROUNDING, h / 5), ...paint });
  const points = corners.map((part, i) => fixed(i % 2 ? y + (part * h) / 2 : x + (part * w) / 2));
  return element("polygon", { points: points.join(" "), ...paint });
}

function writing(lines, { x, y }, font, colour) {
  const step = font.size * font.line;
  const top = y - ((lines.length - 1) * step) / 2 + font.size * 0.35;
  const style = { fill: colour, "font-size": font.size, "font-weight": font.weight, "text-anchor": "middle", "unicode-bidi": "plaintext" };
  return element("text", style, ...lines.map((line, i) => element("tspan", { x, y: top + i * step }, line)));
}

function route(edge) {
  const [from, to] = [edge.sourceEndpoint(), edge.targetEndpoint()];
  if (edge.isLoop()) {
    const [a, b = a] = edge.controlPoints() ?? [from];
    const turn = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
    return { d: `M${point(from)}Q${point(a)} ${point(turn)}Q${point(b)} ${point(to)}`, last: b, to, kind: LOOP };
  }
  const bends = edge.segmentPoints() ?? [];
  const stops = [from, ...bends, to];
  const halfway = (a, b) => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
  const curves = bends.map((bend, i) => `Q${point(bend)} ${point(i === bends.length - 1 ? to : halfway(bend, stops[i + 2]))}`);
  const d = bends.length ? `M${point(from)}${curves.join("")}` : `M${point(from)}L${point(to)}`;
  return { d, last: stops.at(-2), to };
}

function arrow({ last, to }, colour, hollow, ground) {
  const turn = (Math.atan2(to.y - last.y, to.x - last.x) * 180) / Math.PI;
  const paint = { fill: hollow ? ground : colour, stroke: colour, "stroke-width": 1.4, "stroke-linejoin": "round" };
  return element("path", { d: "M0 0L-10 -4.6L-10 4.6Z", transform: `translate(${point(to)}) rotate(${fixed(turn)})`, ...paint });
}

export function dash(line) {
  return { dashed: { "stroke-dasharray": "9 5" }, dotted: { "stroke-dasharray": "1 5", "stroke-linecap": "round" } }[line] ?? {};
}

function line(edge, colours) {
  const { tone, line: stated, arrow: pointed, inferred } = edge.data();
  const form = edge.hasClass("over") ? "dashed" : edge.hasClass("held") && stated === "dashed" ? "solid" : stated;
  const way = route(edge);
  const stroke = { fill: "none", stroke: colours.tones[tone], "stroke-width": edge.numericStyle("width"), ...dash(form) };
  const drawn = [element("path", { d: way.d, ...stroke })];
  return pointed ? [...drawn, arrow(way, colours.tones[tone], inferred, colours.ground)] : drawn;
}

function label(edge, colours) {
  const { lines, w, h, tone } = edge.data();
  if (!lines.length) return [];
  const at = edge.midpoint();
  const back = { x: at.x - w / 2, y: at.y - h / 2, width: w, height: h, rx: 4, fill: colours.ground, "fill-opacity": 1 };
  return [element("rect", back), writing(lines, at, LABEL, colours.words[tone])];
}

function party(node, colours) {
  const { shape, text, debtor, w, h } = node.data();
  const lines = text.split("\n");
  const { x, y } = node.position();
  const { sink = 0, lean = 0 } = shapeOf(shape);
  const paint = { fill: node.style("background-color"), stroke: node.style("border-color"), "stroke-width": node.numericStyle("border-width") };
  if (shape === "unknown") paint["stroke-dasharray"] = "5 3";
  return [outline(shape, { x, y, w, h }, paint), writing(lines, { x: x + lean, y: y + sink }, NAME, debtor ? colours.onDebtor : colours.text)];
}

export function written(cy, colours, title) {
  const { x1, y1, w, h } = cy.elements().filter((ele) => ele.visible()).boundingBox({ includeOverlays: false, includeUnderlays: false });
  const frame = { x: x1 - MARGIN, y: y1 - MARGIN, width: w + 2 * MARGIN, height: h + 2 * MARGIN };
  const box = [frame.x, frame.y, frame.width, frame.height].map(fixed).join(" ");
  const drawing = element("svg", { xmlns: SPACE, viewBox: box, width: frame.width, height: frame.height, "font-family": FAMILY });
  drawing.append(element("title", {}, title), element("rect", { ...frame, fill: colours.ground }));
  const seen = (ele) => ele.visible() && !ele.hasClass("later");
  cy.edges().filter(seen).forEach((edge) => drawing.append(...line(edge, colours)));
  cy.edges().filter(seen).forEach((edge) => drawing.append(...label(edge, colours)));
  cy.nodes().filter(seen).forEach((node) => drawing.append(...party(node, colours)));
  return new XMLSerializer().serializeToString(drawing);
}

// Colours from the page's theme, and cytoscape's style sheet. A colour too faint on its ground is moved until it is not.
import { FAMILY, LABEL, NAME } from "./text.js";
import { SHAPES } from "./shapes.js";

export const TONES = {
  ownership: "#652eb1",
  control: "#349aee",
  relation: "#7a6a00",
  transfer: "#1a1a1a",
  money: "#00796b",
  burden: "#a34700",
  other: "#5f6368",
};
const DEBTOR = "#b3261e";

function rgb(colour) {
  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  pen.fillStyle = colour;
  pen.fillRect(0, 0, 1, 1);
  return Array.from(pen.getImageData(0, 0, 1, 1).data).slice(0, 3);
}

// WCAG 2.2: relative luminance and contrast ratio
function luminance(parts) {
  const [r, g, b] = parts.map((part) => (part / 255 <= 0.04045 ? part / 3294.6 : ((part / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

export function contrast(a, b) {
  const [high, low] = [luminance(rgb(a)), luminance(rgb(b))].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

function mixed(from, to, part) {
  const [a, b] = [rgb(from), rgb(to)];
  return `#${a.map((value, i) => Math.round(value + (b[i] - value) * part).toString(16).padStart(2, "0")).join("")}`;
}

function legible(colour, ground, least) {
  const pole = luminance(rgb(ground)) > 0.18 ? "#000000" : "#ffffff";
  for (let part = 0; part <= 1; part += 0.04) {
    const tried = mixed(colour, pole, part);
    if (contrast(tried, ground) >= least) return tried;
  }
  return pole;
}

const inPage = (host) => {
  const page = getComputedStyle(host);
  return (name, fallback) => page.getPropertyValue(name).trim() || fallback;
};

// What the palette depends on: while it is the same, nothing is mixed or styled anew.
export const themeOf = (host) => ["--st-background-color", "--st-text-color"].map((name) => inPage(host)(name, "")).join(" ");

export function palette(host) {
  const read = inPage(host);
  const ground = mixed(read("--st-background-color", "#ffffff"), "#000000", 0);
  const dark = luminance(rgb(ground)) < 0.18;
  const text = legible(read("--st-text-color", dark ? "#fafafa" : "#1a1a1a"), ground, 7);
  const debtor = dark ? mixed(DEBTOR, "#000000", 0.05) : DEBTOR;
  const tones = Object.fromEntries(Object.entries(TONES).map(([tone, colour]) => [tone, legible(colour, ground, 3)]));
  tones.transfer = text;
  return {
    dark,
    ground,
    text,
    faint: legible(mixed(text, ground, 0.35), ground, 4.5),
    rule: legible(mixed(text, ground, 0.5), ground, 3),
    fill: mixed(ground, text, dark ? 0.09 : 0.025),
    personFill: mixed(ground, "#349aee", dark ? 0.2 : 0.1),
    assetFill: mixed(ground, "#e0a100", dark ? 0.2 : 0.15),
    soft: mixed(ground, text, 0.1),
    faded: mixed(ground, text, 0.16),
    accent: legible("#e8a200", ground, 2),
    focus: legible("#1a73e8", ground, 3),
    debtor,
    onDebtor: "#ffffff",
    tones,
    words: Object.fromEntries(Object.entries(tones).map(([tone, colour]) => [tone, legible(colour, ground, 5.5)])),
  };
}

const FILLS = { person: "personFill", building: "assetFill", asset: "assetFill" };
const DASHES = { dashed: [9, 5], dotted: [2, 4] };

const shapeStyles = () =>
  Object.entries(SHAPES).map(([name, shape]) => ({
    selector: `node[shape = "${name}"]`,
    style: {
      ...(shape.cytoscape ? { shape: shape.cytoscape } : { shape: "polygon", "shape-polygon-points": shape.corners.join(" ") }),
      "text-margin-y": shape.sink ?? 0,
      "text-margin-x": shape.lean ?? 0,
    },
  }));

export function sheet(colours) {
  const { text, ground, rule, tones, words } = colours;
  return [
    {
      selector: "node",
      style: {
        width: "data(w)",
        height: "data(h)",
        label: "data(text)",
        "text-wrap": "wrap",
        "text-max-width": 10000,
        "text-valign": "center",
        "text-halign": "center",
        "line-height": NAME.line,
        "font-family": FAMILY,
        "font-size": NAME.size,
        "font-weight": NAME.weight,
        color: text,
        "background-color": (node) => colours[FILLS[node.data("shape")] ?? "fill"],
        "border-width": 1.6,
        "border-color": rule,
        "overlay-opacity": 0,
        "z-index": 900,
        "z-index-compare": "manual",
      },
    },
    ...shapeStyles(),
    { selector: 'node[shape = "unknown"]', style: { "border-style": "dashed", "border-dash-pattern": [5, 3] } },
    { selector: 'node[shape = "group"]', style: { "border-style": "double", "border-width": 4, "font-weight": 500 } },
    { selector: "node[?faded]", style: { "background-color": colours.faded, "border-style": "dashed" } },
    {
      selector: "node[?debtor]",
      style: { "background-color": colours.debtor, color: colours.onDebtor, "border-color": text, "border-width": 2.4 },
    },
    {
      selector: "edge",
      style: {
        width: (edge) => (edge.data("tone") === "ownership" ? 1.8 + 2.4 * (edge.data("weight") ?? 0.3) : 2),
        "line-color": (edge) => tones[edge.data("tone")],
        "target-arrow-color": (edge) => tones[edge.data("tone")],
        "target-arrow-shape": (edge) => (edge.data("arrow") ? "triangle" : "none"),
        "target-arrow-fill": (edge) => (edge.data("inferred") ? "hollow" : "filled"),
        "arrow-scale": 1.15,
        "line-style": (edge) => (edge.data("line") === "solid" ? "solid" : "dashed"),
        "line-dash-pattern": (edge) => DASHES[edge.data("line")] ?? [1, 0],
        "line-cap": (edge) => (edge.data("line") === "dotted" ? "round" : "butt"),
        "curve-style": "bezier",
        label: "data(text)",
        "text-wrap": "wrap",
        "text-max-width": 10000,
        "line-height": LABEL.line,
        "font-family": FAMILY,
        "font-size": LABEL.size,
        "font-weight": LABEL.weight,
        color: (edge) => words[edge.data("tone")],
        "text-background-color": ground,
        "text-background-opacity": 1,
        "text-background-padding": 3,
        "text-background-shape": "round-rectangle",
        "text-events": "yes",
        "overlay-opacity": 0,
        "z-index-compare": "manual",
        "z-index": (edge) => edge.data("raise") ?? 0,
      },
    },
    {
      selector: "edge[?reach]",
      style: { "loop-direction": "90deg", "loop-sweep": "-30deg", "control-point-step-size": (edge) => edge.data("reach") },
    },
    {
      selector: "edge[?along]",
      style: {
        "curve-style": "round-segments",
        "segment-radii": 14,
        "edge-distances": "node-position",
        "segment-weights": (edge) => edge.data("along"),
        "segment-distances": (edge) => edge.data("beside"),
      },
    },
    { selector: ".gone", style: { display: "none" } },
    { selector: ".later", style: { opacity: 0.16, "text-opacity": 0 } },
    { selector: ".over", style: { "line-style": "dashed", "line-dash-pattern": DASHES.dashed, "line-opacity": 0.6 } },
    { selector: '.held[line = "dashed"]', style: { "line-style": "solid" } },
    { selector: ".pinned", style: { "border-width": 4 } },
    { selector: ".hover", style: { "underlay-color": colours.focus, "underlay-opacity": 0.12, "underlay-padding": 5 } },
    { selector: ".focused", style: { "underlay-color": colours.focus, "underlay-opacity": 0.45, "underlay-padding": 5 } },
    { selector: ".picked", style: { "underlay-color": colours.accent, "underlay-opacity": 0.8, "underlay-padding": 7 } },
    { selector: "edge.picked", style: { "text-border-color": colours.accent, "text-border-width": 2, "text-border-opacity": 1, "z-index": 800 } },
    { selector: "edge.focused", style: { "text-border-color": colours.focus, "text-border-width": 2, "text-border-opacity": 1, "z-index": 800 } },
  ];
}

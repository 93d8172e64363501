// Layers from owner to owned. Room is kept for each edge's label, which dagre treats as a box of its own.
import dagre from "@dagrejs/dagre";
import { LABEL, NAME, box, width, wrapped } from "./text.js";
import { shapeOf } from "./shapes.js";

// how wide a name and a label may run, in pixels; the pair that fills the window best is taken
const WIDTHS = [
  { name: 150, label: 180 },
  { name: 110, label: 90 },
  { name: 130, label: 120 },
  { name: 170, label: 220 },
  { name: 190, label: 300 },
  { name: 240, label: 420 },
];
// a stake pulls harder than a payment: it is the backbone of the picture and must run downward
const PULL = { ownership: 4, transfer: 3, control: 2 };

// unseen: how many ties are not drawn; room for the count is kept in the last line.
export function nodeBox(party, limit) {
  const lines = wrapped(party.shape === "unknown" ? `? ${party.name}` : party.name, NAME, limit);
  const named = lines.length;
  const last = [party.note, party.unseen ? `⊕${party.unseen > 1000 ? "1000+" : party.unseen}` : ""].filter(Boolean).join(" ");
  if (last) lines.push(last);
  const text = box(lines, NAME);
  const shape = shapeOf(party.shape);
  return { ...party, lines, named, ...shape.size(text.w, text.h) };
}

// The parts of a label share a line while there is room; a part is broken only when it alone is too long.
function packed(parts, limit) {
  const lines = [];
  for (const part of parts) {
    const longer = lines.length ? `${lines.at(-1)} · ${part}` : part;
    if (lines.length && width(longer, LABEL) <= limit) lines[lines.length - 1] = longer;
    else lines.push(part);
  }
  return lines.flatMap((line) => wrapped(line, LABEL, Math.max(limit, 130)));
}

export function edgeBox(stated, limit) {
  const lines = packed(stated.label, limit);
  const text = box(lines, LABEL);
  return { ...stated, lines, w: text.w + 10, h: text.h + 6 };
}

// A point as cytoscape wants it: how far along the straight line between the ends, and how far beside it.
export function relative(points, from, to) {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy) || 1;
  return points.map(({ x, y }) => ({
    along: ((x - from.x) * dx + (y - from.y) * dy) / length ** 2,
    beside: ((y - from.y) * dx - (x - from.x) * dy) / length,
  }));
}

const heading = (from, to) => Math.atan2(to.y - from.y, to.x - from.x);

// dagre's middle point is the label's place. Where a line would turn sharply there, it runs upright through the label,
// or the rounding of the corner would pull the label from its place.
export function upright(points, half) {
  const middle = (points.length - 1) / 2;
  const { x, y } = points[middle];
  const turn = Math.abs(heading(points[middle - 1], points[middle]) - heading(points[middle], points[middle + 1]));
  if (Math.min(turn, 2 * Math.PI - turn) < GENTLE) return points;
  const rise = points[0].y <= points.at(-1).y ? half : -half;
  return [...points.slice(0, middle), { x, y: y - rise }, { x, y }, { x, y: y + rise }, ...points.slice(middle + 1)];
}

// Lines between the same two parties need height to spread in.
function gap(edges) {
  const pairs = edges.map(({ from, to }) => JSON.stringify([from, to].sort()));
  const most = Math.max(1, ...pairs.map((pair) => pairs.filter((other) => other === pair).length));
  return Math.min(30 + 18 * (most - 1), 100);
}

const GENTLE = Math.PI / 6;

// cytoscape sets a loop's two handles 1.4 steps out, each 15 degrees beside the loop's direction
const LOOP_REACH = 1.4 * Math.cos(Math.PI / 12);

const inside = ({ x, y }, at, w, h) => Math.abs(x - at.x) <= w / 2 && Math.abs(y - at.y) <= h / 2;

// Does the line through these points run behind the box? Asked every few pixels: exact enough for an order of drawing.
export function behind(points, at, w, h) {
  return points.slice(1).some((to, i) => {
    const from = points[i];
    const steps = Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / 4);
    return Array.from({ length: steps + 1 }, (_, step) => step / (steps || 1)).some((part) =>
      inside({ x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part }, at, w, h));
  });
}

// A label that other lines run behind is drawn after them: no figure is struck through.
function raised(edges) {
  const routed = edges.filter(({ points }) => points);
  for (const one of routed) {
    one.raise = routed.filter((other) => other !== one && behind(other.points, one.at, one.w, one.h)).length;
  }
}

function arranged(chain, limits) {
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: "TB", nodesep: 30, edgesep: 18, ranksep: gap(chain.edges), acyclicer: "greedy", ranker: "network-simplex" });
  const nodes = chain.nodes.map((party) => nodeBox(party, limits.name));
  const edges = chain.edges.map((stated) => edgeBox(stated, limits.label));
  for (const { id, w, h } of nodes) graph.setNode(id, { width: w, height: h });
  for (const { index, from, to, tone, w, h } of edges) {
    graph.setEdge(from, to, { width: w, height: h, labelpos: "c", weight: PULL[tone] ?? 1 }, String(index));
  }
  dagre.layout(graph);
  for (const drawn of nodes) {
    const { x, y } = graph.node(drawn.id);
    Object.assign(drawn, { x, y });
  }
  for (const drawn of edges) {
    if (drawn.from === drawn.to) {
      drawn.reach = (graph.node(drawn.from).width / 2 + drawn.w / 2 + 10) / LOOP_REACH;
      continue;
    }
    const { points, x, y } = graph.edge(drawn.from, drawn.to, String(drawn.index));
    const bends = upright(points, drawn.h / 2 - 2).slice(1, -1);
    Object.assign(drawn, { points, at: { x, y }, bends: relative(bends, graph.node(drawn.from), graph.node(drawn.to)) });
  }
  raised(edges);
  const { width: w, height: h } = graph.graph();
  return { nodes, edges, w, h };
}

export function laidOut(chain, window) {
  const scale = ({ w, h }) => Math.min(window.w / w, window.h / h, window.closest);
  const tried = WIDTHS.map((limits) => arranged(chain, limits));
  return tried.reduce((best, next) => (scale(next) > scale(best) * 1.04 ? next : best));
}

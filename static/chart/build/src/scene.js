// The drawing as cytoscape elements: the chain itself, what was opened beside it, and how each looks on a day.
import { behind, edgeBox, nodeBox, relative, upright } from "./layout.js";
import { beside, rect } from "./place.js";
import { stateOn } from "./slider.js";

export const nodeId = (id) => `n:${id}`;
export const edgeId = (index) => `e:${index}`;
export const elementId = ({ kind, id }) => (kind === "node" ? nodeId(id) : edgeId(id));
export const itemOf = (ele) => (ele.isNode() ? { kind: "node", id: ele.data("party") } : { kind: "edge", id: ele.data("index") });

const OPENED = { name: 150, label: 150 };
const REACH = 620;

function nodeElement({ id, x, y, ...rest }, places) {
  return {
    group: "nodes",
    data: { ...rest, id: nodeId(id), party: id, text: rest.lines.join("\n") },
    position: places[id] ?? { x, y },
  };
}

function edgeElement({ from, to, bends, points, at, ...rest }) {
  return {
    group: "edges",
    data: {
      ...rest,
      id: edgeId(rest.index),
      source: nodeId(from),
      target: nodeId(to),
      text: rest.lines.join("\n"),
      ...(bends?.length && { along: bends.map((bend) => bend.along), beside: bends.map((bend) => bend.beside) }),
    },
  };
}

export function elements(drawn, places) {
  return [...drawn.nodes.map((node) => nodeElement(node, places)), ...drawn.edges.map(edgeElement)];
}

// The boxes that are drawn now: of parties, and of the labels of their lines.
function taken(cy) {
  const labels = cy.edges().filter((edge) => edge.data("lines").length).map((edge) => rect({ ...edge.midpoint(), w: edge.data("w"), h: edge.data("h") }));
  return [...cy.nodes().map((node) => rect({ ...node.position(), w: node.data("w"), h: node.data("h") })), ...labels];
}

// A label that other lines run behind is drawn after them: no figure is struck through.
function raised(cy) {
  const lines = cy.edges().filter((edge) => !edge.isLoop()).map((edge) => ({
    edge,
    points: [edge.source().position(), ...(edge.segmentPoints() ?? []), edge.target().position()],
    at: edge.midpoint(),
  }));
  for (const { edge, at } of lines) {
    const { w, h, lines: texts } = edge.data();
    edge.data("raise", texts.length ? lines.filter((other) => other.edge !== edge && behind(other.points, at, w, h)).length : -1);
  }
}

// Adds what is new and takes away what is gone; whatever stays is where it was. Gives the ids of what was added.
export function extended(cy, extra, places) {
  const wanted = new Set([...extra.nodes.map(({ id }) => nodeId(id)), ...extra.edges.map(({ index }) => edgeId(index))]);
  cy.elements("[?extra]").filter((ele) => !wanted.has(ele.id())).remove();
  const nodes = new Map(extra.nodes.filter(({ id }) => cy.getElementById(nodeId(id)).empty()).map((node) => [node.id, nodeBox(node, OPENED.name)]));
  const edges = extra.edges.filter(({ index }) => cy.getElementById(edgeId(index)).empty()).map((edge) => edgeBox(edge, OPENED.label));
  const boxes = taken(cy);
  for (const near of new Set(edges.map((edge) => edge.near))) {
    const anchor = cy.getElementById(nodeId(near));
    const party = anchor.nonempty() ? { ...anchor.position(), w: anchor.data("w"), h: anchor.data("h") } : nodes.get(near);
    if (!party || party.x === undefined) continue;
    const fresh = edges
      .filter((edge) => edge.near === near)
      .map((edge) => ({ edge, node: nodes.get(edge.from === near ? edge.to : edge.from), below: edge.side !== "above" }))
      .filter(({ node }) => node && node.x === undefined);
    beside(party, fresh, boxes, REACH);
    for (const { edge, node } of fresh) {
      const ends = edge.from === near ? [party, node] : [node, party];
      const bends = upright([ends[0], edge.at, ends[1]], Math.max(edge.h / 2 - 2, 1)).slice(1, -1);
      if (edge.lines.length && !places[node.id]) edge.bends = relative(bends, ...ends);
    }
  }
  const lost = [...nodes.values()].filter((node) => node.x === undefined);
  lost.forEach((node, i) => Object.assign(node, { x: (i + 1) * 40, y: cy.elements().boundingBox().y2 + 60 + 70 * i }));
  const mine = [...nodes.values()].map((node) => nodeElement({ ...node, extra: true }, places));
  const drawable = edges.filter(({ from, to }) => [from, to].every((end) => nodes.has(end) || cy.getElementById(nodeId(end)).nonempty()));
  cy.add([...mine, ...drawable.map((edge) => edgeElement({ ...edge, extra: true }))]);
  if (mine.length) raised(cy);
  return mine.map(({ data }) => data.id);
}

// How many ties of each party are not drawn; written into its last line, its box stays as it is.
export function counted(cy, unseen) {
  cy.nodes().forEach((node) => {
    const lines = node.data("lines");
    const count = unseen[node.data("party")];
    const mark = count ? `⊕${count > 1000 ? "1000+" : count}` : "";
    node.data("unseen", count ?? 0);
    node.data("text", [...lines.slice(0, node.data("named")), [node.data("note"), mark].filter(Boolean).join(" ")].filter(Boolean).join("\n"));
  });
}

// Hidden, filtered, not there yet, over: as classes, so that nothing is laid out again.
export function shown(cy, { hidden, off, pinned }, day) {
  const gone = new Set(hidden);
  const filtered = new Set(off);
  cy.batch(() => {
    cy.nodes().forEach((node) => {
      const shape = node.data("debtor") ? "debtor" : node.data("shape");
      node.toggleClass("gone", gone.has(node.data("party")) || filtered.has(shape));
      node.toggleClass("pinned", pinned.includes(node.data("party")));
      if (pinned.includes(node.data("party"))) node.lock();
      else node.unlock();
    });
    cy.edges().forEach((edge) => {
      const state = stateOn({ start: edge.data("start"), end: edge.data("end"), event: edge.data("event") }, day);
      edge.toggleClass("gone", filtered.has(edge.data("tone")) || (edge.data("inferred") && filtered.has("inferred")) || filtered.has(edge.data("line")));
      edge.toggleClass("later", state === "later");
      edge.toggleClass("over", state === "over");
      edge.toggleClass("held", state === "held");
    });
  });
}

// The chain chart: mounted once, told again on every rerun; only another chain is laid out anew.
import cytoscape from "cytoscape";
import { frame, framed, legend, paint, save, tool } from "./frame.js";
import { laidOut } from "./layout.js";
import { keyOf, listing } from "./listing.js";
import { palette, sheet } from "./look.js";
import { phrases } from "./phrases.js";
import { written } from "./svg.js";
import { FAMILY, NAME } from "./text.js";

const READABLE = 9 / NAME.size;
const LEAST = 8 / NAME.size;
const CLOSEST = 1.15;
const EDGE = 18;
const charts = new WeakMap();
// hand-moved positions outlive a chart that the page takes down and puts up again
const moved = new Map();

const nodeId = (id) => `n:${id}`;
const edgeId = (index) => `e:${index}`;
const elementId = ({ kind, id }) => (kind === "node" ? nodeId(id) : edgeId(id));
const itemOf = (ele) => (ele.isNode() ? { kind: "node", id: ele.data("party") } : { kind: "edge", id: ele.data("index") });

function elements(drawn, places) {
  const nodes = drawn.nodes.map(({ id, x, y, ...rest }) => ({
    group: "nodes",
    data: { ...rest, id: nodeId(id), party: id, text: rest.lines.join("\n") },
    position: places?.get(id) ?? { x, y },
  }));
  const edges = drawn.edges.map(({ from, to, bends, points, at, ...rest }) => ({
    group: "edges",
    data: {
      ...rest,
      id: edgeId(rest.index),
      source: nodeId(from),
      target: nodeId(to),
      text: rest.lines.join("\n"),
      ...(bends?.length && { along: bends.map((bend) => bend.along), beside: bends.map((bend) => bend.beside) }),
    },
  }));
  return [...nodes, ...edges];
}

class ChainChart {
  constructor(root) {
    Object.assign(this, frame(root), { host: root.host ?? root, mark: null, view: "open" });
    const options = { container: this.canvas, minZoom: 0.1, maxZoom: 4, boxSelectionEnabled: false, autounselectify: true };
    this.cy = cytoscape(options);
    this.listen();
    this.sized = new ResizeObserver(() => this.resize());
    this.sized.observe(this.canvas);
  }

  listen() {
    const { cy, canvas } = this;
    cy.on("tap", "node, edge", ({ target }) => this.pick(itemOf(target)));
    cy.on("mouseover", "node, edge", ({ target }) => { target.addClass("hover"); canvas.classList.add("over"); });
    cy.on("mouseout", "node, edge", ({ target }) => { target.removeClass("hover"); canvas.classList.remove("over"); });
    cy.on("dragfree", "node", () => moved.set(this.memory, new Map(cy.nodes().map((node) => [node.data("party"), { ...node.position() }]))));
    cy.on("dragpan pinchzoom scrollzoom", () => (this.view = "free"));
    // a bare wheel scrolls the page; with Ctrl it zooms
    canvas.addEventListener("wheel", (event) => !event.ctrlKey && !event.metaKey && event.stopPropagation(), { capture: true });
    this.chart.addEventListener("keydown", (event) => this.press(event));
  }

  // Streamlit listens to r, c and Esc on the page: a key meant for the chart must not rerun the app.
  press(event) {
    const key = event.key.toLowerCase();
    if (!["r", "c", "f", "escape"].includes(key)) return;
    event.stopPropagation();
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (key === "f") this.all();
    if (key === "escape" && this.picked) this.send(null);
  }

  tell({ data, setTriggerValue }) {
    this.trigger = setTriggerValue;
    this.chart.style.height = `${data.height}px`;
    const drawnAnew = data.mark !== this.mark || data.language !== this.language;
    if (drawnAnew) this.learn(data);
    this.theme();
    if (drawnAnew) this.draw(data);
    if (drawnAnew) this.open();
    this.show(data.selected);
  }

  learn(data) {
    Object.assign(this, { data, mark: data.mark, language: data.language, words: phrases(data.language), memory: `${data.key} ${data.mark}` });
    this.chart.setAttribute("aria-label", this.words.chart);
    this.toolbar();
  }

  draw(data) {
    const { clientWidth, clientHeight } = this.canvas;
    this.drawn = laidOut(data, { w: (clientWidth || 900) - 2 * EDGE, h: (clientHeight || 420) - 2 * EDGE, closest: CLOSEST });
    this.cy.elements().remove();
    this.cy.add(elements(this.drawn, moved.get(this.memory)));
    this.list?.list.remove();
    const deeds = { onFocus: (item) => this.focus(item), onPick: (item) => this.pick(item) };
    this.list = listing(this.drawn, this.words.list, deeds);
    this.chart.prepend(this.list.list);
  }

  toolbar() {
    const { words } = this;
    this.tools.replaceChildren(
      tool("⤢", words.fit, () => this.all()),
      tool("+", words.closer, () => this.zoom(1.25)),
      tool("−", words.farther, () => this.zoom(0.8)),
      tool("PNG", words.png, () => this.png()),
      tool("SVG", words.svg, () => this.svg()),
    );
  }

  theme() {
    this.colours = palette(this.host);
    paint(this.chart, this.colours, FAMILY);
    this.cy.style(sheet(this.colours));
    this.key.replaceChildren(...legend(this.data, this.colours, this.words));
  }

  element(item) {
    return item ? this.cy.getElementById(elementId(item)) : this.cy.collection();
  }

  show(picked) {
    this.picked = picked;
    this.cy.elements(".picked").removeClass("picked");
    this.element(picked).addClass("picked");
    this.list.press(picked);
    const say = picked ? this.words.picked + this.element(picked).data("say") : this.clipped ? this.words.clipped : this.words.none;
    if (this.said.textContent !== say) this.said.textContent = say;
    this.said.classList.toggle("picked", Boolean(picked));
  }

  pick(item) {
    this.list.focus(item);
    if (!this.picked || keyOf(item) !== keyOf(this.picked)) this.send(item);
  }

  send(item) {
    this.show(item);
    this.trigger("pick", { mark: this.mark, ...(item ?? { kind: "none" }) });
  }

  focus(item) {
    this.cy.elements(".focused").removeClass("focused");
    const ele = this.element(item).addClass("focused");
    if (!item) return;
    const [seen, box] = [this.cy.extent(), ele.boundingBox()];
    if (box.x1 < seen.x1 || box.x2 > seen.x2 || box.y1 < seen.y1 || box.y2 > seen.y2) this.cy.center(ele);
  }

  // All of it if names stay readable; else its top at the least readable size, and the line below says so.
  open() {
    this.view = "open";
    this.fit();
    const { cy } = this;
    this.clipped = cy.zoom() < LEAST;
    if (!this.clipped || !cy.width()) return;
    cy.zoom(READABLE);
    cy.center(cy.nodes("[?debtor]").nonempty() ? cy.nodes("[?debtor]") : undefined);
    cy.panBy({ x: 0, y: EDGE - cy.elements().renderedBoundingBox().y1 });
  }

  fit() {
    const { cy } = this;
    cy.resize();
    if (!cy.width() || !cy.height()) return;
    // measured without the glow of what is focused or picked, so that the same view comes back
    const { x1, y1, w, h } = cy.elements().boundingBox({ includeUnderlays: false, includeOverlays: false });
    const zoom = Math.min((cy.width() - 2 * EDGE) / w, (cy.height() - 2 * EDGE) / h, CLOSEST);
    cy.viewport({ zoom, pan: { x: cy.width() / 2 - zoom * (x1 + w / 2), y: cy.height() / 2 - zoom * (y1 + h / 2) } });
  }

  all() {
    this.view = "all";
    this.fit();
    this.clipped = false;
    this.show(this.picked);
  }

  zoom(by) {
    this.view = "free";
    this.cy.zoom({ level: this.cy.zoom() * by, renderedPosition: { x: this.cy.width() / 2, y: this.cy.height() / 2 } });
  }

  resize() {
    if (this.view === "free") this.cy.resize();
    else this[this.view]();
  }

  async png() {
    const drawn = await this.cy.png({ output: "blob-promise", full: true, scale: 2 });
    save(await framed(drawn, this.colours.ground, 2 * EDGE), `${this.words.file}.png`);
  }

  svg() {
    const text = written(this.cy, this.colours, this.words.file);
    save(new Blob([text], { type: "image/svg+xml" }), `${this.words.file}.svg`);
  }

  down() {
    this.sized.disconnect();
    this.cy.destroy();
  }
}

export default function mount(box) {
  const root = box.parentElement;
  let chart = charts.get(root);
  if (!chart) {
    chart = new ChainChart(root);
    charts.set(root, chart);
    // for measuring in tests: the drawing itself, read from the page's element
    chart.chart.cy = chart.cy;
  }
  chart.tell(box);
  return () => {
    chart.down();
    charts.delete(root);
  };
}

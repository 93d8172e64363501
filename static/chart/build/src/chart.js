// The chain chart: mounted once, told again on every rerun; only another chain is laid out anew.
import cytoscape from "cytoscape";
import { frame, framed, legend, paint, refilled, save, tool } from "./frame.js";
import { laidOut } from "./layout.js";
import { keyOf, listing } from "./listing.js";
import { palette, sheet, themeOf } from "./look.js";
import { Menu } from "./menu.js";
import { filled, phrases } from "./phrases.js";
import { counted, elementId, elements, extended, itemOf, nodeId, shown } from "./scene.js";
import { Slider } from "./slider.js";
import { written } from "./svg.js";
import { table } from "./table.js";
import { FAMILY, NAME } from "./text.js";
import { View, toggled } from "./view.js";

const READABLE = 9 / NAME.size;
const CLOSEST = 1.15;
const EDGE = 18;
const charts = new WeakMap();
// what was moved by hand outlives a chart that the page takes down and puts up again
const memories = new Map();

class ChainChart {
  constructor(root) {
    Object.assign(this, frame(root), { host: root.host ?? root, mark: null, view: "open" });
    const options = { container: this.canvas, minZoom: 0.1, maxZoom: 4, boxSelectionEnabled: false, autounselectify: true };
    this.cy = cytoscape(options);
    this.doings = new View((state) => this.trigger("view", { mark: this.mark, ...state }));
    this.slider = new Slider(this.slide, {
      onMove: (day) => this.on(day),
      onRest: (day) => this.trigger("day", { mark: this.mark, day: day ?? "" }),
    });
    this.menu = new Menu(this.chart, {});
    this.listen();
    this.sized = new ResizeObserver(() => this.resize());
    this.sized.observe(this.canvas);
  }

  listen() {
    const { cy, canvas } = this;
    cy.on("tap", "node, edge", ({ target }) => this.pick(itemOf(target)));
    cy.on("dbltap", "node", ({ target }) => this.expand(target.data("party")));
    cy.on("cxttap", "node", ({ target, renderedPosition }) => this.offer(target.data("party"), renderedPosition));
    cy.on("mouseover", "node, edge", ({ target }) => { target.addClass("hover"); canvas.classList.add("over"); });
    cy.on("mouseout", "node, edge", ({ target }) => { target.removeClass("hover"); canvas.classList.remove("over"); });
    cy.on("dragfree", "node", ({ target }) => this.change((state) => (state.moved[target.data("party")] = { ...target.position() })));
    cy.on("dragpan pinchzoom scrollzoom", () => (this.view = "free"));
    canvas.addEventListener("contextmenu", (event) => event.preventDefault());
    // a bare wheel scrolls the page; with Ctrl it zooms
    canvas.addEventListener("wheel", (event) => !event.ctrlKey && !event.metaKey && event.stopPropagation(), { capture: true });
    this.chart.addEventListener("keydown", (event) => this.press(event));
    this.find.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Enter") this.seek(this.find.value.trim().toLowerCase());
    });
  }

  // Streamlit listens to r, c and Esc on the page: a key meant for the chart must not rerun the app.
  press(event) {
    const key = event.key.toLowerCase();
    if (event.ctrlKey || event.metaKey) {
      const deeds = { z: () => this.back(event.shiftKey ? "redo" : "undo"), y: () => this.back("redo") };
      if (deeds[key]) event.preventDefault();
      deeds[key]?.();
      return;
    }
    const party = this.focused?.kind === "node" ? this.focused.id : null;
    const deeds = {
      r: null,
      c: null,
      f: () => this.all(),
      escape: () => this.picked && this.send(null),
      "/": () => this.find.focus(),
      e: () => party && this.expand(party),
      h: () => party && this.hide(party),
      delete: () => party && this.hide(party),
      p: () => party && this.pin(party),
      m: () => party && this.offer(party, this.element(this.focused).renderedPosition()),
    };
    if (!(key in deeds) || event.altKey) return;
    event.stopPropagation();
    if (key === "/") event.preventDefault();
    deeds[key]?.();
  }

  tell({ data, setTriggerValue }) {
    this.trigger = setTriggerValue;
    this.chart.style.height = `${data.height}px`;
    const drawnAnew = data.mark !== this.mark || data.language !== this.language;
    if (drawnAnew) this.learn(data);
    this.data = data;
    this.doings.hear(data.view);
    this.theme();
    if (drawnAnew) this.draw(data);
    this.extend(data, drawnAnew);
    if (drawnAnew) this.open();
    this.slider.hear(data.day);
    this.apply();
    this.show(data.selected);
    this.chart.dataset.mark = data.mark;
  }

  learn(data) {
    const other = data.mark !== this.mark;
    Object.assign(this, { mark: data.mark, language: data.language, words: phrases(data.language), memory: `${data.key} ${data.mark}` });
    this.chart.setAttribute("aria-label", this.words.chart);
    this.find.placeholder = `${this.words.find} /`;
    this.find.setAttribute("aria-label", this.words.find);
    this.sheet.setAttribute("aria-label", this.words.table);
    if (!other) return;
    this.doings.forget();
    Object.assign(this.doings.state, memories.get(this.memory) ?? {});
  }

  draw(data) {
    const { clientWidth, clientHeight } = this.canvas;
    const nodes = data.nodes.map((node) => ({ ...node, unseen: data.unseen[node.id] }));
    this.drawn = laidOut({ ...data, nodes }, { w: (clientWidth || 900) - 2 * EDGE, h: (clientHeight || 420) - 2 * EDGE, closest: CLOSEST });
    this.cy.elements().remove();
    this.cy.add(elements(this.drawn, this.doings.state.moved));
    this.waiting = 0;
  }

  extend(data, drawnAnew) {
    const extra = { nodes: data.extra.nodes.map((node) => ({ ...node, unseen: data.unseen[node.id] })), edges: data.extra.edges };
    const before = this.cy.elements().length;
    const added = extended(this.cy, extra, this.doings.state.moved);
    counted(this.cy, data.unseen);
    const changed = drawnAnew || before !== this.cy.elements().length || added.length;
    if (changed) this.told(data);
    if (this.waiting && !drawnAnew) {
      this.note = added.length ? filled(this.words.opened, { n: added.length }) : this.words.nothing;
      if (added.length && this.view !== "free") this.open();
      this.waiting = 0;
    }
  }

  // Everything that is drawn as a list, a table and events, in the order in which it stands.
  told(data) {
    const whole = this.whole(data);
    const had = this.list?.list.contains(document.activeElement ?? null) || this.list?.list.matches(":focus-within");
    this.list?.list.remove();
    this.list = listing(whole, this.words.list, { onFocus: (item) => this.focus(item), onPick: (item) => this.pick(item) });
    this.chart.prepend(this.list.list);
    if (had && this.focused) this.list.focus(this.focused);
    this.sheet.replaceChildren(table(whole, this.words, (item) => this.pick(item)));
    this.slider.learn(whole.edges, this.words);
  }

  whole(data) {
    const at = (id) => this.cy.getElementById(nodeId(id)).position() ?? { x: 0, y: 0 };
    const nodes = [...data.nodes, ...data.extra.nodes].map((node) => {
      const more = data.unseen[node.id] ? `，${filled(this.words.unseen, { n: data.unseen[node.id] > 1000 ? "1000+" : data.unseen[node.id] })}` : "";
      return { ...node, ...at(node.id), say: node.say + more };
    });
    return { nodes, edges: [...data.edges, ...data.extra.edges] };
  }

  toolbar() {
    const { words, doings } = this;
    const { hidden } = doings.state;
    const able = (button, can) => Object.assign(button, { disabled: !can });
    const unhide = hidden.length ? [tool(`◉ ${hidden.length}`, filled(words.unhide, { n: hidden.length }), () => this.change((state) => (state.hidden = [])))] : [];
    refilled(this.tools, [
      ...unhide,
      able(tool("↶", words.undo, () => this.back("undo")), doings.past.length),
      able(tool("↷", words.redo, () => this.back("redo")), doings.future.length),
      tool(this.sheet.hidden ? words.table : words.drawing, this.sheet.hidden ? words.table : words.drawing, () => this.turn()),
      tool("⤢", words.fit, () => this.all()),
      tool("+", words.closer, () => this.zoom(1.25)),
      tool("−", words.farther, () => this.zoom(0.8)),
      tool("PNG", words.png, () => this.png()),
      tool("SVG", words.svg, () => this.svg()),
    ]);
  }

  theme() {
    const theme = themeOf(this.host);
    if (theme === this.themed) return;
    this.themed = theme;
    this.colours = palette(this.host);
    paint(this.chart, this.colours, FAMILY);
    this.cy.style(sheet(this.colours));
  }

  // What the view's state says, shown.
  apply() {
    const { state } = this.doings;
    memories.set(this.memory, { moved: structuredClone(state.moved), pinned: [...state.pinned] });
    shown(this.cy, state, this.slider.day);
    this.toolbar();
    const toggle = (kind) => this.change((now) => (now.off = toggled(now.off, kind)));
    refilled(this.key, legend(this.whole(this.data), this.colours, this.words, state.off, toggle));
  }

  change(act) {
    this.doings.change(act);
    this.apply();
  }

  back(way) {
    const places = { ...this.doings.state.moved };
    if (!this.doings[way]()) return;
    for (const id of new Set([...Object.keys(places), ...Object.keys(this.doings.state.moved)])) {
      const home = this.drawn.nodes.find((node) => node.id === id);
      const place = this.doings.state.moved[id] ?? (home && { x: home.x, y: home.y });
      if (place) this.cy.getElementById(nodeId(id)).unlock().position(place);
    }
    this.apply();
  }

  expand(party) {
    this.waiting = (this.waiting ?? 0) + 1;
    this.tellReader(this.words.opening);
    this.change((state) => state.open.push(party));
  }

  hide(party) {
    this.change((state) => (state.hidden = [...new Set([...state.hidden, party])]));
    this.tellReader(this.words.hid);
  }

  pin(party) {
    this.change((state) => (state.pinned = toggled(state.pinned, party)));
  }

  offer(party, at) {
    const { menu } = this.words;
    const isGroup = this.cy.getElementById(nodeId(party)).data("shape") === "group";
    const pinned = this.doings.state.pinned.includes(party);
    const deeds = [[menu.open, () => this.expand(party), "E"], [menu.hide, () => this.hide(party), "H"], [pinned ? menu.unpin : menu.pin, () => this.pin(party), "P"]];
    const ask = (what) => () => this.trigger("ask", { mark: this.mark, what, id: party });
    if (!isGroup) deeds.push([menu.path, ask("path")], [menu.page, ask("page")], [menu.copy, () => navigator.clipboard?.writeText(party)]);
    const corner = this.canvas.offsetTop;
    this.menu.open({ x: at.x, y: at.y + corner }, menu.title, deeds, () => this.list.focus({ kind: "node", id: party }));
  }

  turn() {
    const toTable = this.sheet.hidden;
    this.sheet.hidden = !toTable;
    this.canvas.hidden = toTable;
    this.toolbar();
    this.tools.querySelector(`[aria-label="${CSS.escape(toTable ? this.words.drawing : this.words.table)}"]`)?.focus();
  }

  // The next party whose name holds the text, after the focused one.
  seek(text) {
    const { nodes } = this.whole(this.data);
    const from = nodes.findIndex(({ id }) => id === this.focused?.id);
    const order = [...nodes.slice(from + 1), ...nodes.slice(0, from + 1)];
    const found = text && order.find(({ name }) => name.toLowerCase().includes(text));
    if (found) this.pick({ kind: "node", id: found.id });
    else this.tellReader(filled(this.words.nofind, { text }));
  }

  on(day) {
    shown(this.cy, this.doings.state, day);
  }

  element(item) {
    return item ? this.cy.getElementById(elementId(item)) : this.cy.collection();
  }

  tellReader(text) {
    this.note = text;
    this.say();
  }

  say() {
    const { picked, words } = this;
    const standing = picked ? words.picked + (this.element(picked).data("say") ?? "") : this.clipped ? words.clipped : words.none;
    const text = this.note ?? standing;
    if (this.said.textContent !== text) this.said.textContent = text;
    this.said.classList.toggle("picked", Boolean(picked));
  }

  show(picked) {
    if (picked && this.element(picked).empty()) picked = null;
    this.picked = picked;
    this.cy.elements(".picked").removeClass("picked");
    this.element(picked).addClass("picked");
    this.list.press(picked);
    this.say();
  }

  pick(item) {
    this.note = null;
    this.list.focus(item);
    if (!this.picked || keyOf(item) !== keyOf(this.picked)) this.send(item);
  }

  send(item) {
    this.note = null;
    this.show(item);
    this.trigger("pick", { mark: this.mark, ...(item ?? { kind: "none" }) });
  }

  focus(item) {
    if (item) this.focused = item;
    this.cy.elements(".focused").removeClass("focused");
    const ele = this.element(item).addClass("focused");
    if (!item || ele.empty()) return;
    const [seen, box] = [this.cy.extent(), ele.boundingBox()];
    if (box.x1 < seen.x1 || box.x2 > seen.x2 || box.y1 < seen.y1 || box.y2 > seen.y2) this.cy.center(ele);
  }

  // All of it if names stay readable; else its top at the least readable size, and the line below says so.
  open() {
    this.view = "open";
    this.fit();
    const { cy } = this;
    this.clipped = cy.zoom() < READABLE;
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
    this.note = null;
    this.fit();
    this.clipped = false;
    this.show(this.picked);
  }

  zoom(by) {
    this.view = "free";
    this.cy.zoom({ level: this.cy.zoom() * by, renderedPosition: { x: this.cy.width() / 2, y: this.cy.height() / 2 } });
  }

  resize() {
    if (!this.canvas.clientWidth) return;
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

// The day the drawing is looked at: a slider over the days on which something begins or ends.
import { make, tool } from "./frame.js";

const DAY = 86_400_000;
const number = (iso) => Math.round(Date.parse(`${iso}T00:00:00Z`) / DAY);
const iso = (day) => new Date(day * DAY).toISOString().slice(0, 10);

// A partial day is a span: the first day it may mean, and the last.
export function first(text) {
  if (!text) return null;
  return text.length >= 10 ? text.slice(0, 10) : `${text}-01-01`.slice(0, text.length + (text.length === 4 ? 6 : 3));
}

export function last(text) {
  if (!text) return null;
  if (text.length >= 10) return text.slice(0, 10);
  const [year, month] = text.split("-").map(Number);
  return month ? iso(Date.UTC(year, month, 1) / DAY - 1) : `${year}-12-31`;
}

// What a line is on a day: not there yet, over, or as it is drawn.
export function stateOn(edge, day) {
  if (!day) return "";
  const start = first(edge.start);
  if (start && start > day) return "later";
  if (edge.event) return "";
  const end = last(edge.end);
  return end && end <= day ? "over" : "held";
}

export function events(edges) {
  const found = new Map();
  const note = (text, say) => {
    const day = first(text);
    if (day && !Number.isNaN(number(day))) found.set(day, [...(found.get(day) ?? []), say]);
  };
  for (const edge of edges) {
    note(edge.start, edge.say);
    if (!edge.event && edge.end) note(edge.end, edge.say);
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1));
}

export class Slider {
  constructor(root, { onMove, onRest }) {
    Object.assign(this, { root, onMove, onRest, days: [], day: null });
  }

  learn(edges, words) {
    this.words = words;
    this.days = events(edges);
    this.root.hidden = this.days.length < 2;
    if (this.root.hidden) return;
    const [low, high] = [number(this.days[0][0]) - 1, number(this.days.at(-1)[0]) + 1];
    this.range = make("input", { type: "range", min: low, max: high, step: 1, value: high, className: "days" });
    this.range.setAttribute("aria-label", words.asof);
    this.range.addEventListener("input", () => this.move(iso(Number(this.range.value))));
    this.range.addEventListener("change", () => this.rest());
    this.range.addEventListener("keydown", (event) => event.stopPropagation());
    const place = (day) => `${(100 * (number(day) - low)) / (high - low)}%`;
    const ticks = this.days.map(([day, said]) => {
      const tick = make("span", { className: "tick", title: `${day}\n${said.join("\n")}` });
      tick.style.left = place(day);
      return tick;
    });
    const track = make("div", { className: "track" }, this.range, ...ticks);
    this.shown = make("output", { className: "day" });
    this.root.replaceChildren(
      tool("◂", words.earlier, () => this.step(-1)),
      track,
      tool("▸", words.later, () => this.step(1)),
      this.shown,
      tool(words.alldays, words.alldays, () => this.choose(null)),
    );
    this.show();
  }

  // From event to event; beyond the last stands "all days".
  step(by) {
    const days = this.days.map(([day]) => day);
    const ahead = this.day ? days.filter((day) => (by > 0 ? day > this.day : day < this.day)) : by < 0 ? days : [];
    const next = by > 0 ? ahead[0] : ahead.at(-1);
    if (next) this.choose(next);
    else if (by > 0) this.choose(null);
  }

  move(day) {
    this.day = day;
    this.show();
    this.onMove(day);
  }

  choose(day) {
    this.move(day);
    this.rest();
  }

  rest() {
    this.onRest(this.day);
  }

  hear(day) {
    this.day = day || null;
    if (!this.root.hidden) this.show();
  }

  show() {
    if (!this.shown) return;
    const said = this.day ? `${this.words.asof} ${this.day}` : this.words.alldays;
    if (this.day) this.range.value = number(this.day);
    else this.range.value = this.range.max;
    const happened = this.days.find(([day]) => day === this.day)?.[1] ?? [];
    this.range.setAttribute("aria-valuetext", [said, ...happened].join("；"));
    this.shown.textContent = said;
  }
}

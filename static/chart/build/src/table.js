// The table twin: the same lines as rows, for whoever reads tables or copies them.
import { make } from "./frame.js";

export function table(data, words, onPick) {
  const names = new Map(data.nodes.map(({ id, name }) => [id, name]));
  const head = ["from", "relation", "to", "share", "price", "date", "state"].map((key) => {
    const cell = make("th", { textContent: words.heads[key] });
    cell.setAttribute("scope", "col");
    return cell;
  });
  const rows = data.edges.filter(({ cells }) => cells).map((edge) => {
    const { relation, share, price, date, state } = edge.cells;
    const button = make("button", { type: "button", textContent: names.get(edge.from) ?? edge.from, dir: "auto" });
    button.setAttribute("aria-label", edge.say);
    button.addEventListener("click", () => onPick({ kind: "edge", id: edge.index }));
    const texts = [relation, names.get(edge.to) ?? edge.to, share, price, date, state];
    const cells = texts.map((text) => make("td", { textContent: text, dir: "auto" }));
    return make("tr", {}, make("td", {}, button), ...cells);
  });
  return make("table", {}, make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...rows));
}

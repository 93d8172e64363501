// The same chart as a list of buttons for the keyboard and for screen readers: one button a node, one an edge.

const nodeKey = (id) => `node ${id}`;
const edgeKey = (index) => `edge ${index}`;
export const keyOf = ({ kind, id }) => (kind === "node" ? nodeKey(id) : edgeKey(id));

// Reading order: layer by layer, left to right; after a party, the lines that leave it.
function ordered(drawn) {
  const parties = [...drawn.nodes].sort((a, b) => Math.round(a.y - b.y) || a.x - b.x);
  return parties.flatMap(({ id, say }) => [
    { kind: "node", id, say },
    ...drawn.edges.filter(({ from }) => from === id).map((edge) => ({ kind: "edge", id: edge.index, say: edge.say })),
  ]);
}

// Up and down walk the arrows: a party, the line below it, the party at its end.
function links(drawn) {
  const [up, down] = [new Map(), new Map()];
  for (const { index, from, to } of drawn.edges) {
    up.set(edgeKey(index), nodeKey(from));
    down.set(edgeKey(index), nodeKey(to));
    if (!down.has(nodeKey(from))) down.set(nodeKey(from), edgeKey(index));
    if (!up.has(nodeKey(to))) up.set(nodeKey(to), edgeKey(index));
  }
  return { up, down };
}

export function listing(drawn, title, { onFocus, onPick }) {
  const list = document.createElement("ol");
  list.className = "listing";
  list.setAttribute("aria-label", title);
  const items = ordered(drawn);
  const buttons = new Map();
  const { up, down } = links(drawn);
  const keys = items.map(keyOf);
  const arrive = (key) => {
    for (const [other, button] of buttons) button.tabIndex = other === key ? 0 : -1;
  };
  const step = (key, by) => keys[(keys.indexOf(key) + by + keys.length) % keys.length];
  const moves = {
    ArrowRight: (key) => step(key, 1),
    ArrowLeft: (key) => step(key, -1),
    ArrowDown: (key) => down.get(key),
    ArrowUp: (key) => up.get(key),
    Home: () => keys[0],
    End: () => keys.at(-1),
  };
  for (const item of items) {
    const key = keyOf(item);
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = item.say;
    button.tabIndex = buttons.size ? -1 : 0;
    button.addEventListener("click", () => onPick(item));
    button.addEventListener("focus", () => { arrive(key); onFocus(item); });
    button.addEventListener("blur", () => onFocus(null));
    button.addEventListener("keydown", (event) => {
      if (!moves[event.key]) return;
      event.preventDefault();
      buttons.get(moves[event.key](key))?.focus({ preventScroll: true });
    });
    buttons.set(key, button);
    const entry = document.createElement("li");
    entry.append(button);
    list.append(entry);
  }
  const press = (picked) => {
    for (const [key, button] of buttons) button.setAttribute("aria-pressed", String(Boolean(picked) && key === keyOf(picked)));
  };
  return { list, press, focus: (item) => buttons.get(keyOf(item))?.focus({ preventScroll: true }) };
}

// Free places for what is opened beside a party. Nothing that is drawn already moves.

const GAP = 14;
const FIRST = 36;
const STEP = 22;
const FARTHEST = 140;

const half = ({ w, h }) => ({ x: w / 2, y: h / 2 });

export function rect({ x, y, w, h }) {
  return { x1: x - w / 2, x2: x + w / 2, y1: y - h / 2, y2: y + h / 2 };
}

const meets = (a, b) => a.x1 < b.x2 + GAP && b.x1 < a.x2 + GAP && a.y1 < b.y2 + GAP && b.y1 < a.y2 + GAP;

// A slot holds the node and, on the side of the party, the label of its line.
function slot(node, label, x, near, below) {
  const height = node.h + (label.h ? label.h + GAP : 0);
  const width = Math.max(node.w, label.w);
  const y1 = below ? near : near - height;
  const y = below ? near + height - node.h / 2 : near - height + node.h / 2;
  const at = { x, y: below ? near + label.h / 2 : near - label.h / 2 };
  return { x, y, at, box: { x1: x - width / 2, x2: x + width / 2, y1, y2: y1 + height } };
}

// The nearest free slot: a step outward costs twice a step sideways, so that rows fill before they pile up.
function nearest(party, node, label, below, taken, reach) {
  let best = null;
  let least = Infinity;
  const start = party.y + (below ? 1 : -1) * (half(party).y + FIRST);
  for (let row = 0; row < FARTHEST; row += 1) {
    const out = row * STEP;
    if (out * 2 >= least) break;
    for (let side = 0; side <= reach && out * 2 + side < least; side += STEP) {
      for (const x of side ? [party.x - side, party.x + side] : [party.x]) {
        const tried = slot(node, label, x, start + (below ? out : -out), below);
        if (taken.some((box) => meets(tried.box, box))) continue;
        best = tried;
        least = out * 2 + side;
        break;
      }
    }
  }
  return best ?? slot(node, label, party.x, start + (below ? 1 : -1) * FARTHEST * STEP, below);
}

// fresh: [{ node, edge, below }] beside one party. Gives each node its x and y, and each edge the place of its label.
export function beside(party, fresh, taken, reach) {
  for (const { node, edge, below } of fresh) {
    const found = nearest(party, node, edge.lines.length ? edge : { w: 0, h: 0 }, below, taken, reach);
    Object.assign(node, { x: found.x, y: found.y });
    Object.assign(edge, { at: found.at });
    taken.push(found.box);
  }
}

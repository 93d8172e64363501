// One table of node shapes: how large a shape must be to hold its text, and its corners from -1 to 1.

const PAD = { x: 14, y: 9 };

export const SHAPES = {
  company: { size: (w, h) => ({ w: w + 2 * PAD.x, h: h + 2 * PAD.y }), cytoscape: "round-rectangle" },
  person: { size: (w, h) => ({ w: w * 1.28 + 22, h: h * 1.34 + 14 }), cytoscape: "ellipse" },
  foreign: {
    size: (w, h) => ({ w: w + 2 * PAD.x + 30, h: h + 2 * PAD.y + 2 }),
    corners: [-1, 0, -0.82, -1, 0.82, -1, 1, 0, 0.82, 1, -0.82, 1],
  },
  unknown: { size: (w, h) => ({ w: w * 1.5 + 22, h: h * 2.2 + 18 }), corners: [0, -1, 1, 0, 0, 1, -1, 0] },
  building: {
    size: (w, h) => ({ w: w + 2 * PAD.x, h: h + 2 * PAD.y + 20 }),
    corners: [-1, -0.5, 0, -1, 1, -0.5, 1, 1, -1, 1],
    sink: 8,
  },
  asset: {
    size: (w, h) => ({ w: w + 2 * PAD.x + 18, h: h + 2 * PAD.y }),
    corners: [-1, -1, 0.84, -1, 1, 0, 0.84, 1, -1, 1],
    lean: -6,
  },
  group: {
    size: (w, h) => ({ w: w + 2 * PAD.x + 8, h: h + 2 * PAD.y }),
    corners: [-1, -0.4, -0.9, -1, 0.9, -1, 1, -0.4, 1, 0.4, 0.9, 1, -0.9, 1, -1, 0.4],
  },
};

export const shapeOf = (name) => SHAPES[name] ?? SHAPES.unknown;
export const ROUNDING = 7;

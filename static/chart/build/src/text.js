// Breaking names into lines and measuring them. Names are wrapped, never cut.

export const FAMILY = '"Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif';
export const NAME = { size: 14, weight: 600, line: 1.35 };
export const LABEL = { size: 12, weight: 500, line: 1.3 };

const pen = document.createElement("canvas").getContext("2d");
const words = new Intl.Segmenter("zh", { granularity: "word" });
const signs = new Intl.Segmenter("zh", { granularity: "grapheme" });
// closing marks may not begin a line, opening marks may not end one
const CLOSING = /^[\p{Pe}\p{Pf}\p{Po}\s]/u;
const OPENING = /[\p{Ps}\p{Pi}]$/u;
// letters written from right to left and characters that turn the direction
const TURNING = /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff]/;

export function width(text, font) {
  pen.font = `${font.weight} ${font.size}px ${FAMILY}`;
  return pen.measureText(text).width;
}

// A name that turns the direction of writing is closed off, so that it cannot turn what stands beside it.
export function isolated(text) {
  if (!TURNING.test(text)) return text;
  return `\u2068${text.replace(/[\u202a-\u202e\u2066-\u2069]/g, "")}\u2069`;
}

function pieces(text, font, limit) {
  const found = [];
  for (const { segment } of words.segment(text)) {
    const whole = width(segment, font) <= limit;
    for (const piece of whole ? [segment] : Array.from(signs.segment(segment), (sign) => sign.segment)) {
      const glued = found.length && (CLOSING.test(piece) || OPENING.test(found.at(-1)));
      if (glued) found[found.length - 1] += piece;
      else found.push(piece);
    }
  }
  return found;
}

function filled(parts, font, limit) {
  const lines = [""];
  for (const part of parts) {
    const longer = lines.at(-1) + part;
    if (lines.at(-1) && width(longer.trimEnd(), font) > limit) lines.push(part.trimStart());
    else lines[lines.length - 1] = longer;
  }
  return lines.map((line) => line.trim()).filter(Boolean);
}

// The fewest lines within the limit, then the narrowest box that holds as many: no line is left with one character.
export function wrapped(text, font, limit) {
  const clean = text.replace(/[\u0000-\u001f\u007f]+/g, " ").trim();
  const parts = pieces(clean, font, limit);
  let best = filled(parts, font, limit);
  for (let narrower = limit - 8; narrower >= limit / 3 && best.length > 1; narrower -= 8) {
    const tried = filled(parts, font, narrower);
    if (tried.length > best.length) break;
    best = tried;
  }
  return best.map(isolated);
}

export function box(lines, font) {
  return { w: Math.max(0, ...lines.map((line) => width(line, font))), h: lines.length * font.size * font.line };
}

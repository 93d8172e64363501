// Bundles src/ and the two libraries into ../chart.mjs and gathers their licences.
// Run: npm install --no-package-lock && npm run build. The versions in package.json are exact, so the bytes come out equal.
import { build } from "esbuild";
import { readFileSync, readdirSync, writeFileSync, statSync } from "node:fs";

// heap and parts of lodash come inside cytoscape; they are installed here for their licence texts only
const LIBRARIES = ["cytoscape", "@dagrejs/dagre", "@dagrejs/graphlib", "heap", "lodash"];
const NOTED = /Ralf S\. Engelschall|Gaetan Renaudeau|Koen Bok|based on jQuery/;
const LIMIT = 700 * 1024;

await build({
  entryPoints: ["src/chart.js"],
  outfile: "../chart.mjs",
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  banner: { js: "/* Lookthrough chain chart, Apache-2.0. Contains cytoscape and dagre, MIT: see LICENSES.txt. */" },
});

const notices = LIBRARIES.map((name) => {
  const folder = `node_modules/${name}`;
  const { version, license } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
  if (license !== "MIT") throw new Error(`${name} ${version} is ${license}, not MIT`);
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  return `${name} ${version}\n\n${readFileSync(`${folder}/${file}`, "utf8").trim()}\n`;
});
const inside = readFileSync("node_modules/cytoscape/dist/cytoscape.esm.mjs", "utf8").split("\n").filter((line) => NOTED.test(line));
const credits = inside.map((line) => `- ${line.replace(/^\/\*!?|\*\/$/g, "").trim()}`).join("\n");
writeFileSync("../LICENSES.txt", `chart.mjs contains these libraries, all under the MIT licence.\n\nInside cytoscape, under the same licence:\n${credits}\n\n${notices.join(`\n${"-".repeat(72)}\n\n`)}`);

const size = statSync("../chart.mjs").size;
if (size > LIMIT) throw new Error(`chart.mjs is ${size} bytes, over ${LIMIT}`);
console.log(`chart.mjs ${size} bytes`);

// Bundles the style sheets and scripts into frontend/dist under names that carry a hash of their content,
// and writes manifest.json, which maps the name a template asks for to the name on disk.
import { build } from "esbuild";
import { copyFile, mkdtemp, readFile, readdir, rename, rm, mkdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import subsetFont from "subset-font";

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.dirname(here);
const out = path.join(here, "dist");
const draft = path.join(here, `dist.${process.pid}.tmp`);
const cut = await mkdtemp(path.join(tmpdir(), "fonts-"));

function plainName(file) {
  return path
    .basename(file)
    .replace(/^ibm-plex-sans-arabic-arabic-/, "plex-arabic-")
    .replace(/^ibm-plex-sans-(arabic-)?/, "plex-")
    .replace(/-normal\.woff2$/, ".woff2");
}

// Letters of a `unicode-range`.
function letters(range) {
  return range.split(",").flatMap((part) => {
    const [first, last] = part.trim().slice(2).split("-").map((code) => Number.parseInt(code, 16));
    return Array.from({ length: (last ?? first) - first + 1 }, (_, step) => String.fromCodePoint(first + step));
  }).join("");
}

// A browser fetches a font whole, so each is cut to the letters that its rule promises, and to all forms these take.
const cutFonts = {
  name: "cut-fonts",
  setup({ onLoad }) {
    onLoad({ filter: /\/fonts\.css$/ }, async ({ path: file }) => {
      let sheet = await readFile(file, "utf8");
      for (const [face, address, range] of sheet.matchAll(/@font-face[^}]*url\("([^"]+)"\)[^}]*unicode-range: ([^;]+);[^}]*\}/g)) {
        const [source, part] = address.split("#");
        const font = await subsetFont(await readFile(path.join(root, "node_modules", source)), letters(range), { targetFormat: "woff2" });
        const target = path.join(cut, `${path.basename(source, ".woff2")}${part ? `-${part}` : ""}.woff2`);
        await writeFile(target, font);
        sheet = sheet.replace(face, face.replace(address, target));
      }
      return { contents: sheet, loader: "css", resolveDir: path.dirname(file) };
    });
  },
};

await rm(draft, { recursive: true, force: true });
await mkdir(draft, { recursive: true });

const result = await build({
  absWorkingDir: root,
  entryPoints: [
    ...["css/app.css", "css/catalogue.css", "css/personal.css", "css/manage.css", "css/editor.css"],
    ...["js/public.js", "js/agenda_filter.js", "js/catalogue.js", "js/personal.js", "js/manage.js", "js/checkin.js", "js/offline_worker.js", "js/editor.js"],
    "mark.svg",
  ].map((name) => path.join(here, name)),
  outdir: draft,
  bundle: true,
  format: "esm",
  minify: true,
  metafile: true,
  entryNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  loader: { ".woff2": "file", ".svg": "copy" },
  plugins: [cutFonts],
  target: ["chrome109", "firefox115", "safari16.4"],
  legalComments: "none",
  logLevel: "warning",
});

const manifest = {};
for (const [file, output] of Object.entries(result.metafile.outputs)) {
  const inputs = Object.keys(output.inputs);
  const source = output.entryPoint ?? (inputs.length === 1 ? inputs[0] : null);
  if (source) manifest[plainName(source)] = path.basename(file);
}
const sorted = Object.fromEntries(Object.entries(manifest).sort(([a], [b]) => a.localeCompare(b)));
await writeFile(path.join(draft, "manifest.json"), JSON.stringify(sorted, null, 2) + "\n");

// Papers print with it what no font from PyPI has (Tifinagh); pages never ask for it.
for (const name of ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"]) {
  await copyFile(path.join(root, "node_modules/dejavu-fonts-ttf/ttf", name), path.join(draft, name));
}

// Text is compressed once, here; fonts are compressed already. The copies are served by foundation/assets.py.
for (const name of await readdir(draft)) {
  if (!/\.(css|js|svg)$/.test(name)) continue;
  const text = await readFile(path.join(draft, name));
  await writeFile(path.join(draft, `${name}.gz`), gzipSync(text, { level: 9 }));
  await writeFile(path.join(draft, `${name}.br`), brotliCompressSync(text));
}

await rm(cut, { recursive: true, force: true });
await rm(out, { recursive: true, force: true });
await rename(draft, out);

for (const name of (await readdir(out)).sort()) {
  const { length } = await readFile(path.join(out, name));
  console.log(`${String(length).padStart(8)}  ${name}`);
}

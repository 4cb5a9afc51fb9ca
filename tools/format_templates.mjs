// Formats templates/**/*.html with markup_fmt, which knows Jinja and moves no space that shows.
// With --check it only names the files that are not formatted, and ends with status 1.
import { createFromBuffer } from "@dprint/formatter";
import { readFile, readdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const plugin = createRequire(import.meta.url).resolve("dprint-plugin-markup/plugin.wasm");
const formatter = createFromBuffer(await readFile(plugin));
formatter.setConfig({ indentWidth: 2, lineWidth: 140 }, { doctypeKeywordCase: "lower", closingTagLineBreakForEmpty: "never" });
for (const problem of formatter.getConfigDiagnostics()) throw new Error(problem.message);

const check = process.argv.includes("--check");
const folder = path.join(root, "templates");
const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(".html")).sort();
for (const name of names) {
  const file = path.join(folder, name);
  const before = await readFile(file, "utf8");
  let after;
  try {
    after = formatter.formatText({ filePath: `${name}.jinja`, fileText: before });
  } catch (error) {
    console.error(`templates/${name}: ${error.message ?? error}`);
    process.exitCode = 1;
    continue;
  }
  if (after === before) continue;
  if (check) {
    console.error(`templates/${name} is not formatted: run make format`);
    process.exitCode = 1;
  } else {
    await writeFile(file, after);
  }
}

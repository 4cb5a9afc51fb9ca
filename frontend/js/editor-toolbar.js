// The toolbar of one editor: one stop of Tab, arrows inside it (WAI-ARIA toolbar pattern).
import { redo, redoDepth, undo, undoDepth } from "prosemirror-history";
import { toggleMark } from "prosemirror-commands";
import {
  addColumnAfter,
  addColumnBefore,
  addRowAfter,
  addRowBefore,
  deleteColumn,
  deleteRow,
  deleteTable,
  isInTable,
  toggleHeaderRow,
} from "prosemirror-tables";
import * as commands from "./editor-commands.js";
import { schema } from "./editor-schema.js";

const { marks, nodes } = schema;
const SVG = "http://www.w3.org/2000/svg";

// Paths on a square of 20; those that point along the line of writing are turned round in a page from right to left.
const ICONS = {
  bold: "M6 3.5h5a3 3 0 0 1 0 6H6zM6 9.5h5.8a3.4 3.4 0 0 1 0 7H6z",
  italic: "M8 3.5h7M5 16.5h7M11.8 3.5l-3.6 13",
  heading: "M4 3.5v13M12 3.5v13M4 10h8M15.5 9.5l2-1.5v8.5",
  subheading: "M3.5 5.5v9M9.5 5.5v9M3.5 10h6M13 10a2 2 0 1 1 3.6 1.2L13 15.5h4.2",
  bullets: "M8 5h9M8 10h9M8 15h9M3.5 5h.01M3.5 10h.01M3.5 15h.01",
  numbers: "M8.5 5H17M8.5 10H17M8.5 15H17M3 3.5l1.2-.5v4M3 13h2.4L3 16.5h2.6",
  nest: "M9 5h8M9 10h8M9 15h8M3 7.5 5.5 10 3 12.5",
  unnest: "M9 5h8M9 10h8M9 15h8M5.5 7.5 3 10l2.5 2.5",
  quote: "M4 4.5v11M8 6h9M8 10h9M8 14h6",
  link: "M8.5 11.5a3 3 0 0 0 4.3 0l2.7-2.7a3 3 0 0 0-4.3-4.3l-1 1M11.5 8.5a3 3 0 0 0-4.3 0L4.5 11.2a3 3 0 0 0 4.3 4.3l1-1",
  table: "M3 4h14v12H3zM3 8h14M3 12h14M10 4v12",
  ltr: "M11 3.5v9M8 3.5v9M13 3.5H7.5a2.7 2.7 0 0 0 0 5.4H8M4 16h11M12.5 13.8 15 16l-2.5 2.2",
  rtl: "M11 3.5v9M8 3.5v9M13 3.5H7.5a2.7 2.7 0 0 0 0 5.4H8M5 16h11M7.5 13.8 5 16l2.5 2.2",
  clear: "M6 4h9M10.5 4 8.5 13M4 17h6M12.5 12.5l4 4M16.5 12.5l-4 4",
  undo: "M7.5 4 4 7.5 7.5 11M4 7.5h7.5a4.5 4.5 0 0 1 0 9H8",
  redo: "M12.5 4 16 7.5 12.5 11M16 7.5H8.5a4.5 4.5 0 0 0 0 9H12",
};

function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

const always = () => true;
const whether = (command) => (state) => command(state);

function groups(editor) {
  const { base, words } = editor;
  const mark = (type) => ({ run: toggleMark(type), pressed: (state) => commands.hasMark(state, type) });
  const direction = (value) => ({
    run: commands.setDirection(value, base),
    pressed: (state) => commands.directionOf(state, base) === value,
  });
  const inTable = (state) => isInTable(state);
  return [
    [
      { name: "undo", keys: "Ctrl+Z", run: undo, enabled: (state) => undoDepth(state) > 0, turns: true },
      { name: "redo", keys: "Ctrl+Y", run: redo, enabled: (state) => redoDepth(state) > 0, turns: true },
    ],
    [
      { name: "heading", keys: "Ctrl+Alt+1", run: commands.toggleHeading(3), pressed: (s) => commands.isHeading(s, 3) },
      { name: "subheading", keys: "Ctrl+Alt+2", run: commands.toggleHeading(4), pressed: (s) => commands.isHeading(s, 4) },
      { name: "bold", keys: "Ctrl+B", ...mark(marks.strong) },
      { name: "italic", keys: "Ctrl+I", ...mark(marks.em) },
    ],
    [
      {
        name: "bullets",
        keys: "Ctrl+Shift+8",
        run: commands.toggleList(nodes.bullet_list),
        pressed: (state) => commands.listAround(state)?.node.type === nodes.bullet_list,
        turns: true,
      },
      {
        name: "numbers",
        keys: "Ctrl+Shift+7",
        run: commands.toggleList(nodes.ordered_list),
        pressed: (state) => commands.listAround(state)?.node.type === nodes.ordered_list,
        turns: true,
      },
      { name: "nest", keys: "Tab", run: commands.nest, enabled: whether(commands.nest), turns: true },
      { name: "unnest", keys: "Shift+Tab", run: commands.unnest, enabled: whether(commands.unnest), turns: true },
      { name: "quote", run: commands.toggleQuote, pressed: (state) => !!commands.quoteAround(state), turns: true },
    ],
    [
      { name: "link", keys: "Ctrl+K", ask: "link", pressed: (state) => !!commands.linkAround(state) },
      { name: "table", run: commands.insertTable(), enabled: (state) => !isInTable(state) },
    ],
    [
      { name: "ltr", ...direction("ltr") },
      { name: "rtl", ...direction("rtl") },
      { name: "clear", keys: "Ctrl+Space", run: commands.removeFormatting },
    ],
    [
      { name: "row_before", run: addRowBefore, shown: inTable },
      { name: "row_after", run: addRowAfter, shown: inTable },
      { name: "column_before", run: addColumnBefore, shown: inTable },
      { name: "column_after", run: addColumnAfter, shown: inTable },
      { name: "remove_row", run: deleteRow, shown: inTable },
      { name: "remove_column", run: deleteColumn, shown: inTable },
      { name: "head", run: toggleHeaderRow, shown: inTable },
      { name: "turn_table", run: commands.turnTable(base), shown: inTable },
      { name: "remove_table", run: deleteTable, shown: inTable },
    ],
  ].map((group) => group.map((tool) => ({ enabled: always, shown: always, ...tool, label: words[tool.name] })));
}

export class Toolbar {
  constructor(editor) {
    this.editor = editor;
    this.element = document.createElement("div");
    this.element.className = "editor-toolbar";
    this.element.setAttribute("role", "toolbar");
    this.element.setAttribute("aria-controls", editor.id);
    this.element.setAttribute("aria-label", editor.words.toolbar.replace("{name}", editor.name));
    this.tools = [];
    for (const group of groups(editor)) {
      const box = document.createElement("div");
      box.className = "editor-tools";
      for (const tool of group) box.append(this.button(tool));
      this.element.append(box);
    }
    this.tools[2].button.tabIndex = 0;
    this.element.addEventListener("keydown", (event) => this.move(event));
    this.element.addEventListener("focusin", ({ target }) => this.rest(target));
  }

  button(tool) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = ICONS[tool.name] ? "editor-tool" : "editor-tool has-words";
    button.tabIndex = -1;
    button.dataset.tool = tool.name;
    if (tool.turns) button.classList.add("turns");
    if (ICONS[tool.name]) {
      button.append(icon(tool.name));
      button.setAttribute("aria-label", tool.label);
      button.title = tool.keys ? `${tool.label} (${tool.keys})` : tool.label;
    } else button.textContent = tool.label;
    if (tool.keys) button.setAttribute("aria-keyshortcuts", tool.keys.replace("Ctrl", "Control"));
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => {
      const { view } = this.editor;
      if (button.getAttribute("aria-disabled") === "true") return;
      if (tool.ask) this.editor.askLink();
      else {
        tool.run(view.state, view.dispatch, view);
        view.focus();
      }
    });
    this.tools.push({ ...tool, button });
    return button;
  }

  update(state) {
    for (const { button, shown, enabled, pressed } of this.tools) {
      button.hidden = !shown(state);
      button.setAttribute("aria-disabled", String(!enabled(state)));
      if (pressed) button.setAttribute("aria-pressed", String(pressed(state)));
    }
    for (const box of this.element.children) box.hidden = [...box.children].every((button) => button.hidden);
    if (this.tools.some(({ button }) => button.tabIndex === 0 && button.hidden)) this.rest(this.tools[2].button);
  }

  rest(button) {
    for (const tool of this.tools) tool.button.tabIndex = tool.button === button ? 0 : -1;
  }

  move(event) {
    const there = this.tools.map((tool) => tool.button).filter((button) => !button.hidden);
    const at = there.indexOf(document.activeElement);
    const forward = getComputedStyle(this.element).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const back = forward === "ArrowLeft" ? "ArrowRight" : "ArrowLeft";
    let next;
    if (event.key === forward) next = (at + 1) % there.length;
    else if (event.key === back) next = (at - 1 + there.length) % there.length;
    else if (event.key === "Home") next = 0;
    else if (event.key === "End") next = there.length - 1;
    else if (event.key === "Escape") {
      event.preventDefault();
      this.editor.view.focus();
      return;
    } else return;
    event.preventDefault();
    there[next].focus();
  }

  focus() {
    this.tools.find(({ button }) => button.tabIndex === 0).button.focus();
  }
}

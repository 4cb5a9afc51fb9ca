// Text areas with structure become an editor; without this file they take the light marks they always took.
// What is sent is HTML in the same control, with a hidden control beside it that says so.
import { baseKeymap, chainCommands, exitCode, toggleMark } from "prosemirror-commands";
import { gapCursor } from "prosemirror-gapcursor";
import { history, redo, undo } from "prosemirror-history";
import { inputRules, wrappingInputRule } from "prosemirror-inputrules";
import { keymap } from "prosemirror-keymap";
import { DOMParser as Reader, DOMSerializer } from "prosemirror-model";
import { liftListItem, splitListItem } from "prosemirror-schema-list";
import { EditorState, Plugin } from "prosemirror-state";
import { goToNextCell, isInTable, tableEditing } from "prosemirror-tables";
import { EditorView } from "prosemirror-view";
import * as commands from "./editor-commands.js";
import { askLink } from "./editor-link.js";
import { pasteThroughServer } from "./editor-paste.js";
import { schema } from "./editor-schema.js";
import { Toolbar } from "./editor-toolbar.js";

const { nodes, marks } = schema;
const SYNC_MS = 250;
const RIGHT_TO_LEFT = /^(ar|fa|he|ur)\b/;

function read(html) {
  const page = new DOMParser().parseFromString(`<body>${html}</body>`, "text/html");
  return Reader.fromSchema(schema).parse(page.body);
}

function write(doc) {
  const page = document.implementation.createHTMLDocument("");
  page.body.append(DOMSerializer.fromSchema(schema).serializeFragment(doc.content, { document: page }));
  return doc.textContent.trim() ? page.body.innerHTML : "";
}

const lists = inputRules({
  rules: [
    wrappingInputRule(/^\s*[-*•–]\s$/, nodes.bullet_list),
    wrappingInputRule(/^\s*[1١][.)-]\s$/, nodes.ordered_list),
  ],
});

// A table or quotation at the end has a line after it to write on; an empty one is not kept.
const lineAtEnd = new Plugin({
  appendTransaction: (_all, _before, { doc, tr }) =>
    doc.lastChild.type === nodes.table || doc.lastChild.type === nodes.blockquote
      ? tr.insert(doc.content.size, nodes.paragraph.create()).setMeta("addToHistory", false)
      : null,
});

class Editor {
  constructor(area, settings) {
    this.area = area;
    this.words = settings.words;
    this.pasteAddress = settings.paste;
    this.language = area.lang || document.documentElement.lang;
    this.base = RIGHT_TO_LEFT.test(this.language) ? "rtl" : "ltr";
    this.id = area.id;
    this.kept = null;
    // Tab belongs to the page until somebody writes here: going through a form by Tab must not change its texts.
    this.engaged = false;

    const label = document.querySelector(`label[for="${CSS.escape(area.id)}"]`);
    const legend = area.closest("fieldset")?.querySelector("legend");
    this.name = [legend?.textContent.trim(), label?.textContent.trim()].filter(Boolean).join(" – ");
    this.marker = Object.assign(document.createElement("input"), {
      type: "hidden",
      name: `${area.name}-is-html`,
      value: "1",
      disabled: true,
    });
    this.message = Object.assign(document.createElement("p"), { className: "error", hidden: true });
    this.message.setAttribute("role", "alert");
    this.help = Object.assign(document.createElement("p"), {
      className: "visually-hidden",
      id: `${area.id}-keys`,
      textContent: this.words.keys,
    });

    const box = document.createElement("div");
    box.className = "editor";
    this.toolbar = new Toolbar(this);
    area.id = `${this.id}-source`;
    area.hidden = true;
    area.after(box, this.marker);
    box.append(this.toolbar.element, this.message, this.help);
    this.view = new EditorView(box, {
      state: this.begin(this.htmlToStartWith()),
      attributes: this.attributes(),
      handleDOMEvents: {
        paste: pasteThroughServer(this),
        mousedown: () => void (this.engaged = true),
        blur: () => void (this.engaged = false),
        keydown: (_view, event) => void (this.engaged ||= !["Tab", "Shift", "Escape"].includes(event.key)),
      },
      dispatchTransaction: (transaction) => this.dispatch(transaction),
    });
    this.view.dom.style.minBlockSize = `${Math.min(area.rows || 8, 12) * 1.6}em`;
    this.toolbar.update(this.view.state);

    label?.addEventListener("click", () => this.view.focus());
    area.form?.addEventListener("formdata", (event) => {
      if (this.marker.disabled) return;
      event.formData.set(area.name, write(this.view.state.doc));
    });
    addEventListener("pagehide", () => this.sync());
  }

  // The words of the record; those of a form that was sent before; or what the browser brought back with the page.
  htmlToStartWith() {
    const { area } = this;
    const isRestored = area.value !== area.defaultValue && area.value.trimStart().startsWith("<");
    if (isRestored || area.dataset.richRaw) {
      this.marker.disabled = false;
      return area.value;
    }
    return area.dataset.rich;
  }

  attributes() {
    const { area, base, language, name, help } = this;
    const about = [area.getAttribute("aria-describedby"), help.id].filter(Boolean).join(" ");
    const attributes = {
      id: this.id,
      class: "editor-content prose",
      role: "textbox",
      "aria-multiline": "true",
      "aria-label": name,
      "aria-describedby": about,
      dir: base,
      lang: language,
      spellcheck: "true",
    };
    if (area.getAttribute("aria-invalid")) attributes["aria-invalid"] = "true";
    return attributes;
  }

  begin(html) {
    return EditorState.create({
      doc: read(html || ""),
      plugins: [lists, this.keys(), keymap(baseKeymap), history(), gapCursor(), tableEditing(), lineAtEnd],
    });
  }

  keys() {
    const { base } = this;
    const only = (command) => (state, dispatch, view) => this.engaged && command(state, dispatch, view);
    const shiftTab = chainCommands(goToNextCell(-1), commands.unnest);
    const brokenLine = chainCommands(exitCode, (state, dispatch) => {
      dispatch?.(state.tr.replaceSelectionWith(nodes.hard_break.create()).scrollIntoView());
      return true;
    });
    return keymap({
      "Mod-z": undo,
      "Mod-y": redo,
      "Shift-Mod-z": redo,
      "Mod-b": toggleMark(marks.strong),
      "Mod-i": toggleMark(marks.em),
      "Mod-u": toggleMark(marks.underline),
      "Mod-k": () => askLink(this) ?? true,
      "Mod-Alt-1": commands.toggleHeading(3),
      "Mod-Alt-2": commands.toggleHeading(4),
      "Shift-Mod-8": commands.toggleList(nodes.bullet_list),
      "Shift-Mod-l": commands.toggleList(nodes.bullet_list),
      "Shift-Mod-7": commands.toggleList(nodes.ordered_list),
      "Shift-Mod-x": commands.toggleDirection(base),
      "Ctrl-Space": commands.removeFormatting,
      "Mod-\\": commands.removeFormatting,
      Enter: splitListItem(nodes.list_item),
      "Shift-Enter": brokenLine,
      Tab: only((state, dispatch) => (isInTable(state) ? commands.nextCell : commands.nest)(state, dispatch)),
      "Shift-Tab": only(shiftTab),
      Backspace: (state, dispatch) =>
        state.selection.empty &&
        state.selection.$from.parentOffset === 0 &&
        state.selection.$from.parent.content.size === 0 &&
        liftListItem(nodes.list_item)(state, dispatch),
      "Alt-F10": () => this.toolbar.focus() ?? true,
      Escape: () => {
        this.engaged = false;
        return false;
      },
    });
  }

  dispatch(transaction) {
    const state = this.view.state.apply(transaction);
    this.view.updateState(state);
    if (this.kept) this.kept = this.kept.map(transaction.mapping);
    this.toolbar.update(state);
    if (!transaction.docChanged) return;
    this.say("");
    this.marker.disabled = false;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.sync(), SYNC_MS);
    this.area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // Into the control, so that the browser brings it back with the page.
  sync() {
    if (!this.marker.disabled) this.area.value = write(this.view.state.doc);
  }

  askLink() {
    askLink(this);
  }

  say(message) {
    this.message.textContent = message;
    this.message.hidden = !message;
  }
}

for (const group of document.querySelectorAll("[data-editor]")) {
  const settings = JSON.parse(group.dataset.editor);
  for (const area of group.querySelectorAll("textarea[data-rich], textarea[data-rich-raw]")) new Editor(area, settings);
}
for (const help of document.querySelectorAll("[data-marks-help]")) help.hidden = true;

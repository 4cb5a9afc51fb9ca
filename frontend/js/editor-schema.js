// What a text may hold in the editor: the same as rich_text/texts.py keeps.
import { Schema } from "prosemirror-model";
import { tableNodes } from "prosemirror-tables";

const DIRECTIONS = new Set(["rtl", "ltr", "auto"]);
const spoken = { dir: { default: null }, lang: { default: null } };

function spokenOf(element) {
  const dir = (element.getAttribute("dir") || "").toLowerCase();
  return { dir: DIRECTIONS.has(dir) ? dir : null, lang: element.getAttribute("lang") };
}

function shown(attributes) {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== null && value !== ""));
}

function block(tag, more = {}) {
  return {
    attrs: spoken,
    group: "block",
    parseDOM: [{ tag, getAttrs: spokenOf }],
    toDOM: (node) => [tag, shown(node.attrs), 0],
    ...more,
  };
}

const table = tableNodes({
  tableGroup: "block",
  cellContent: "block+",
  cellAttributes: {
    dir: {
      default: null,
      getFromDOM: (element) => spokenOf(element).dir,
      setDOMAttr: (value, attributes) => {
        if (value) attributes.dir = value;
      },
    },
  },
});

export const schema = new Schema({
  nodes: {
    doc: { content: "block+" },
    paragraph: block("p", { content: "inline*" }),
    heading: {
      attrs: { ...spoken, level: { default: 3 } },
      group: "block",
      content: "inline*",
      defining: true,
      parseDOM: [1, 2, 3, 4, 5, 6].map((level) => ({
        tag: `h${level}`,
        getAttrs: (element) => ({ ...spokenOf(element), level: level < 4 ? 3 : 4 }),
      })),
      toDOM: ({ attrs: { level, ...rest } }) => [`h${level}`, shown(rest), 0],
    },
    blockquote: block("blockquote", { content: "block+", defining: true }),
    bullet_list: block("ul", { content: "list_item+", group: "block list" }),
    ordered_list: {
      attrs: { ...spoken, start: { default: null }, type: { default: null } },
      group: "block list",
      content: "list_item+",
      parseDOM: [
        {
          tag: "ol",
          getAttrs: (element) => ({
            ...spokenOf(element),
            start: Number(element.getAttribute("start")) > 1 ? Number(element.getAttribute("start")) : null,
            type: element.getAttribute("type"),
          }),
        },
      ],
      toDOM: (node) => ["ol", shown(node.attrs), 0],
    },
    list_item: { ...block("li", { content: "paragraph block*", defining: true }), group: "" },
    ...table,
    table: {
      ...table.table,
      attrs: { ...spoken, caption: { default: null } },
      parseDOM: [
        {
          tag: "table",
          getAttrs: (element) => ({
            ...spokenOf(element),
            caption: element.querySelector(":scope > caption")?.textContent.trim() || null,
          }),
        },
        { tag: "caption", ignore: true },
      ],
      toDOM: ({ attrs: { caption, ...rest } }) =>
        caption
          ? ["table", shown(rest), ["caption", { contenteditable: "false" }, caption], ["tbody", 0]]
          : ["table", shown(rest), ["tbody", 0]],
    },
    text: { group: "inline" },
    hard_break: {
      inline: true,
      group: "inline",
      selectable: false,
      parseDOM: [{ tag: "br" }],
      toDOM: () => ["br"],
    },
  },
  marks: {
    link: {
      attrs: { href: {} },
      inclusive: false,
      parseDOM: [{ tag: "a[href]", getAttrs: (element) => addressOf(element.getAttribute("href")) }],
      toDOM: ({ attrs }) => ["a", { href: attrs.href, rel: "noopener noreferrer" }, 0],
    },
    strong: { parseDOM: [{ tag: "strong" }, { tag: "b" }], toDOM: () => ["strong", 0] },
    em: { parseDOM: [{ tag: "em" }, { tag: "i" }], toDOM: () => ["em", 0] },
    underline: { parseDOM: [{ tag: "u" }], toDOM: () => ["u", 0] },
    superscript: { parseDOM: [{ tag: "sup" }], excludes: "subscript", toDOM: () => ["sup", 0] },
    subscript: { parseDOM: [{ tag: "sub" }], excludes: "superscript", toDOM: () => ["sub", 0] },
    passage: {
      attrs: spoken,
      parseDOM: [
        { tag: "span[dir]", getAttrs: spokenOf },
        { tag: "span[lang]", getAttrs: spokenOf },
      ],
      toDOM: ({ attrs }) => ["span", shown(attrs), 0],
    },
  },
});

function addressOf(href) {
  return /^(https?:|mailto:)/i.test(href) ? { href } : false;
}

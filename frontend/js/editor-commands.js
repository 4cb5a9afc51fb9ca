// What the buttons and keys of the editor do.
import { lift, setBlockType, wrapIn } from "prosemirror-commands";
import { liftListItem, sinkListItem, wrapInList } from "prosemirror-schema-list";
import { TextSelection } from "prosemirror-state";
import { goToNextCell, addRowAfter, isInTable, selectedRect } from "prosemirror-tables";
import { schema } from "./editor-schema.js";

const { nodes, marks } = schema;
const isList = (node) => node.type === nodes.bullet_list || node.type === nodes.ordered_list;

export function ancestor($from, matches) {
  for (let depth = $from.depth; depth > 0; depth--) {
    const node = $from.node(depth);
    if (matches(node)) return { node, depth, pos: $from.before(depth) };
  }
  return null;
}

export const listAround = (state) => ancestor(state.selection.$from, isList);
export const tableAround = (state) => ancestor(state.selection.$from, (node) => node.type === nodes.table);
export const quoteAround = (state) => ancestor(state.selection.$from, (node) => node.type === nodes.blockquote);

export function hasMark(state, type) {
  const { from, to, $from, empty } = state.selection;
  return empty ? !!type.isInSet(state.storedMarks || $from.marks()) : state.doc.rangeHasMark(from, to, type);
}

export const isHeading = (state, level) => {
  const { parent } = state.selection.$from;
  return parent.type === nodes.heading && parent.attrs.level === level;
};

export function toggleHeading(level) {
  return (state, dispatch) => {
    const { dir, lang } = state.selection.$from.parent.attrs;
    return isHeading(state, level)
      ? setBlockType(nodes.paragraph, { dir, lang })(state, dispatch)
      : setBlockType(nodes.heading, { dir, lang, level })(state, dispatch);
  };
}

export function toggleList(type) {
  return (state, dispatch) => {
    const around = listAround(state);
    if (!around) return wrapInList(type)(state, dispatch);
    if (around.node.type === type) return liftListItem(nodes.list_item)(state, dispatch);
    const { dir, lang } = around.node.attrs;
    dispatch?.(state.tr.setNodeMarkup(around.pos, type, { dir, lang }).scrollIntoView());
    return true;
  };
}

export const nest = sinkListItem(nodes.list_item);
export const unnest = liftListItem(nodes.list_item);

export function toggleQuote(state, dispatch) {
  return quoteAround(state) ? lift(state, dispatch) : wrapIn(nodes.blockquote)(state, dispatch);
}

// The direction in force at a depth: the nearest one that is said, else that of the language.
function directionAt($pos, depth, base) {
  for (let at = depth; at > 0; at--) {
    const { dir } = $pos.node(at).attrs;
    if (dir) return dir;
  }
  return base;
}

export const directionOf = (state, base) => {
  const { $from } = state.selection;
  return directionAt($from, $from.depth, base);
};

// Paragraphs, headings and whole lists of the selection take the direction; one like that around them is not kept.
export function setDirection(direction, base) {
  return (state, dispatch) => {
    const { from, to } = state.selection;
    const { tr } = state;
    state.doc.nodesBetween(from, to, (node, pos) => {
      if (!isList(node) && !node.isTextblock) return true;
      const $pos = state.doc.resolve(pos);
      const dir = directionAt($pos, $pos.depth, base) === direction ? null : direction;
      tr.setNodeMarkup(pos, null, { ...node.attrs, dir });
      if (isList(node))
        node.descendants((inner, offset) => {
          if (inner.attrs.dir) tr.setNodeMarkup(pos + 1 + offset, null, { ...inner.attrs, dir: null });
        });
      return false;
    });
    if (tr.docChanged) dispatch?.(tr);
    return tr.docChanged;
  };
}

export function toggleDirection(base) {
  return (state, dispatch) =>
    setDirection(directionOf(state, base) === "rtl" ? "ltr" : "rtl", base)(state, dispatch);
}

export function turnTable(base) {
  return (state, dispatch) => {
    const around = tableAround(state);
    if (!around) return false;
    const $pos = state.doc.resolve(around.pos);
    const above = directionAt($pos, $pos.depth, base);
    const now = around.node.attrs.dir || above;
    const wanted = now === "rtl" ? "ltr" : "rtl";
    const dir = wanted === above ? null : wanted;
    dispatch?.(state.tr.setNodeMarkup(around.pos, null, { ...around.node.attrs, dir }));
    return true;
  };
}

export function removeFormatting(state, dispatch) {
  const { from, to, empty, $from } = state.selection;
  const { tr } = state;
  const [start, end] = empty ? [$from.start(), $from.end()] : [from, to];
  for (const type of Object.values(marks)) if (type !== marks.link) tr.removeMark(start, end, type);
  state.doc.nodesBetween(start, end, (node, pos) => {
    if (node.type === nodes.heading)
      tr.setNodeMarkup(pos, nodes.paragraph, { dir: node.attrs.dir, lang: node.attrs.lang });
  });
  dispatch?.(tr.setStoredMarks([]).scrollIntoView());
  return true;
}

export function insertTable(rows = 3, columns = 2) {
  return (state, dispatch) => {
    if (isInTable(state)) return false;
    const row = (type) =>
      nodes.table_row.create(
        null,
        Array.from({ length: columns }, () => type.createAndFill()),
      );
    const content = [row(nodes.table_header), ...Array.from({ length: rows - 1 }, () => row(nodes.table_cell))];
    const at = state.selection.$from.pos;
    const tr = state.tr.replaceSelectionWith(nodes.table.create(null, content));
    tr.setSelection(TextSelection.near(tr.doc.resolve(Math.min(at + 1, tr.doc.content.size)))).scrollIntoView();
    dispatch?.(tr);
    return true;
  };
}

// Tab in the last cell makes a row, as in Word, unless the row is empty: so one can always go on.
export function nextCell(state, dispatch) {
  if (!isInTable(state)) return false;
  if (goToNextCell(1)(state, dispatch)) return true;
  const { map, table, bottom } = selectedRect(state);
  if (bottom !== map.height || !table.child(map.height - 1).textContent.trim()) return false;
  return addRowAfter(state, dispatch && ((tr) => dispatch(tr.setMeta("goOn", true))));
}

export function linkAround(state) {
  const { $from } = state.selection;
  const at = $from.parent.childAfter($from.parentOffset);
  const before = $from.parent.childBefore($from.parentOffset);
  for (const { node, offset } of [at, before]) {
    const mark = node && marks.link.isInSet(node.marks);
    if (!mark) continue;
    const start = $from.start() + offset;
    return { mark, from: start, to: start + node.nodeSize };
  }
  return null;
}

export function setLink(view, href, words) {
  const { state } = view;
  const around = linkAround(state);
  const { tr } = state;
  let { from, to } = state.selection;
  if (around && state.selection.empty) ({ from, to } = around);
  if (from === to) {
    tr.insertText(words || href, from);
    to = from + (words || href).length;
  }
  tr.removeMark(from, to, marks.link);
  if (href) tr.addMark(from, to, marks.link.create({ href }));
  view.dispatch(tr.scrollIntoView());
}

export function removeLink(state, dispatch) {
  const around = linkAround(state);
  const { from, to, empty } = state.selection;
  if (empty && !around) return false;
  dispatch?.(state.tr.removeMark(empty ? around.from : from, empty ? around.to : to, marks.link));
  return true;
}

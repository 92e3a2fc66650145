import type { CellPath } from '../data/problem';
import { parseSyntax } from './syntax';
import type { MappingNode, Node } from './syntax';
import type { Span } from './text';

/** Where the cursor is in a cell that may be half written. */
export interface Cursor {
  /** Of the value that is being written, or of the mapping whose key is being written. */
  path: CellPath;
  role: 'key' | 'value';
  /** What a completion replaces. */
  span: Span;
  /** Inside quotes. */
  quoted: boolean;
  /** A space belongs before what is written: the cursor touches a colon or a dash. */
  gap: boolean;
  /** A key that has its colon already. */
  colon: boolean;
  /** The other keys of the mapping, or the other entries of the list. */
  siblings: string[];
  /** A key without other keys beside it: it may yet become a plain value. */
  alone: boolean;
  root: Node | undefined;
}

/** Stands for what is being written; a word that no cell holds. */
const mark = '\u{E000}cursor\u{E000}';

/** Finds the cursor by writing a word there and reading the cell with it: whatever YAML makes of the rest, the word is in it. */
export function cursorAt(text: string, offset: number): Cursor | undefined {
  const before = text.slice(0, offset);
  const after = text.slice(offset);
  const line = before.slice(before.search(/[^\r\n]*$/));
  const rest = /^[^\r\n]*/.exec(after)![0];
  const gap = /^\s*-$|[\w"'\]}]:$/.test(line);
  const placed = before + (gap ? ` ${mark}` : mark);
  const startsLine = /^\s*(?:- +)*[^\s:[\]{},"'#]*$/.test(line) && /^[^\s:[\]{},"'#]*\s*(?:#.*)?$/.test(rest);
  if (startsLine && !gap) {
    // at the beginning of a line a key is most likely meant; a bare word there could swallow the next line
    const word = /^[^\s:]*/.exec(rest)![0];
    const found = find(parseSyntax(`${placed + word}:${after.slice(word.length)}`).root);
    if (found?.role === 'key' && !/\s/.test(found.name)) return cursor(found, text, offset, gap);
  }
  const found = find(parseSyntax(placed + after).root);
  return found && cursor(found, text, offset, gap);
}

interface Found {
  path: CellPath;
  role: 'key' | 'value';
  name: string;
  span: Span;
  quoted: boolean;
  siblings: string[];
  alone: boolean;
  root: Node;
}

function cursor(found: Found, text: string, offset: number, gap: boolean): Cursor | undefined {
  const inset = found.quoted ? 1 : 0;
  const start = gap ? offset : found.span.start + inset;
  const length = found.name.length - mark.length;
  const end = start + length;
  const written = text.slice(start, end);
  // a text over several lines, or with escapes, is not a word to complete
  if (length < 0 || offset < start || offset > end || /[\r\n]/.test(written)) return undefined;
  const { path, role, quoted, siblings, alone, root } = found;
  return {
    path,
    role,
    span: { start, end },
    quoted,
    gap,
    colon: /^["']?\s*:/.test(text.slice(end)),
    siblings,
    alone,
    root,
  };
}

function find(root: Node | undefined): Found | undefined {
  return root && search(root, [], [], root);
}

function search(node: Node, path: CellPath, siblings: string[], root: Node): Found | undefined {
  if (node.kind === 'scalar') {
    if (!node.source.includes(mark)) return undefined;
    return {
      path,
      role: 'value',
      name: node.source,
      span: node.span,
      quoted: node.quoted,
      siblings,
      alone: false,
      root,
    };
  }
  if (node.kind === 'list')
    return firstOf(node.items, (item, i) => search(item, [...path, i], othersOf(node.items, i), root));
  return searchMapping(node, path, siblings, root);
}

function searchMapping(node: MappingNode, path: CellPath, around: string[], root: Node): Found | undefined {
  return firstOf(node.pairs, (pair, i) => {
    if (!pair.name.includes(mark)) return search(pair.value, [...path, pair.name], [], root);
    // a list entry that has only begun may be a mapping or a word of the list
    const alone = node.pairs.length === 1;
    const siblings = alone ? around : node.pairs.filter((_, j) => j !== i).map(({ name }) => name);
    const quoted = pair.key.end - pair.key.start > pair.name.length;
    return { path, role: 'key', name: pair.name, span: pair.key, quoted, siblings, alone, root };
  });
}

function othersOf(items: readonly Node[], i: number): string[] {
  return items.flatMap((item, j) => (j !== i && item.kind === 'scalar' ? [item.source] : []));
}

function firstOf<T, R>(items: readonly T[], each: (item: T, i: number) => R | undefined): R | undefined {
  for (const [i, item] of items.entries()) {
    const found = each(item, i);
    if (found !== undefined) return found;
  }
  return undefined;
}

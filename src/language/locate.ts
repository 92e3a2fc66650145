import type { CellPath } from '../data/problem';
import type { Node, Pair } from './syntax';
import type { Span } from './text';

/**
 * Where a path stands in a cell: the word or number it leads to; the key where that is empty, a list or a mapping. As far
 * as the cell goes along with the path.
 */
export function locateSpan(at: CellPath, root: Node | undefined, text: string): Span {
  let node = root;
  let span: Span | undefined;
  for (const step of at) {
    const next = node ? child(node, step) : undefined;
    if (!next) break;
    node = next.node;
    span = isWord(node) ? node.span : (next.pair?.key ?? beginning(node));
  }
  return span ?? (root && beginning(root)) ?? firstLine(text);
}

function isWord(node: Node): boolean {
  return node.kind === 'scalar' && node.span.end > node.span.start;
}

function beginning(node: Node): Span {
  return (node.kind === 'mapping' ? node.pairs[0]?.key : undefined) ?? node.span;
}

function child(node: Node, step: string | number): { node: Node; pair?: Pair } | undefined {
  if (node.kind === 'mapping') {
    const name = String(step);
    const pair =
      node.pairs.find((candidate) => candidate.name === name) ??
      node.pairs.find((candidate) => candidate.canonical === name);
    return pair && { node: pair.value, pair };
  }
  if (node.kind === 'list' && typeof step === 'number') {
    const item = node.items[step];
    return item && { node: item };
  }
  // one entry may stand without brackets
  return node.kind === 'scalar' && step === 0 ? { node } : undefined;
}

function firstLine(text: string): Span {
  const start = Math.max(0, text.search(/\S/));
  const length = text.slice(start).search(/[\r\n]|$/);
  return { start, end: start + length };
}

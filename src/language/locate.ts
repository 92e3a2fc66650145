import type { CellPath } from '../data/problem';
import type { Node, Pair } from './syntax';
import type { Span } from './text';

/**
 * Where a path stands in a cell: the value it leads to, or its key where the value is empty or spans lines; as far as the
 * cell goes along with the path.
 */
export function locateSpan(at: CellPath, root: Node | undefined, text: string): Span {
  let node = root;
  let span: Span | undefined;
  for (const step of at) {
    const next = node ? child(node, step) : undefined;
    if (!next) break;
    node = next.node;
    span = next.pair && !isOneLine(node.span, text) ? next.pair.key : node.span;
  }
  return span ?? (root?.kind === 'mapping' ? root.pairs[0]?.key : root?.span) ?? firstLine(text);
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

function isOneLine(span: Span, text: string): boolean {
  return span.end > span.start && !/[\r\n]/.test(text.slice(span.start, span.end));
}

function firstLine(text: string): Span {
  const start = Math.max(0, text.search(/\S/));
  const length = text.slice(start).search(/[\r\n]|$/);
  return { start, end: start + length };
}

import { isMap, isSeq, parseDocument } from 'yaml';
import type { Node, Pair } from 'yaml';

/**
 * The cell with one more model under its verb; everything else, comments too, stays as it is. Undefined: the cell has no
 * verb of these, or cannot be read.
 */
export function addModel(text: string, model: string, verbs: readonly string[]): string | undefined {
  const document = parseDocument(text);
  if (document.errors.length > 0 || !isMap(document.contents)) return undefined;
  const verb = verbs.find((name) => document.has(name));
  if (verb === undefined) return undefined;
  const value = document.get(verb, true) as Node | null | undefined;
  if (!value?.range || isEmpty(value)) return splice(text, endOfKey(text, verb), ` ${model}`);
  if (isSeq(value)) return addItem(text, value.range, value.flow === true, value.items as Node[], model);
  if (isMap(value)) {
    const last = value.items.map((pair) => (pair.value ?? pair.key) as Node);
    return addItem(text, value.range, value.flow === true, last, `${model}: {}`, (value.items as Pair<Node>[])[0]?.key);
  }
  const [start, end] = value.range;
  return `${text.slice(0, start)}[${text.slice(start, end)}, ${model}]${text.slice(end)}`;
}

type Range = readonly [start: number, valueEnd: number, nodeEnd: number];

/** In brackets: before the closing one. In lines: a line of its own, indented as the first. */
function addItem(text: string, range: Range, flow: boolean, items: Node[], addition: string, firstKey?: Node): string {
  const last = items.at(-1)?.range;
  if (flow) {
    if (!last) return splice(text, range[1] - 1, addition);
    return splice(text, last[1], `, ${addition}`);
  }
  const first = firstKey?.range?.[0] ?? range[0];
  const indent = text.slice(text.lastIndexOf('\n', first - 1) + 1, first).replace(/\S/g, ' ');
  const bullet = firstKey ? '' : '- ';
  const end = text.slice(0, last?.[1] ?? range[1]).trimEnd().length;
  const newline = text.indexOf('\n', end);
  const at = newline < 0 ? text.length : newline;
  return splice(text, at, `\n${indent}${bullet}${addition}`);
}

function isEmpty(value: Node): boolean {
  return 'value' in value && value.value === null && value.range?.[0] === value.range?.[1];
}

/** Just after the colon. */
function endOfKey(text: string, key: string): number {
  const start = text.search(new RegExp(`^["']?${key}["']?\\s*:`, 'm'));
  return text.indexOf(':', start) + 1;
}

function splice(text: string, at: number, addition: string): string {
  return text.slice(0, at) + addition + text.slice(at);
}

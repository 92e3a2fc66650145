import type { CellPath } from '../data/problem';
import type { EditorContext } from './complete';
import {
  choiceMarkdown,
  choicesOf,
  code,
  columnMarkdown,
  modelMarkdown,
  parameterMarkdown,
  taskMarkdown,
} from './markdown';
import { Registry, findParameter } from './registry';
import { parametersOf, slotAt, taskOf } from './slots';
import type { Slot } from './slots';
import { parseSyntax } from './syntax';
import type { Node, ScalarNode } from './syntax';
import { LineIndex } from './text';
import type { Span, TextRange } from './text';

export interface Hover {
  markdown: string;
  range: TextRange;
}

/** What stands at an offset: verbs, keys, options, models, choices, columns, names and files, explained. */
export function hover(text: string, offset: number, context: EditorContext): Hover | undefined {
  const { root } = parseSyntax(text);
  const place = root && placeAt(root, offset, []);
  if (!place) return undefined;
  const registry = new Registry(context.catalogue);
  const slot = slotAt(place.path, taskOf(root, registry), registry);
  const markdown =
    slot &&
    (place.value ? aboutValue(place.value, slot, registry, context) : aboutKey(place.key!, slot, registry, context));
  return markdown === undefined ? undefined : { markdown, range: new LineIndex(text).range(place.span) };
}

/** `path` leads to the value, or to the mapping of the key. */
interface Place {
  path: CellPath;
  span: Span;
  key?: string;
  value?: ScalarNode;
}

function placeAt(node: Node, offset: number, path: CellPath): Place | undefined {
  if (node.kind === 'scalar') return holds(node.span, offset) ? { path, span: node.span, value: node } : undefined;
  if (node.kind === 'list') return node.items.map((item, i) => placeAt(item, offset, [...path, i])).find(Boolean);
  for (const { key, name, value } of node.pairs) {
    if (holds(key, offset)) return { path, span: key, key: name };
    const place = placeAt(value, offset, [...path, name]);
    if (place) return place;
  }
  return undefined;
}

function holds(span: Span, offset: number): boolean {
  return span.start <= offset && offset < span.end;
}

function aboutKey(name: string, slot: Slot, registry: Registry, context: EditorContext): string | undefined {
  if (slot.kind === 'models') return aboutReference(name, registry, context);
  if (slot.kind === 'value' && slot.parameter.type === 'row') return aboutColumn(name, context);
  const task = slot.kind === 'cell' ? registry.verb(name) : undefined;
  if (task) return taskMarkdown(task, context.catalogue);
  const parameter = findParameter(parametersOf(slot), name);
  return parameter && parameterMarkdown(parameter);
}

function aboutValue(node: ScalarNode, slot: Slot, registry: Registry, context: EditorContext): string | undefined {
  if (slot.kind === 'models') return aboutReference(node.source, registry, context);
  if (slot.kind !== 'value') return undefined;
  const parameter = slot.parameter.type === 'list' ? slot.parameter.of : slot.parameter;
  const choice = choicesOf(parameter).find(({ value }) => value === node.source);
  if (choice) return choiceMarkdown(choice);
  if (parameter.type === 'column') return aboutColumn(node.source, context);
  if (parameter.type === 'file') return aboutFile(node.source, context);
  return parameterMarkdown(parameter);
}

function aboutReference(ref: string, registry: Registry, { names }: EditorContext): string | undefined {
  const card = registry.model(ref);
  if (card) return modelMarkdown(card);
  const trained = names.get(ref);
  const model = trained === undefined ? undefined : registry.model(trained);
  return model && `${code(ref)} is a trained model of this notebook.\n\n${modelMarkdown(model)}`;
}

function aboutColumn(name: string, { columns }: EditorContext): string | undefined {
  const column = columns.find((candidate) => candidate.name === name);
  return column && columnMarkdown(column);
}

/** The columns in force are those of the cell's own file, if it names one. */
function aboutFile(path: string, { catalogue, columns, files }: EditorContext): string {
  const format = catalogue.formats.find(({ extensions }) =>
    extensions.some((extension) => path.toLowerCase().endsWith(extension)),
  );
  const list = columns.map(({ name, kind }) => `- ${code(name)}: ${kind}`).slice(0, 30);
  const more = columns.length > 30 ? [`- … ${columns.length} columns in all`] : [];
  const there =
    columns.length > 0 || files.includes(path) ? '' : '\n\nNot found among the data files of the workspace.';
  return `**File** ${code(path)}${format ? `: ${format.title}` : ''}${there}\n\n${[...list, ...more].join('\n')}`.trim();
}

import { Problem, unknown } from '../data/problem';
import type { CellPath } from '../data/problem';
import type { Json, Parameter } from '../protocol/cards';
import { expected } from '../protocol/expected';
import { insteadOf } from './elsewhere';
import type { Findings } from './findings';
import { findParameter } from './registry';
import type { MappingNode, Node, Pair, ScalarNode } from './syntax';

/**
 * The value of a parameter, checked against its description: canonical JSON, or undefined after reporting what is
 * wrong.
 */
export function readValue(
  parameter: Parameter,
  node: Node,
  at: CellPath,
  out: Findings,
  label = parameter.name,
): Json | undefined {
  if (node.kind === 'scalar') {
    if (node.value === null && !node.quoted && !isTextual(parameter, node)) {
      if (parameter.default === null) return null;
      if (node.source !== '' && hasWord(parameter, 'none')) return 'none';
      return out.error(
        new Problem('missing-value', `${label} has no value; expected ${expected(parameter)}`, at),
        node.span,
      );
    }
    // Python's None is a word here
    const text = textOf(node) === 'None' ? 'none' : textOf(node);
    if (hasWord(parameter, text)) return text;
  }
  return readTyped(parameter, node, at, out, label);
}

/** What is left of a word when spelling does not count: `tf-idf` and `TFIDF` are one. */
function lettersOf(word: string): string {
  return word.toLowerCase().replace(/[-_ ]/g, '');
}

function hasWord({ words = [] }: Parameter, text: string): boolean {
  return words.some(({ value }) => value === text);
}

type Reading<T extends Parameter['type']> = (
  parameter: Parameter & { type: T },
  node: Node,
  at: CellPath,
  out: Findings,
  label: string,
) => Json | undefined;

const readers: { [T in Parameter['type']]: Reading<T> } = {
  number: readNumber,
  integer: readNumber,
  boolean(parameter, node, at, out, label) {
    return node.kind === 'scalar' && typeof node.value === 'boolean'
      ? node.value
      : wrong(parameter, node, at, out, label);
  },
  choice(parameter, node, at, out, label) {
    if (node.kind !== 'scalar') return wrong(parameter, node, at, out, label);
    const text = textOf(node);
    const values = [...parameter.choices, ...(parameter.words ?? [])].map((choice) => choice.value);
    if (values.includes(text)) return text;
    const alike = values.filter((value) => lettersOf(value) === lettersOf(text));
    if (alike.length === 1) return alike[0]!;
    const problem = new Problem('unknown-choice', unknown(label, text, values).message, at);
    return out.unknown(problem, text, values, node.span);
  },
  list: readList,
  object: readObject,
  name(parameter, node, at, out, label) {
    const text = node.kind === 'scalar' ? textOf(node) : '';
    // names become keys of plain objects further on
    if (!/^[\p{L}\p{N}][\p{L}\p{N}_. -]{0,99}$/u.test(text) || text in {})
      return wrong(parameter, node, at, out, label);
    return text;
  },
  text: (parameter, node, at, out, label) =>
    node.kind === 'scalar' ? textOf(node) : wrong(parameter, node, at, out, label),
  file: readPath,
  newFile: readPath,
  column(parameter, node, at, out, label) {
    if (node.kind !== 'scalar' || node.source === '') return wrong(parameter, node, at, out, label);
    out.mention('column', label, node.source, at, node.span);
    return node.source;
  },
  class(parameter, node, at, out, label) {
    if (node.kind !== 'scalar' || node.source === '') return wrong(parameter, node, at, out, label);
    const text = String(looseValue(node));
    out.mention('class', label, text, at, node.span);
    return text;
  },
  row: readRow,
  perClass: readPerClass,
};

function readTyped(parameter: Parameter, node: Node, at: CellPath, out: Findings, label: string): Json | undefined {
  // the compiler cannot see that the reader found under `type` takes parameters of that type
  const read = readers[parameter.type] as Reading<Parameter['type']>;
  return read(parameter, node, at, out, label);
}

function readNumber(
  parameter: Parameter & { type: 'number' | 'integer' },
  node: Node,
  at: CellPath,
  out: Findings,
  label: string,
): Json | undefined {
  if (node.kind !== 'scalar') return wrong(parameter, node, at, out, label);
  const { min = -Infinity, max = Infinity, above = false } = parameter;
  const { value } = node;
  if (typeof value === 'string' && node.quoted && value.trim() !== '' && Number.isFinite(Number(value))) {
    const message = `invalid ${label}: "${value}" is text; expected ${expected(parameter)}: take the quotes away`;
    return out.error(new Problem('invalid-value', message, at), node.span, value.trim());
  }
  if (typeof value === 'string' && parameter.words && !node.quoted) {
    const words = parameter.words.map((word) => word.value);
    return out.unknown(invalid(parameter, node, at, label), value, words, node.span);
  }
  const whole = parameter.type === 'number' || Number.isSafeInteger(value);
  if (
    typeof value !== 'number' ||
    !Number.isFinite(value) ||
    !whole ||
    value < min ||
    value > max ||
    (above && value === min)
  ) {
    return wrong(parameter, node, at, out, label);
  }
  return value;
}

function readList(
  parameter: Parameter & { type: 'list' },
  node: Node,
  at: CellPath,
  out: Findings,
  label: string,
): Json | undefined {
  if (node.kind === 'mapping' && parameter.of.type !== 'object') return wrong(parameter, node, at, out, label);
  // one entry may stand without brackets
  const values =
    node.kind === 'list'
      ? node.items.map((item, i) => readValue(parameter.of, item, [...at, i], out, label))
      : [readValue(parameter.of, node, at, out, label)];
  const { minItems = 0, maxItems = Infinity } = parameter;
  if (values.length < minItems || values.length > maxItems) {
    const message = `invalid ${label}: a list of ${values.length}; expected ${expected(parameter)}`;
    return out.error(new Problem('invalid-value', message, at), node.span);
  }
  const good = values.filter((value) => value !== undefined);
  if (good.length < values.length) return undefined;
  const repeated = ['column', 'class', 'choice'].includes(parameter.of.type)
    ? good.findIndex((v, i) => good.indexOf(v) < i)
    : -1;
  if (repeated >= 0 && node.kind === 'list') {
    const message = `${String(good[repeated])} stands twice in ${label}: keep one`;
    return out.error(new Problem('duplicate-item', message, [...at, repeated]), node.items[repeated]!.span);
  }
  return good;
}

function readObject(
  parameter: Parameter & { type: 'object' },
  node: Node,
  at: CellPath,
  out: Findings,
  label: string,
): Json | undefined {
  if (node.kind === 'scalar' && parameter.short) return readShort(parameter, node, at, out, label);
  if (node.kind !== 'mapping') return wrong(parameter, node, at, out, label);
  const values = readPairs(parameter.fields, node, at, out);
  const given = new Set(node.pairs.map((pair) => pair.canonical ?? pair.name));
  const sets = parameter.oneOf ?? [parameter.fields.map((field) => field.name)];
  const set = sets.find((names) =>
    [...given].every((name) => names.includes(name) || !findParameter(parameter.fields, name)),
  );
  if (!set) {
    const message = `invalid ${label}: ${[...given].join(' and ')} do not go together; expected ${expected(parameter)}`;
    return out.error(new Problem('invalid-value', message, at), node.span);
  }
  if (!values) return undefined;
  for (const field of parameter.fields) {
    if (!set.includes(field.name) || values.has(field.name)) continue;
    if (field.default !== undefined) values.set(field.name, field.default);
    else if (field.required === true) {
      const message = `${label} lacks ${field.name}; expected ${expected(parameter)}`;
      return out.error(new Problem('missing-key', message, at), node.span);
    }
  }
  return Object.fromEntries(values);
}

/** `text: message` for `text: {column: message}`. */
function readShort(
  parameter: Parameter & { type: 'object' },
  node: ScalarNode,
  at: CellPath,
  out: Findings,
  label: string,
): Json | undefined {
  const choice = parameter.short?.find(({ pattern }) => new RegExp(pattern ?? '', 'i').test(textOf(node)));
  const field = parameter.fields.find(({ name }) => name === choice?.field);
  if (!field) return wrong(parameter, node, at, out, label);
  const value = readValue(field, node, at, out, label);
  return value === undefined ? undefined : { [field.name]: value };
}

/** The values of a mapping whose keys are parameters, under canonical names; undefined if anything was wrong. */
export function readPairs(
  parameters: readonly Parameter[],
  node: MappingNode,
  at: CellPath,
  out: Findings,
  what = 'key',
): Map<string, Json> | undefined {
  const values = new Map<string, Json>();
  let good = true;
  for (const pair of node.pairs) {
    const parameter = findParameter(parameters, pair.name);
    const value = parameter ? readPair(parameter, pair, values, at, out) : unknownKey(what, pair, parameters, at, out);
    if (value === undefined) good = false;
  }
  return good ? values : undefined;
}

/** Reads one key into `values`; two spellings of one key are a mistake. */
export function readPair(
  parameter: Parameter,
  pair: Pair,
  values: Map<string, Json>,
  at: CellPath,
  out: Findings,
): Json | undefined {
  pair.canonical = parameter.name;
  const value = readValue(parameter, pair.value, [...at, pair.name], out);
  if (value === undefined) return undefined;
  if (values.has(parameter.name)) {
    const message = `${pair.name} is another name of ${parameter.name}, which is given too: keep one`;
    return out.error(new Problem('duplicate-key', message, [...at, pair.name]), pair.key);
  }
  values.set(parameter.name, value);
  return value;
}

function unknownKey(
  what: string,
  pair: Pair,
  parameters: readonly Parameter[],
  at: CellPath,
  out: Findings,
): undefined {
  const here = [...at, pair.name];
  const instead = insteadOf(pair.name);
  if (instead !== undefined)
    return out.error(new Problem(`unknown-${what}`, `unknown ${what}: ${pair.name}; ${instead}`, here), pair.key);
  const names = parameters.map((parameter) => parameter.name);
  return out.unknown(unknown(what, pair.name, names, here), pair.name, names, pair.key);
}

function readPath(parameter: Parameter, node: Node, at: CellPath, out: Findings, label: string): Json | undefined {
  if (node.kind !== 'scalar' || node.source.trim() === '') return wrong(parameter, node, at, out, label);
  out.mention(parameter.type === 'newFile' ? 'newFile' : 'file', label, node.source, at, node.span);
  return node.source;
}

function readRow(parameter: Parameter, node: Node, at: CellPath, out: Findings, label: string): Json | undefined {
  if (node.kind !== 'mapping') return wrong(parameter, node, at, out, label);
  const entries: [string, Json][] = [];
  for (const pair of node.pairs) {
    const here = [...at, pair.name];
    out.mention('column', label, pair.name, here, pair.key);
    if (pair.value.kind === 'scalar') entries.push([pair.name, looseValue(pair.value)]);
    else
      out.error(
        new Problem('invalid-value', `invalid ${pair.name}: ${found(pair.value)}; expected a number or a word`, here),
        pair.value.span,
      );
  }
  return entries.length === node.pairs.length ? Object.fromEntries(entries) : undefined;
}

function readPerClass(parameter: Parameter, node: Node, at: CellPath, out: Findings, label: string): Json | undefined {
  if (node.kind !== 'mapping') return wrong(parameter, node, at, out, label);
  const weight: Parameter = { ...parameter, words: [], type: 'number', min: 0, above: true };
  const entries = node.pairs.map((pair) => {
    const here = [...at, pair.name];
    out.mention('class', label, pair.name, here, pair.key);
    return [pair.name, readValue(weight, pair.value, here, out, `${label} of ${pair.name}`)] as const;
  });
  return entries.every((entry): entry is [string, Json] => entry[1] !== undefined)
    ? Object.fromEntries(entries)
    : undefined;
}

/** A value of a data file: a number where it is written as one, else the text as it stands, so that `007` and `True` survive. */
function looseValue(node: ScalarNode): Json {
  if (node.value === null && !node.quoted) return null;
  return typeof node.value === 'number' && !/^[+-]?0\d/.test(node.source) ? node.value : textOf(node);
}

function textOf(node: ScalarNode): string {
  return typeof node.value === 'string' ? node.value : node.source;
}

/** A column may be called `null`. */
function isTextual(parameter: Parameter, node: ScalarNode): boolean {
  return node.source !== '' && node.source !== '~' && ['column', 'class'].includes(parameter.type);
}

function wrong(parameter: Parameter, node: Node, at: CellPath, out: Findings, label: string): undefined {
  return out.error(invalid(parameter, node, at, label), node.span);
}

function invalid(parameter: Parameter, node: Node, at: CellPath, label: string): Problem {
  return new Problem('invalid-value', `invalid ${label}: ${found(node)}; expected ${expected(parameter)}`, at);
}

function found(node: Node): string {
  if (node.kind === 'list') return 'a list';
  if (node.kind === 'mapping') return 'a mapping';
  const text = node.quoted ? JSON.stringify(node.value) : node.source;
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

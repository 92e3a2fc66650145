import { Problem, unknown } from '../data/problem';
import type { CellPath } from '../data/problem';
import type { DataPlan } from '../data/plan';
import type { Catalogue, Json, Parameter, TaskCard } from '../protocol/cards';
import type { CellPlan, ModelRequest } from '../protocol/plan';
import { Findings } from './findings';
import type { Fix, Mention, Severity } from './findings';
import { locateSpan } from './locate';
import { ModelReader } from './models';
import type { TrainedNames } from './models';
import { quoted } from './quoted';
import { Registry, dataKeysOf, dataVerb, findParameter, keysOf } from './registry';
import { parseSyntax } from './syntax';
import type { MappingNode, Node, Pair } from './syntax';
import { LineIndex } from './text';
import { textFileConflict, withTextFile } from './textFile';
import type { WrittenData } from './textFile';
import type { Span, TextRange } from './text';
import { readPair } from './values';

/** A problem and where it stands in the cell's text. */
export interface LocatedProblem {
  code: string;
  message: string;
  range: TextRange;
  severity: Severity;
  at: CellPath;
  /** What to write at `range` instead. */
  fix?: Fix;
}

export interface CellContext {
  catalogue: Catalogue;
  /** Names of trained models that some cell of the notebook defines, each with its model's id. */
  names?: TrainedNames;
}

/** A cell's text, read as far as it can be understood. */
export interface ParsedCell {
  text: string;
  /** Present when there is no error. */
  plan?: CellPlan;
  problems: LocatedProblem[];
  root?: Node;
  verb?: TaskCard;
  /** What of data and models could be understood, with or without errors elsewhere in the cell. */
  draft: { data: Partial<DataPlan>; models: ModelRequest[] };
  /** Names of files, columns and classes in the cell. */
  mentions: Mention[];
}

/** Whether there is nothing to run, which is no mistake: many notebooks end with an empty cell. */
export function isEmpty({ problems }: Pick<ParsedCell, 'problems'>): boolean {
  return problems.some(({ code }) => code === 'empty-cell');
}

/** Reads a cell; every mistake becomes a problem with its place, none is thrown. */
export function parseCell(text: string, context: CellContext): ParsedCell {
  const syntax = parseSyntax(text);
  const reader = new CellReader(new Registry(context.catalogue), context.names ?? new Map<string, string>(), text);
  for (const { problem, span } of syntax.problems) reader.out.error(problem, span);
  if (syntax.root) reader.readRoot(syntax.root);
  else if (syntax.problems.length === 0) reader.refuseNothing();
  const lines = new LineIndex(text);
  // a cell that YAML cannot read has one mistake, not the ten that follow from it
  const findings = syntax.broken ? reader.out.findings.slice(0, 1) : reader.out.findings;
  const problems = findings.map(({ problem, span, severity, fix }): LocatedProblem => {
    const place = span.end > span.start || problem.at.length === 0 ? span : locateSpan(problem.at, syntax.root, text);
    const located = {
      code: problem.code,
      message: problem.message,
      at: problem.at,
      range: lines.range(place),
      severity,
    };
    return fix ? { ...located, fix } : located;
  });
  const plan = reader.plan();
  return {
    text,
    problems,
    draft: { data: reader.data(), models: reader.models },
    mentions: reader.out.mentions,
    ...(plan && problems.length === 0 ? { plan } : {}),
    ...(syntax.root ? { root: syntax.root } : {}),
    ...(reader.task ? { verb: reader.task } : {}),
  };
}

/** The range of a path in a cell, for problems that were found when the cell ran. */
export function locate(at: CellPath, cell: Pick<ParsedCell, 'text' | 'root'>): TextRange {
  return new LineIndex(cell.text).range(locateSpan(at, cell.root, cell.text));
}

/** Where a problem is, and what to write there instead. */
interface Place {
  at: CellPath;
  span: Span;
  replacement?: string;
}

/** A problem found outside of this folder, put in its place. `where` is known better here than the problem knew it. */
export function located(problem: Problem, cell: Pick<ParsedCell, 'text' | 'root'>, where?: Place): LocatedProblem {
  const { at, span, replacement }: Place = where ?? {
    at: problem.at,
    span: locateSpan(problem.at, cell.root, cell.text),
  };
  return {
    code: problem.code,
    message: problem.message,
    at,
    range: new LineIndex(cell.text).range(span),
    severity: 'error',
    ...(replacement === undefined ? {} : { fix: { replacement: quoted(replacement) } }),
  };
}

class CellReader {
  readonly out = new Findings();
  task: TaskCard | undefined;
  models: ModelRequest[] = [];
  private readonly values = new Map<string, Json>();
  private dataNames = new Set<string>();

  constructor(
    private readonly registry: Registry,
    private readonly names: TrainedNames,
    private readonly text: string,
  ) {}

  readRoot(root: Node): void {
    if (root.kind !== 'mapping') return this.refuseRoot(root);
    if (root.pairs.length === 0) return this.refuseNothing();
    const verbs = root.pairs.filter((pair) => this.registry.verb(pair.name));
    const [verb, ...more] = verbs;
    this.task = verb ? this.registry.verb(verb.name) : this.registry.dataTask();
    for (const pair of more) {
      const message = `one verb per cell: ${verb!.name} and ${pair.name} are both verbs; give ${pair.name} a cell of its own`;
      this.out.error(new Problem('two-verbs', message, [pair.name]), pair.key);
    }
    const keys = keysOf(this.task);
    this.dataNames = new Set(dataKeysOf(this.task).map((key) => key.name));
    for (const pair of root.pairs) {
      if (pair === verb) this.readModels(pair);
      else if (!more.includes(pair)) this.readKey(pair, keys, root, verb);
    }
    this.requireKeys(keys, verb?.key ?? root.pairs[0]?.key ?? root.span);
    const conflict = textFileConflict(this.written());
    const text = root.pairs.find(({ name }) => name === 'text');
    if (conflict && text) this.out.error(conflict, text.key);
  }

  /** No mistake yet, and nothing to run. */
  refuseNothing(): void {
    const problem = new Problem('empty-cell', 'an empty cell does nothing; begin with `data: file.csv`');
    this.out.information(problem, { start: 0, end: 0 });
  }

  plan(): CellPlan | undefined {
    if (this.out.findings.length > 0) return undefined;
    const options = [...this.values].filter(([name]) => !this.dataNames.has(name) && name !== 'show');
    const show = this.values.get('show');
    return {
      verb: this.task?.id ?? dataVerb,
      data: this.data(),
      models: this.models,
      options: Object.fromEntries(options),
      ...(show === undefined ? {} : { show: show as string[] }),
    };
  }

  /** The keys that speak of the data; their values were checked against `dataKeys`, which describes a `DataPlan`. */
  data(): Partial<DataPlan> {
    return withTextFile(this.written());
  }

  private written(): WrittenData {
    const own = [...this.values].filter(([name]) => this.dataNames.has(name));
    return Object.fromEntries(own.map(([name, value]) => [name === dataVerb ? 'path' : name, value]));
  }

  private readModels(pair: Pair): void {
    if (!this.task) return;
    const reader = new ModelReader(this.task, this.registry, this.names, this.out);
    reader.read(pair.value, [pair.name]);
    this.models = reader.requests;
  }

  private readKey(pair: Pair, keys: Parameter[], root: MappingNode, verb: Pair | undefined): void {
    const parameter = findParameter(keys, pair.name);
    if (parameter) {
      readPair(parameter, pair, this.values, [], this.out);
      return;
    }
    const misplaced = this.misplaced(pair, verb);
    if (misplaced !== undefined) {
      this.out.error(new Problem('misplaced-key', misplaced, [pair.name]), pair.key);
      return;
    }
    const present = new Set(root.pairs.map((other) => other.canonical ?? other.name));
    const verbs = verb ? [] : this.registry.verbs().map((task) => task.id);
    const candidates = [...verbs, ...keys.map((key) => key.name)].filter((name) => !present.has(name));
    this.out.unknown(unknown('key', pair.name, candidates, [pair.name]), pair.name, candidates, pair.key);
  }

  /** What to do with a key that exists, but not here. */
  private misplaced(pair: Pair, verb: Pair | undefined): string | undefined {
    const card = this.models
      .map((request) => this.registry.model(request.model ?? ''))
      .find((model) => model && findParameter(model.parameters, pair.name));
    if (card && verb) {
      const value = pair.value.kind === 'scalar' ? pair.value.source : '…';
      return `${pair.name} is an option of ${card.id}: write \`${verb.name}: {${card.id}: {${pair.name}: ${value}}}\``;
    }
    const owners = this.registry.catalogue.tasks
      .filter((task) => findParameter(task.parameters, pair.name))
      .map((task) => task.id);
    if (owners.length === 0) return undefined;
    return `${pair.name} is an option of ${owners.join(', ')}, not of ${this.task?.id ?? dataVerb}`;
  }

  private requireKeys(keys: Parameter[], span: Span): void {
    for (const key of keys) {
      if (
        key.required !== true ||
        this.values.has(key.name) ||
        this.out.findings.some(({ problem }) => problem.at[0] === key.name)
      )
        continue;
      this.out.error(new Problem('missing-key', `${this.task?.id ?? dataVerb} needs ${key.name}: ${key.doc}`), span);
    }
  }

  private refuseRoot(root: Node): void {
    const word = root.kind === 'scalar' ? root.source : 'a list';
    const glued = /^([\w-]+):(?=\S)/.exec(word);
    if (glued) {
      const message = `a space is missing after the colon: write \`${glued[1]}: …\``;
      const { start } = root.span;
      return this.out.error(new Problem('yaml', message), { start, end: start + glued[0].length }, `${glued[0]} `);
    }
    const example = this.registry.verb(word)
      ? `${word}: …`
      : this.registry.model(word)
        ? `train: ${word}`
        : 'data: file.csv';
    const message = `a cell is made of keys with values, such as \`${example}\`; found ${word.length > 60 ? 'text' : word}`;
    const [start, length] = [root.span.start, this.text.slice(root.span.start, root.span.end).search(/[\r\n]|$/)];
    const fix = this.registry.model(word) ? example : undefined;
    this.out.error(new Problem('not-a-mapping', message), { start, end: start + length }, fix);
  }
}

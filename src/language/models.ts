import { Problem, unknown } from '../data/problem';
import type { CellPath } from '../data/problem';
import { capabilitySentence, predictionSentence, suits } from '../protocol/capabilitySentence';
import type { Json, ModelCard, TaskCard } from '../protocol/cards';
import { isModelFile, nameOfModelFile } from '../protocol/plan';
import type { ModelRequest } from '../protocol/plan';
import { asParameter } from './dataKeys';
import type { Findings } from './findings';
import { canDo } from './registry';
import type { Registry } from './registry';
import type { MappingNode, Node } from './syntax';
import type { Span } from './text';
import { readPairs } from './values';

/** Names of trained models, each with the id of its model. */
export type TrainedNames = ReadonlyMap<string, string>;

/** Reads the value of a verb: a model's id or alias, a trained name, a mapping from either to options, or a list of these. */
export class ModelReader {
  readonly requests: ModelRequest[] = [];
  private readonly spans: Span[] = [];

  constructor(
    private readonly task: TaskCard,
    private readonly registry: Registry,
    private readonly names: TrainedNames,
    private readonly out: Findings,
  ) {}

  read(node: Node, at: CellPath): void {
    const { task, out } = this;
    if (node.kind === 'scalar' && node.value === null && node.source === '') {
      if (task.models !== 'required') return;
      const example = this.registry.catalogue.models.find((card) => canDo(card, task))?.id ?? 'a model';
      out.error(
        new Problem('missing-value', `${task.id} needs a model, as in \`${task.id}: ${example}\``, at),
        node.span,
      );
    } else if (task.models === 'none') {
      out.error(
        new Problem('invalid-value', `${task.id} takes no model: leave the place after the colon empty`, at),
        node.span,
      );
    } else if (node.kind === 'list') {
      if (node.items.length === 0)
        out.error(new Problem('missing-value', `${task.id} needs a model; the list is empty`, at), node.span);
      node.items.forEach((item, i) => this.readItem(item, [...at, i]));
    } else {
      if (isEmptyMapping(node))
        out.error(new Problem('missing-value', `${task.id} needs a model; the mapping is empty`, at), node.span);
      this.readItem(node, at);
    }
    this.refuseTwins();
  }

  private readItem(node: Node, at: CellPath): void {
    if (node.kind === 'mapping') {
      for (const pair of node.pairs) this.readReference(pair.name, pair.key, pair.value, [...at, pair.name]);
    } else if (node.kind === 'scalar' && node.source !== '') {
      this.readReference(node.source, node.span, undefined, at);
    } else {
      const what = node.kind === 'list' ? 'a list inside the list' : 'an empty entry';
      this.out.error(
        new Problem('invalid-value', `${what}; expected a model, a name, or a model with options`, at),
        node.span,
      );
    }
  }

  private readReference(ref: string, span: Span, options: Node | undefined, at: CellPath): void {
    const card = this.registry.model(ref);
    if (card) return this.readFresh(card, ref, span, options, at);
    const trained = this.names.get(ref);
    if (trained === undefined && isModelFile(ref)) this.out.mention('file', this.task.id, ref, at, span);
    else if (trained === undefined) {
      const candidates = [...this.names.keys(), ...this.registry.modelNames()];
      return this.out.unknown(unknown('model', ref, candidates, at), ref, candidates, span);
    }
    const original = trained === undefined ? undefined : this.registry.model(trained);
    if (original && !this.able(original, span, at)) return;
    if (options && (options.kind !== 'scalar' || options.value !== null) && !isEmptyMapping(options)) {
      const message = `${ref} is trained already: its options stand in the cell that trains it`;
      this.out.error(new Problem('options-of-trained', message, at), options.span);
      return;
    }
    this.add({ ref, name: trained === undefined ? nameOfModelFile(ref) : ref, options: {}, at }, span);
  }

  private readFresh(card: ModelCard, ref: string, span: Span, options: Node | undefined, at: CellPath): void {
    const able = this.able(card, span, at);
    const values = options ? this.readOptions(card, options, at) : new Map<string, Json>();
    if (!able || !values) return;
    const missing = card.parameters.find((parameter) => parameter.required === true && !values.has(parameter.name));
    if (missing) {
      const message = `${card.id} needs ${missing.name}: ${missing.doc}`;
      this.out.error(new Problem('missing-key', message, at), span);
      return;
    }
    const given = values.get(asParameter.name);
    values.delete(asParameter.name);
    const name = typeof given === 'string' ? given : card.id;
    const taken = this.registry.model(name);
    if (taken && name !== card.id) {
      const message = `invalid as: ${name} is the model ${taken.id}; expected a name that is not a model's`;
      const where =
        options?.kind === 'mapping'
          ? options.pairs.find((pair) => pair.name === asParameter.name)?.value.span
          : undefined;
      this.out.error(new Problem('invalid-value', message, [...at, asParameter.name]), where ?? span);
      return;
    }
    this.add({ ref, model: card.id, name, options: Object.fromEntries(values), at }, span);
  }

  private readOptions(card: ModelCard, options: Node, at: CellPath): Map<string, Json> | undefined {
    if (options.kind === 'scalar' && options.value === null && options.source === '') return new Map();
    if (options.kind === 'mapping')
      return readPairs([...card.parameters, asParameter], options, at, this.out, 'option');
    const message = `invalid options of ${card.id}: expected a mapping, as in ${card.id}: {${example(card)}}`;
    return this.out.error(new Problem('invalid-value', message, at), options.span);
  }

  private able(card: ModelCard, span: Span, at: CellPath): boolean {
    const { task } = this;
    const [need, ...others] = task.needs;
    const { models, tasks } = this.registry.catalogue;
    if (!suits(card, task)) {
      this.out.error(new Problem('other-prediction', predictionSentence(card, task, tasks, models), at), span);
      return false;
    }
    if (need === undefined || canDo(card, task)) return true;
    const suited = models.filter((model) => suits(model, task));
    const message = capabilitySentence(card, [need, ...others], suited);
    this.out.error(new Problem('no-capability', message, at), span);
    return false;
  }

  private add(request: ModelRequest, span: Span): void {
    this.requests.push(request);
    this.spans.push(span);
  }

  private refuseTwins(): void {
    this.requests.forEach((request, i) => {
      if (this.requests.findIndex((other) => other.name === request.name) === i) return;
      const message = `two models are named ${request.name}: give this one another name, as in ${request.ref}: {as: ${request.name}-2}`;
      this.out.error(new Problem('duplicate-name', message, request.at), this.spans[i]!);
    });
  }
}

function isEmptyMapping(node: Node): node is MappingNode {
  return node.kind === 'mapping' && node.pairs.length === 0;
}

function example(card: ModelCard): string {
  const shown = card.parameters.find(
    (parameter) => typeof parameter.default === 'number' || typeof parameter.default === 'string',
  );
  return shown ? `${shown.name}: ${String(shown.default)}` : `${asParameter.name}: my-${card.id}`;
}

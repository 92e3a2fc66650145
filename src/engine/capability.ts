import type { Dataset } from '../data/dataset';
import { Problem } from '../data/problem';
import type { CellPath } from '../data/problem';
import { capabilitySentence } from '../protocol/capabilitySentence';
import type { Capability, ModelCard } from '../protocol/cards';
import type { ModelSpec } from './model';
import { models } from './models/index';

/** Throws a plain sentence, as a `Problem`, when a model cannot do what is asked. */
export function requireCapability(card: ModelCard, capability: Capability, at: CellPath): void {
  if (card.capabilities.includes(capability)) return;
  const cards = models.map((model) => model.card);
  throw new Problem('no-capability', capabilitySentence(card, [capability], cards), at);
}

/** Throws a `Problem` when a model of rows is asked about sequences, or a model of sequences about rows. */
export function requireReads({ card, reads }: ModelSpec, { sequence }: Dataset, at: CellPath): void {
  if ((reads === 'sequences') === (sequence !== undefined)) return;
  if (reads === 'sequences') {
    const example = 'sequence: {id: column, order: column, symbol: column}';
    const message = `${card.id} reads sequences, and this data has none; say in the data cell which rows form one: ${example}`;
    throw new Problem('no-sequences', message, at);
  }
  const able = models.filter((model) => model.reads === 'sequences').map((model) => model.card.id);
  throw new Problem('reads-rows', `${card.id} reads one row at a time; sequences need ${able.join(' or ')}`, at);
}

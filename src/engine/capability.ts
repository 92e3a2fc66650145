import type { Dataset } from '../data/dataset';
import { Problem } from '../data/problem';
import type { CellPath } from '../data/problem';
import { capabilitySentence } from '../protocol/capabilitySentence';
import type { Capability, ModelCard } from '../protocol/cards';
import type { ModelSpec } from './model';
import { models } from './models/index';

/** Throws a plain sentence, as a `Problem`, when a model can do nothing of what is asked; one of `needs` is enough. */
export function requireCapability(card: ModelCard, needs: Capability | readonly Capability[], at: CellPath): void {
  const [first, ...others] = typeof needs === 'string' ? [needs] : needs;
  if (first === undefined || [first, ...others].some((need) => card.capabilities.includes(need))) return;
  const cards = models.map((model) => model.card);
  throw new Problem('no-capability', capabilitySentence(card, [first, ...others], cards), at);
}

/** What rows can be besides rows of a table, for models that read nothing else. */
const kinds = [
  {
    reads: 'sequences',
    words: 'sequences',
    has: ({ sequence }: Dataset) => sequence !== undefined,
    hint: 'say in the data cell which rows form one: sequence: {id: column, order: column, symbol: column}',
  },
  {
    reads: 'images',
    words: 'images',
    has: ({ image }: Dataset) => image !== undefined,
    hint: 'say in the data cell how large they are: image: {width: 8, height: 8}',
  },
  ...(['tokens', 'words'] as const).map((reads) => ({
    reads,
    words: 'texts',
    has: ({ plan }: Dataset) => plan.text !== undefined,
    hint: 'name a column of texts in the data cell: text: {column: message}',
  })),
] as const;

/**
 * Throws a `Problem` when a model of sequences or of images is asked about other rows, or a model of rows about sequences.
 * The pixels of an image are columns like others, which models of rows read too.
 */
export function requireReads({ card, reads }: ModelSpec, dataset: Dataset, at: CellPath): void {
  const kind = kinds.find((each) => each.reads === reads);
  if (kind && !kind.has(dataset))
    throw new Problem(`no-${kind.reads}`, `${card.id} reads ${kind.words}, and this data has none; ${kind.hint}`, at);
  if (!dataset.sequence || reads === 'sequences') return;
  const able = models.filter((model) => model.reads === 'sequences').map((model) => model.card.id);
  throw new Problem('reads-rows', `${card.id} reads one row at a time; sequences need ${able.join(' or ')}`, at);
}

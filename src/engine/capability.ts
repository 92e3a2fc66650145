import { Problem } from '../data/problem';
import type { CellPath } from '../data/problem';
import { capabilitySentence } from '../protocol/capabilitySentence';
import type { Capability, ModelCard } from '../protocol/cards';
import { models } from './models/index';

/** Throws a plain sentence, as a `Problem`, when a model cannot do what is asked. */
export function requireCapability(card: ModelCard, capability: Capability, at: CellPath): void {
  if (card.capabilities.includes(capability)) return;
  const cards = models.map((model) => model.card);
  throw new Problem('no-capability', capabilitySentence(card, [capability], cards), at);
}

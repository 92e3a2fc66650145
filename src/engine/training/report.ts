import type { Json, ModelCard } from '../../protocol/cards';
import type { SavedModel } from '../../protocol/messages';
import type { Cost, Metrics, ModelResult } from '../../protocol/result';
import type { Options } from '../model';
import { savedVersion } from './keys';

/** What trained models of every kind have. */
interface Trained {
  name: string;
  card: ModelCard;
  facts: { options: Options; cost: Cost; history: ModelResult['history']; key: string };
}

/** What a cell's result says of a trained model. */
export function reportOf({ name, card, facts }: Trained, metrics: Metrics): ModelResult {
  return {
    name,
    id: card.id,
    family: card.family,
    capabilities: card.capabilities,
    options: { ...facts.options },
    metrics,
    cost: facts.cost,
    history: facts.history,
    key: facts.key,
  };
}

/** A trained model as plain JSON. */
export function savedAs({ card, facts }: Trained, state: { [name: string]: Json }): SavedModel {
  return { version: savedVersion, model: card.id, facts: facts as unknown as Json, state };
}

import type * as vscode from 'vscode';
import catalogue from 'model-cells:catalogue';
import { canDo } from '../../language/registry';
import type { Capability, ModelCard } from '../../protocol/cards';

/** What a capability lets a user do, in the words of the list of models. */
const abilities: Record<Capability, string> = {
  Classifier: 'classifies',
  Density: 'has a density',
  BoundedDensity: 'has a bound on the density',
  UnnormalisedDensity: 'has an energy',
  Sampler: 'generates rows',
  Marginal: 'classifies with cells missing',
  Conditional: 'fills missing cells',
  Latent: 'has a latent space',
  Partial: 'learns from rows without a label',
  Attention: 'shows its attention',
};

type ModelItem = vscode.QuickPickItem & { card: ModelCard };

/** The models that a `train` cell takes, with what each can do. */
export function modelItems(picked: readonly ModelCard[] = []): ModelItem[] {
  return catalogue.models.filter(trains).map((card) => ({
    card,
    label: card.id,
    description: `${card.family}, learns ${card.learns}`,
    detail: `${card.summary} ${sentence(card.capabilities.map((capability) => abilities[capability]))}`,
    picked: picked.includes(card),
  }));
}

function trains(card: ModelCard): boolean {
  return catalogue.tasks.some((task) => task.id === 'train' && canDo(card, task));
}

function sentence(parts: readonly string[]): string {
  const text = parts.join(', ');
  return text === '' ? '' : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

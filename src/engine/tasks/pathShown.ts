import type { Choice } from '../../protocol/cards';
import type { TrainedModel } from '../training/trained';

/** What verbs that draw rows can show of how they come about. */
export const pathShown: Choice = {
  value: 'path',
  doc: 'How rows come about, step by step, from noise: for models that make them so.',
};

/** Why nothing of that is shown of some models. */
export function noPathNotes(models: readonly TrainedModel[]): string[] {
  return models
    .filter(({ fitted }) => !fitted.samplePath)
    .map(({ name }) => `${name} does not make rows step by step from noise: no path is shown.`);
}

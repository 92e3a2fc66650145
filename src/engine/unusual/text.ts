import type { Dataset } from '../../data/dataset';

/** What a density of counted words cannot notice. */
export function unknownWordNotes({ plan }: Pick<Dataset, 'plan'>): string[] {
  if (!plan.text) return [];
  return ['Words that no training row has are not counted: a text of unknown words looks short, not strange.'];
}

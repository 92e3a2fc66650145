import { listed } from '../../data/words';

/** What is to be known of the models, each sentence once with the names it holds for. */
export function modelNotes(models: readonly { name: string; facts: { notes: string[] } }[]): string[] {
  const names = new Map<string, string[]>();
  for (const { name, facts } of models) {
    for (const note of facts.notes) names.set(note, [...(names.get(note) ?? []), name]);
  }
  return [...names].map(([note, of]) => `${listed(of)}: ${note}`);
}

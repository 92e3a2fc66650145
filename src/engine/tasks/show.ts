import { unknown } from '../../data/problem';
import type { TaskCard } from '../../protocol/cards';
import type { Plan } from '../../protocol/plan';

/** What a cell wants drawn; without `show`, what the verb draws by itself. Throws a `Problem` for an unknown word. */
export function wanted({ show }: Plan, card: TaskCard, byDefault: readonly string[]): ReadonlySet<string> {
  const choices = card.shows.map(({ value }) => value);
  show?.forEach((word, i) => {
    if (!choices.includes(word)) throw unknown('figure', word, choices, ['show', i]);
  });
  return new Set(show ?? byDefault);
}

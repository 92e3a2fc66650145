import type { Subject } from '../explanation';
import type { Player } from '../players';

/**
 * The models whose rows have parts that a method can share a prediction out among, and a sentence on the others, whose rows
 * are of these kinds.
 */
export function withParts(
  subjects: readonly Subject[],
  method: string,
  wholes: readonly Player['kind'][],
): { able: Subject[]; notes: string[] } {
  const isWhole = ({ row }: Subject) => row!.players.every(({ kind }) => wholes.includes(kind));
  return {
    able: subjects.filter((subject) => !isWhole(subject)),
    notes: subjects
      .filter(isWhole)
      .map(({ model, row }) =>
        row!.players.some(({ kind }) => kind === 'text')
          ? `No ${method} of ${model.name}: it reads a text as a whole; word-occlusion tells what its words say.`
          : `No ${method} of ${model.name}: a sequence has no features that could be changed one by one.`,
      ),
  };
}

import type { Cell } from '../../data/cells';
import { decode } from '../../data/decode';
import type { EncodedFeature } from '../../data/encoding';
import { matrix, rowOf } from '../../data/matrix';
import type { TrainedModel } from '../training/trained';
import type { ValueFunction } from './values';

/** What a prediction is shared out among: features, each with all its encoded columns, and the words of a text. */
export interface Player {
  name: string;
  /** The feature that it belongs to. */
  feature: string;
  kind: 'number' | 'category' | 'word' | 'words' | 'sequence' | 'text' | 'pixels';
  /** Encoded columns. */
  columns: Int32Array;
}

/** Words of a text that are told apart; the others are one player. */
const mostWords = 12;

/** One player for each feature. */
export function featurePlayers({ facts }: TrainedModel): Player[] {
  return facts.encoding.features.map((feature) => ({
    name: feature.name,
    feature: feature.name,
    kind: kindOf(feature),
    columns: range(feature.start, feature.width),
  }));
}

/**
 * The players of one row: its features that are not empty; of a text the words whose absence would change `f` most, and all
 * other words as one.
 */
export async function rowPlayers(model: TrainedModel, row: Float64Array, f: ValueFunction): Promise<Player[]> {
  const players: Player[] = [];
  for (const player of featurePlayers(model)) {
    if (Number.isNaN(row[player.columns[0]!]!)) continue;
    if (player.kind === 'words') players.push(...(await wordPlayers(model, row, player, f)));
    else players.push(player);
  }
  return players;
}

async function wordPlayers(
  { facts }: TrainedModel,
  row: Float64Array,
  { feature, columns }: Player,
  f: ValueFunction,
): Promise<Player[]> {
  const present = columns.filter((j) => row[j] !== 0);
  const rows = matrix(present.length + 1, row.length);
  for (let i = 0; i < rows.rows; i++) {
    rowOf(rows, i).set(row);
    if (i < present.length) rowOf(rows, i)[present[i]!] = 0;
  }
  const values = await f(rows);
  const whole = rowOf(values, present.length);
  const effect = Array.from(present, (_, i) =>
    rowOf(values, i).reduce((most, value, k) => Math.max(most, Math.abs(value - whole[k]!)), 0),
  );
  const ranked = [...present.keys()].sort((a, b) => effect[b]! - effect[a]!).slice(0, mostWords);
  const told = ranked.map((i): Player => {
    const j = present[i]!;
    return { name: facts.encoding.columns[j]!.word!, feature, kind: 'word', columns: Int32Array.of(j) };
  });
  const shown = new Set(told.map((player) => player.columns[0]!));
  const rest = columns.filter((j) => !shown.has(j));
  return [
    ...told,
    ...(rest.length > 0 ? [{ name: `other words of ${feature}`, feature, kind: 'words' as const, columns: rest }] : []),
  ];
}

/** What a row has for each player, in the units of the file; null for words. */
export function shownValues(model: TrainedModel, row: Float64Array, players: readonly Player[]): Cell[] {
  const { encoding } = model.facts;
  const [cells] = decode(encoding, matrix(1, row.length, row));
  const position = new Map(encoding.features.map(({ name }: EncodedFeature, i) => [name, i]));
  return players.map(({ feature, kind }) =>
    kind !== 'word' && kind !== 'words' ? (cells![position.get(feature)!] ?? null) : null,
  );
}

function kindOf({ text, tokens, words, sequence, levels }: EncodedFeature): Player['kind'] {
  if (text) return 'words';
  if (tokens ?? words) return 'text';
  if (sequence) return 'sequence';
  return levels ? 'category' : 'number';
}

function range(start: number, width: number): Int32Array {
  return Int32Array.from({ length: width }, (_, i) => start + i);
}

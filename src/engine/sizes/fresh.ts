import { stackRows } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import type { Rng } from '../../data/random';
import type { Column } from '../../data/table';
import { generate, generatedColumn } from '../tasks/drawRows';
import type { TrainedModel } from '../training/trained';

/**
 * `n` rows drawn from one model as another one reads them, classes as often as the first expects them (by largest
 * remainder). They pass through the units of the file, where a category is one of its levels.
 */
export async function freshRows(
  generator: TrainedModel,
  reader: TrainedModel,
  features: readonly Column[],
  n: number,
  rng: Rng,
): Promise<{ x: Matrix; y: Int32Array }> {
  const parts: Matrix[] = [];
  const labels: number[] = [];
  for (const [label, count] of quotas(generator.logPrior.map(Math.exp), n).entries()) {
    if (count === 0) continue;
    const drawn = await generate(generator, { n: count, label }, rng.fork(label));
    const columns = features.filter(({ name }) => reader.reads(name)).map((column) => generatedColumn(drawn, column));
    parts.push(reader.encode(columns, Int32Array.from(drawn.cells.keys())));
    labels.push(...new Array<number>(count).fill(label));
  }
  return { x: stackRows(parts), y: Int32Array.from(labels) };
}

/** `n` shared out in proportion to weights, by largest remainder. */
export function quotas(weights: ArrayLike<number>, n: number): number[] {
  const all = Array.from(weights);
  const total = all.reduce((sum, weight) => sum + weight, 0);
  const exact = all.map((weight) => (n * weight) / total);
  const shares = exact.map(Math.floor);
  const left = n - shares.reduce((sum, share) => sum + share, 0);
  const order = [...exact.keys()].sort((a, b) => exact[b]! - shares[b]! - (exact[a]! - shares[a]!) || a - b);
  for (const k of order.slice(0, left)) shares[k]!++;
  return shares;
}

/** A function that never falls: linear between its knots, constant outside. Knots ascend in `x`. */
export interface Isotonic {
  x: number[];
  y: number[];
}

interface Block {
  low: number;
  high: number;
  weight: number;
  mean: number;
}

/**
 * Least-squares fit of a function that never falls, by pooling adjacent violators (Ayer et al. 1955); rows with equal x
 * count as one. x, y: [n], n at least 1. As scikit-learn's `IsotonicRegression(out_of_bounds='clip')`.
 */
export function fitIsotonic(x: ArrayLike<number>, y: ArrayLike<number>): Isotonic {
  const order = Array.from({ length: x.length }, (_, i) => i).sort((a, b) => x[a]! - x[b]!);
  const points: Block[] = [];
  for (const i of order) {
    const last = points.at(-1);
    if (last && last.high === x[i]!) add(last, { low: x[i]!, high: x[i]!, weight: 1, mean: y[i]! });
    else points.push({ low: x[i]!, high: x[i]!, weight: 1, mean: y[i]! });
  }
  const blocks: Block[] = [];
  for (const point of points) {
    let block = point;
    while (blocks.length > 0 && blocks.at(-1)!.mean >= block.mean) block = add(blocks.pop()!, block);
    blocks.push(block);
  }
  const knots = blocks.flatMap(({ low, high, mean }) =>
    low === high
      ? [[low, mean]]
      : [
          [low, mean],
          [high, mean],
        ],
  );
  return { x: knots.map(([at]) => at!), y: knots.map(([, value]) => value!) };
}

/** The value at one point. */
export function isotonicAt({ x, y }: Isotonic, at: number): number {
  let [low, high] = [0, x.length - 1];
  if (at <= x[low]!) return y[low]!;
  if (at >= x[high]!) return y[high]!;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (x[middle]! <= at) low = middle;
    else high = middle;
  }
  return y[low]! + ((y[high]! - y[low]!) * (at - x[low]!)) / (x[high]! - x[low]!);
}

/** `next`, which lies above, joins `block`. */
function add(block: Block, next: Block): Block {
  const weight = block.weight + next.weight;
  block.mean += (next.weight / weight) * (next.mean - block.mean);
  block.weight = weight;
  block.high = next.high;
  return block;
}

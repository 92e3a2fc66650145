/** Milliseconds of one variant over the repeats. */
export interface Timing {
  variant: string;
  median: number;
  min: number;
  max: number;
}

/** What is measured: variants of one task, ours first. Each returns how long it took, in milliseconds. */
export interface Case {
  name: string;
  /** What is the same for all variants: rows, steps, stopping rule; and what is not. */
  setting: string;
  variants: { name: string; run(): Promise<number> }[];
}

/** Runs the variants in turn in each repeat, after one discarded round, so that all see the same load. */
export async function measure(task: Case, repeats: number): Promise<{ timings: Timing[]; ratios: Ratio[] }> {
  const rounds: number[][] = [];
  for (let repeat = -1; repeat < repeats; repeat++) {
    const round: number[] = [];
    for (const variant of task.variants) round.push(await variant.run());
    if (repeat >= 0) rounds.push(round);
  }
  const timings = task.variants.map((variant, v) => ({
    variant: variant.name,
    ...spread(rounds.map((round) => round[v]!)),
  }));
  const ratios = task.variants.slice(1).map((variant, v) => ({
    peer: variant.name,
    ...spread(rounds.map((round) => round[v + 1]! / round[0]!)),
  }));
  return { timings, ratios };
}

/** Time of a peer over ours, paired within each repeat: above 1, ours is faster. */
export interface Ratio {
  peer: string;
  median: number;
  min: number;
  max: number;
}

function spread(values: number[]): { median: number; min: number; max: number } {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  return { median, min: sorted[0]!, max: sorted.at(-1)! };
}

/** Wall-clock milliseconds of `work`. */
export async function clock(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

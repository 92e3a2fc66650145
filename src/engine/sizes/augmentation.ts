import { stackRows } from '../../data/matrix';
import type { Rng } from '../../data/random';
import { counted } from '../../data/words';
import type { TaskContext } from '../task';
import type { EncodedRows } from '../training/trainer';
import type { TrainedModel } from '../training/trained';
import { encodeBench, firstRows } from './bench';
import type { Bench, EncodedBench } from './bench';
import { Budget } from './budget';
import { freshRows } from './fresh';
import { nestedOrder, rowsInFront } from './order';
import { testFit, tryFit } from './trials';
import type { Impossible, SizeTrials, Tested } from './trials';

/** What a classifier is trained on. */
export const trainings = ['real', 'real+generated', 'generated'] as const;
export type Training = (typeof trainings)[number];

/** What one generator does for a classifier: the tests of each way to train it, by numbers of real rows. */
export interface Augmentation {
  generator: TrainedModel;
  curves: { [T in Training]: SizeTrials[] };
}

/** What a cell asks for. */
export interface AugmentRequest {
  /** Ascending. */
  sizes: readonly number[];
  draws: number;
  /** How many rows are generated beside so many real ones. */
  generated(rows: number): number;
}

interface Learner extends Augmentation {
  encoded: EncodedBench;
  /** Why there are gaps. */
  reasons: Set<string>;
}

/**
 * For each size m: a classifier fitted to m real rows, to these and to rows of a generator that was itself fitted to the
 * same m rows, and to the generated rows alone; always tested on real test rows. A stopped run returns what is there.
 */
export async function augmentations(
  context: TaskContext,
  generators: readonly TrainedModel[],
  classifier: TrainedModel,
  bench: Bench,
  { sizes, draws, generated }: AugmentRequest,
): Promise<{ augmentations: Augmentation[]; notes: string[] }> {
  const { rng, signal, environment } = context;
  const read = encodeBench(classifier, bench);
  const budget = new Budget(environment.now, generators.length);
  const empty = () => sizes.map((rows): SizeTrials => ({ rows, trials: [] }));
  const real = empty();
  const learners = generators.map((generator): Learner => ({
    generator,
    encoded: encodeBench(generator, bench),
    curves: { real, 'real+generated': empty(), generated: empty() },
    reasons: new Set(),
  }));
  const test = (training: EncodedRows) => testFit(context, classifier, training, read.test, bench.testLabels);
  for (let draw = 0; draw < draws && !signal.aborted; draw++) {
    const chance = rng.fork(draw);
    const order = nestedOrder(bench.poolLabels, bench.dataset.target.classes.length, rowsInFront, chance);
    for (const [s, rows] of sizes.entries()) {
      const able = learners.filter(({ generator }) => budget.allows(generator.name, rows, draw));
      if (able.length === 0) continue;
      const own = firstRows(read, bench, order, rows);
      keep(real[s]!, draw, await test(own), learners);
      for (const learner of able) {
        const { generator, encoded, curves } = learner;
        if (signal.aborted) break;
        environment.progress({
          text: `${generator.name}: ${counted(rows, 'real row')}, draw ${draw + 1} of ${draws}`,
          model: generator.name,
          fraction: (draw * sizes.length + s) / (draws * sizes.length),
        });
        await budget.spend(generator.name, rows, draw, async () => {
          const source = firstRows(encoded, bench, order, rows);
          const n = generated(rows);
          const fresh = await freshFrom(context, learner, classifier, bench, source, n, chance.fork(generator.name));
          if (!fresh || 'impossible' in fresh) return keep(curves.generated[s]!, draw, fresh, [learner]);
          keep(curves['real+generated'][s]!, draw, await test(together(own, fresh)), [learner]);
          keep(curves.generated[s]!, draw, await test(fresh), [learner]);
        });
      }
    }
  }
  return {
    augmentations: learners,
    notes: [...learners.flatMap(gapNotes), ...budget.notes()],
  };
}

/** Rows of a generator that is fitted for them, as the classifier reads them. */
async function freshFrom(
  { trainer, environment }: TaskContext,
  { generator }: Learner,
  classifier: TrainedModel,
  { dataset }: Bench,
  source: EncodedRows,
  n: number,
  rng: Rng,
): Promise<EncodedRows | Impossible | undefined> {
  const fitted = await tryFit(trainer, generator, source);
  if (!fitted || 'impossible' in fitted) return fitted;
  try {
    const fresh = await freshRows(fitted, classifier, dataset.features, n, rng);
    await environment.breathe();
    return fresh.x.data.every(Number.isFinite) ? fresh : { impossible: 'rows that it generated are no numbers' };
  } finally {
    fitted.dispose();
  }
}

function together(a: EncodedRows, b: EncodedRows): EncodedRows {
  return { x: stackRows([a.x, b.x]), y: Int32Array.from([...a.y, ...b.y]) };
}

function keep({ rows, trials }: SizeTrials, draw: number, result: Tested, learners: readonly Learner[]): void {
  if (result instanceof Uint8Array) trials.push({ draw, wrong: result });
  else if (result) for (const { reasons } of learners) reasons.add(`${counted(rows, 'row')}: ${result.impossible}`);
}

function gapNotes({ generator, reasons }: Learner): string[] {
  const [first] = reasons;
  return first === undefined ? [] : [`${generator.name} has fewer results: with ${first}.`];
}

import { counted, listed } from '../../data/words';
import type { TaskContext } from '../task';
import type { TrainedModel } from '../training/trained';
import { encodeBench, firstRows } from './bench';
import type { Bench, EncodedBench } from './bench';
import { Budget } from './budget';
import { nestedOrder, rowsInFront } from './order';
import { testFit, wrongRows } from './trials';
import type { SizeTrials } from './trials';

export interface LearningCurve {
  model: TrainedModel;
  sizes: SizeTrials[];
}

/** What a cell asks for. */
export interface CurveRequest {
  /** Ascending. */
  sizes: readonly number[];
  draws: number;
  /** Models that were fitted to exactly the rows of the pool: their last point needs no fit. */
  whole: ReadonlySet<TrainedModel>;
}

interface Learner extends LearningCurve {
  encoded: EncodedBench;
  /** Why, by number of rows. */
  impossible: Map<number, string>;
}

/**
 * Fits every model to the first m rows of random orders of the training rows, for each size m, and tests it on the test
 * rows (Ng and Jordan 2002). All training rows can be taken in one way only, so they have one result. A stopped run
 * returns what is there.
 */
export async function learningCurves(
  context: TaskContext,
  models: readonly TrainedModel[],
  bench: Bench,
  { sizes, draws, whole }: CurveRequest,
): Promise<{ curves: LearningCurve[]; notes: string[] }> {
  const { rng, signal, environment } = context;
  const budget = new Budget(environment.now, models.length);
  const learners = models.map((model): Learner => ({
    model,
    encoded: encodeBench(model, bench),
    sizes: sizes.map((rows) => ({ rows, trials: [] })),
    impossible: new Map(),
  }));
  for (let draw = 0; draw < draws && !signal.aborted; draw++) {
    const order = nestedOrder(bench.poolLabels, bench.dataset.target.classes.length, rowsInFront, rng.fork(draw));
    for (const [s, rows] of sizes.entries()) {
      const all = rows === bench.pool.length;
      if (all && draw > 0) continue;
      for (const learner of learners) {
        const { model, encoded, impossible } = learner;
        if (signal.aborted) break;
        if (impossible.has(rows) || !budget.allows(model.name, rows, draw)) continue;
        environment.progress({
          text: `${model.name}: ${counted(rows, 'row')}, draw ${draw + 1} of ${draws}`,
          model: model.name,
          fraction: (draw * sizes.length + s) / (draws * sizes.length),
        });
        await environment.breathe();
        const training = all ? { x: encoded.x, y: bench.poolLabels } : firstRows(encoded, bench, order, rows);
        const wrong = await budget.spend(model.name, rows, draw, () =>
          all && whole.has(model)
            ? wrongRows(model, encoded.test, bench.testLabels, environment)
            : testFit(context, model, training, encoded.test, bench.testLabels),
        );
        if (wrong instanceof Uint8Array) learner.sizes[s]!.trials.push({ draw, wrong });
        else if (wrong) impossible.set(rows, wrong.impossible);
      }
    }
  }
  return { curves: learners, notes: [...learners.flatMap(gapNotes), ...budget.notes()] };
}

/** Where a curve has a gap, and why. */
function gapNotes({ model, impossible, sizes }: Learner): string[] {
  const gaps = sizes.filter(({ rows, trials }) => trials.length === 0 && impossible.has(rows)).map(({ rows }) => rows);
  if (gaps.length === 0) return [];
  return [`${model.name} has no point at ${listed(gaps.map(String))} rows: ${impossible.get(gaps.at(-1)!)!}.`];
}

import type { Matrix } from '../../data/matrix';
import type { Rng } from '../../data/random';
import type { Column } from '../../data/table';
import { counted } from '../../data/words';
import type { Metrics } from '../../protocol/result';
import { kNearestNeighbors } from '../models/kNearestNeighbors';
import { asClassifier } from '../posterior';
import type { TaskContext } from '../task';
import { generate, generatedColumn } from '../tasks/drawRows';
import { completeRows } from '../training/columns';
import { resolveOptions } from '../training/options';
import type { TrainedModel } from '../training/trained';
import { mostProbable } from './metrics';
import { modeShares } from './modes';
import type { Modes, ModeShare } from './modes';
import { reachOf } from './neighbourhoods';
import { leastRows, nearestTrainingRatio, twoSampleAuc } from './quality';
import { sequenceSummaries } from './sequenceSummaries';

/** Training rows that are compared with as many generated ones. */
const mostRows = 1000;
const mostTestRows = 2000;

export interface SampleQuality {
  metrics: Metrics;
  /** Where the modes of the data are known. */
  modes?: ModeShare[];
  notes?: string[];
}

/**
 * Fresh rows of a model against test rows, which it has not seen, and against training rows, which it might have copied;
 * as many as there are training rows. `label`: of one class only.
 */
export async function sampleQuality(
  model: TrainedModel,
  context: TaskContext,
  label: number | undefined,
  modes: Modes | undefined,
): Promise<SampleQuality> {
  // numbers of characters have no distances
  if (model.readsTokens) return { metrics: {} };
  const { features, parts, target } = context.dataset;
  const chance = context.rng.fork(`quality of ${model.name}`);
  const realRows = (part: Int32Array, most: number) =>
    someOf(
      completeRows(features, part).filter((row) => label === undefined || target?.codes[row] === label),
      most,
      chance.fork('real rows'),
    );
  const read = reader(model);
  const trainingRows = realRows(parts.train, mostRows);
  const testRows = realRows(parts.test, mostTestRows);
  const training = read(features, trainingRows);
  const test = read(features, testRows);
  const fresh = await generate(
    model,
    { n: Math.max(1, trainingRows.length), ...(label === undefined ? {} : { label }) },
    chance,
  );
  // as they stand in the file: a category is one of its levels there, not something in between
  const columns = features.filter(({ name }) => model.reads(name)).map((column) => generatedColumn(fresh, column));
  const generated = read(columns, Int32Array.from(fresh.cells.keys()));
  const reach = reachOf(training, generated);
  const shares = modes && reach ? modeShares(modes, trainingRows, reach.about) : undefined;
  const codes = (rows: Int32Array) => Int32Array.from(rows, (row) => target!.codes[row]!);
  const auc = twoSampleAuc(test, generated, chance);
  const learnable = target !== undefined && !target.whole && label === undefined && testRows.length > 0;
  return {
    metrics: defined({
      twoSampleAuc: auc,
      nearestTrainingRatio: nearestTrainingRatio(training, generated, chance),
      coverage: reach?.coverage,
      fidelity: reach?.fidelity,
      modeCoverage: shares && shares.filter(({ reached }) => reached).length / shares.length,
      ...(learnable
        ? await learned(context, test, codes(testRows), {
            trainSyntheticAccuracy: { x: generated, y: fresh.labels },
            trainRealAccuracy: { x: training, y: codes(trainingRows) },
          })
        : {}),
    }),
    ...(shares ? { modes: shares } : {}),
    notes: auc === undefined ? [unmeasured(test.rows, generated.rows)] : [],
  };
}

/** The accuracy on real test rows of nearest neighbours that know some rows or others. */
async function learned(
  { dataset, environment, signal, rng }: TaskContext,
  test: Matrix,
  labels: Int32Array,
  sources: { [name: string]: { x: Matrix; y: Int32Array } },
): Promise<{ [name: string]: number | undefined }> {
  const { classes } = dataset.target!;
  const out: { [name: string]: number } = {};
  for (const [name, { x, y }] of Object.entries(sources)) {
    const columns = Array.from({ length: x.columns }, (_, j) => ({ feature: String(j), mean: 0, scale: 1 }));
    const fitting = kNearestNeighbors.fit(
      { x, y, classes: classes.length, classNames: classes, columns },
      resolveOptions(kNearestNeighbors.card.parameters, {}, []),
      { rng, signal, kernel: environment.kernel },
    );
    let next = await fitting.next();
    while (!next.done) next = await fitting.next();
    const proba = await asClassifier(next.value)!.predictProba(test);
    next.value.dispose();
    out[name] = mostProbable(proba).filter((predicted, i) => predicted === labels[i]).length / labels.length;
    await environment.breathe();
  }
  return out;
}

function unmeasured(real: number, generated: number): string {
  return `Whether generated rows can be told from real ones (twoSampleAuc) is not measured: of ${counted(real, 'complete test row')} and ${counted(generated, 'generated row')}, both must be at least ${leastRows}.`;
}

/** Rows as numbers that can be compared: as the model reads them; of sequences, what they are like. */
function reader(model: TrainedModel): (columns: readonly Column[], rows: Int32Array) => Matrix {
  const { sequence } = model.facts.encoding.features[0]!;
  return (columns, rows) => {
    const x = model.encode(columns, rows);
    return sequence ? sequenceSummaries(x, sequence) : x;
  };
}

/** At most so many rows, chosen by chance. */
function someOf(rows: Int32Array, most: number, rng: Rng): Int32Array {
  if (rows.length <= most) return rows;
  const chosen = rows.slice();
  rng.shuffle(chosen);
  return chosen.subarray(0, most).sort();
}

function defined(metrics: { [name in keyof Metrics]: number | undefined }): Metrics {
  return Object.fromEntries(Object.entries(metrics).filter(([, value]) => value !== undefined));
}

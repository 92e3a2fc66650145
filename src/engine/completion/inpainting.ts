import type { LabelledDataset } from '../../data/dataset';
import { matrix } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import type { Rng } from '../../data/random';
import { withHoles } from '../gaps/holes';
import { mean } from '../imputation/mean';
import type { TaskContext } from '../task';
import type { TrainedModel } from '../training/trained';
import { levelIn } from './cellValues';

/** Rows with a part hidden, as one model completes them. All matrices are encoded: [n, d]. */
export interface Inpainted {
  model: TrainedModel;
  truth: Matrix;
  /** NaN where hidden. */
  holes: Matrix;
  /** Completions, each a whole set of rows. */
  draws: Matrix[];
  errors: InpaintingError[];
}

/** How far hidden cells are from what was filled in. */
export interface InpaintingError {
  method: 'draw' | 'mean-of-draws' | 'column-mean';
  /** Root mean square over hidden numbers, in the units in which models read them: standard deviations; of pixels, their range. */
  rmse: number | null;
  /** Share of hidden categories that were wrong. */
  errorRate: number | null;
}

export interface InpaintOptions {
  rows: Int32Array;
  /** Names of the features that are hidden. */
  hidden: ReadonlySet<string>;
  draws: number;
  givenClass: boolean;
}

/** Hides the same features in all rows and lets a model draw them given the rest; undefined where the user stopped the run. */
export async function inpaintRows(
  { environment, rng, signal }: TaskContext,
  dataset: LabelledDataset,
  model: TrainedModel,
  { rows, hidden, draws, givenClass }: InpaintOptions,
): Promise<Inpainted | undefined> {
  const { features } = model.facts.encoding;
  const truth = model.encode(dataset.features, rows);
  const holes = withHoles(truth, features, (_, f) => hidden.has(features[f]!.name));
  const labels = givenClass ? Array.from(rows, (row) => dataset.target.codes[row]!) : rows.map(() => -1);
  const done: Matrix[] = [];
  for (let draw = 0; draw < draws; draw++) {
    environment.progress({ text: `completing by ${model.name}`, model: model.name, fraction: draw / draws });
    await environment.breathe();
    if (signal.aborted) return undefined;
    done.push(await drawOnce(model, holes, labels, rng.fork(`${model.name}, draw ${draw}`)));
  }
  const training = model.encode(dataset.features, dataset.parts.train);
  const imputer = await mean.fit(training, { features, rng, breathe: () => environment.breathe() });
  const average = matrix(truth.rows, truth.columns);
  for (const { data } of done) data.forEach((value, at) => (average.data[at]! += value / draws));
  const errorOf = (method: InpaintingError['method'], filled: readonly Matrix[]) => ({
    method,
    ...errors(model, truth, filled, hidden),
  });
  return {
    model,
    truth,
    holes,
    draws: done,
    errors: [errorOf('draw', done), errorOf('mean-of-draws', [average]), errorOf('column-mean', [imputer.fill(holes)])],
  };
}

/** One completion of each row: exact where the model knows its conditional distribution, else by its own means. */
async function drawOnce({ fitted }: TrainedModel, x: Matrix, labels: ArrayLike<number>, rng: Rng): Promise<Matrix> {
  const complete = (fitted.conditionalSample ?? fitted.inpaint)!.bind(fitted);
  const out = matrix(x.rows, x.columns);
  for (const label of new Set(Array.from(labels))) {
    const own = Array.from(labels, (_, i) => i).filter((i) => labels[i] === label);
    const part = matrix(own.length, x.columns);
    own.forEach((row, i) => part.data.set(x.data.subarray(row * x.columns, (row + 1) * x.columns), i * x.columns));
    const filled = await complete(part, rng.fork(label), label < 0 ? undefined : label);
    own.forEach((row, i) => out.data.set(filled.data.subarray(i * x.columns, (i + 1) * x.columns), row * x.columns));
  }
  return out;
}

function errors(
  { facts }: TrainedModel,
  truth: Matrix,
  completions: readonly Matrix[],
  hidden: ReadonlySet<string>,
): Pick<InpaintingError, 'rmse' | 'errorRate'> {
  let [squares, numbers, wrong, categories] = [0, 0, 0, 0];
  for (const feature of facts.encoding.features.filter(({ name }) => hidden.has(name))) {
    for (const filled of completions) {
      for (let row = 0; row < truth.rows; row++) {
        const at = row * truth.columns + feature.start;
        if (Number.isNaN(truth.data[at]!)) continue;
        if (feature.levels) {
          categories++;
          wrong += Number(levelIn(feature, truth, row) !== levelIn(feature, filled, row));
        } else {
          numbers++;
          squares += (truth.data[at]! - filled.data[at]!) ** 2;
        }
      }
    }
  }
  return {
    rmse: numbers > 0 ? Math.sqrt(squares / numbers) : null,
    errorRate: categories > 0 ? wrong / categories : null,
  };
}

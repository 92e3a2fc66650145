import { matrix, stackRows, takeRows } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import { counted, grouped } from '../../data/words';
import { sampleOf } from '../drawing/plane';
import { filledWith, observedMeans } from '../imputation/mean';
import type { EncodedFeature } from '../../data/encoding';
import { learnsColumns } from './learnsColumns';
import { withMissingColumns } from './encodingParts';
import { withHoles } from './holes';
import type { GapMethod } from './method';

/** Training rows, copies with holes of each as far as all rows are no more than `rows`, and the share that goes missing. */
const most = { training: 6000, copies: 4, rows: 12_000, rate: 0.9 };

/**
 * The model learns to do without features: it is fitted once more, to the training rows and to copies of them in which
 * cells go missing at random, at a rate that is uniform from 0 to 0.9 for each row. Missing cells are filled with the mean,
 * and a column of 0 and 1 for each feature says which ones are.
 */
export const mask: GapMethod = {
  id: 'mask',
  doc: 'Fit the model once more to training rows with random holes, filled with the mean and marked by a column of 0 and 1 for each feature.',
  serves: learnsColumns,
  isUsual: (model) => !model.takesGaps,
  async prepare({ model, training, trainer, rng }) {
    const { encoding } = model.facts;
    const { features } = encoding;
    const rows = sampleOf([...training.y.keys()], most.training, rng);
    const x = takeRows(training.x, rows);
    const y = Int32Array.from(rows, (row) => training.y[row]!);
    const copies = Math.max(1, Math.min(most.copies, Math.floor(most.rows / x.rows) - 1));
    const means = observedMeans(training.x);
    const parts = [x];
    for (let copy = 0; copy < copies; copy++) {
      const rates = Float64Array.from({ length: x.rows }, () => most.rate * rng.uniform());
      parts.push(withHoles(x, features, (row) => rng.uniform() < rates[row]!));
    }
    const fitted = await trainer.fitRows(model, {
      x: flagged(stackRows(parts), features, means),
      y: repeated(y, parts.length),
      encoding: withMissingColumns(encoding),
    });
    if (!fitted) return undefined;
    return {
      predictProba: (asked) => fitted.predictProba(flagged(asked, features, means)),
      notes: [
        `mask: ${model.name} is fitted once more, to ${rows.length < training.y.length ? `${grouped(rows.length)} of the` : 'the'} training rows and ${counted(copies, 'copy', 'copies')} of each with random holes; the mean stands in a hole, and a further column for each feature says that it is one.`,
      ],
      dispose: () => fitted.dispose(),
    };
  },
};

/** Gaps filled by means, and a column for each feature that is 1 where it was missing: [n, d + features]. */
function flagged(x: Matrix, features: readonly EncodedFeature[], means: Float64Array): Matrix {
  const filled = filledWith(means, x);
  const width = x.columns + features.length;
  const out = matrix(x.rows, width);
  for (let i = 0; i < x.rows; i++) {
    out.data.set(filled.data.subarray(i * x.columns, (i + 1) * x.columns), i * width);
    features.forEach(({ start }, f) => {
      out.data[i * width + x.columns + f] = Number.isNaN(x.data[i * x.columns + start]!) ? 1 : 0;
    });
  }
  return out;
}

function repeated(y: Int32Array, times: number): Int32Array {
  const out = new Int32Array(y.length * times);
  for (let copy = 0; copy < times; copy++) out.set(y, copy * y.length);
  return out;
}

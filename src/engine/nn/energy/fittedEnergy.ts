import * as tf from '@tensorflow/tfjs-core';
import { matrix, rowOf, takeRows } from '../../../data/matrix';
import type { Matrix } from '../../../data/matrix';
import { softmaxRows } from '../../math/logSpace';
import { readTensor, rowsTensor } from '../../math/tensors';
import type { Classifier, Sampler, UnnormalisedDensity } from '../../model';
import { inPasses } from '../classification';
import { split } from '../flat';
import { normals } from '../noise';
import { inUnits, outOfUnits } from '../units';
import type { Units } from '../units';
import type { EnergyNetwork } from './energyNetwork';
import { langevin } from './langevin';

/** Steps that a chain walks on with a class before it is given out. */
const samplingSteps = 60;
/** Rows that walk together. */
const rowsPerWalk = 4096;

/** What is needed beside the weights. */
export interface EnergySetting {
  network: EnergyNetwork;
  /** What the network reads. */
  units: Units;
  /** Standard deviation of the noise of a Langevin step. */
  stepSize: number;
  logPrior: Float64Array;
}

/**
 * What a trained network can do. `flat` gives its weights, as a tensor that it does not own or one of the enclosing `tf.tidy`;
 * `chains` gives rows that are distributed as the model has it, for its use: [m, d].
 */
export function energyCapabilities(
  { network, units, stepSize, logPrior }: EnergySetting,
  flat: () => tf.Tensor1D,
  chains: () => tf.Tensor2D,
): Classifier & UnnormalisedDensity & Sampler {
  const columns = network.sizes[0]!;
  const classCount = network.sizes.at(-1)!;
  const logits = (x: Matrix) =>
    inPasses(x, classCount, (rows) => network.forward(split(flat(), network.shapes), rows).logits);

  return {
    logPrior,
    predictProba: async (x) => softmaxRows(await logits(inUnits(x, units))),
    async logUnnormalised(given) {
      const x = inUnits(given, units);
      const f = await logits(x);
      for (let i = 0; i < x.rows; i++) {
        const square = rowOf(x, i).reduce((sum, value) => sum + value * value, 0);
        const row = rowOf(f, i);
        row.forEach((value, k) => (row[k] = value - square / 2));
      }
      return f;
    },
    /** Chains of all classes that have the class, each with probability P(y | x), walk on with it. */
    async sample(n, label, rng) {
      const shared = chains();
      const [m] = shared.shape;
      const known = matrix(m, columns, Float64Array.from(await readTensor(shared)));
      const proba = softmaxRows(await logits(known));
      // where no chain comes near the class, all are as good as any
      const weights = Float64Array.from({ length: m }, (_, i) => rowOf(proba, i)[label]! + Number.MIN_VALUE);
      const out = matrix(n, columns);
      for (let from = 0; from < n; from += rowsPerWalk) {
        const rows = Math.min(rowsPerWalk, n - from);
        const start = takeRows(
          known,
          Int32Array.from({ length: rows }, () => rng.choice(weights)),
        );
        const walked = tf.tidy(() =>
          langevin(
            network,
            split(flat(), network.shapes),
            rowsTensor(start, 0, rows),
            { steps: samplingSteps, size: stepSize },
            () => tf.tensor2d(normals(rng, rows * columns), [rows, columns]),
            labelRows(rows, label, classCount),
          ),
        );
        out.data.set(await readTensor(walked), from * columns);
      }
      return outOfUnits(out, units);
    },
  };
}

/** The same class in every row: [n, K]. */
function labelRows(n: number, label: number, classes: number): tf.Tensor2D {
  const values = new Float32Array(n * classes);
  for (let i = 0; i < n; i++) values[i * classes + label] = 1;
  return tf.tensor2d(values, [n, classes]);
}

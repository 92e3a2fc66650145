import * as tf from '@tensorflow/tfjs-core';
import { matrix } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import type { Rng } from '../../data/random';
import type { EncodedColumn } from '../../data/encoding';
import { oneHotRows } from '../math/tensors';
import type { Fitted, ModelSpec } from '../model';
import { differentiate } from '../nn/autodiff';
import { divideForStopping, inPasses, labelledTensors, meanLoss } from '../nn/classification';
import { flatSize, split } from '../nn/flat';
import { firstWeights, flowShapes, generate, isTransform, normalise, orders, rowsPerPass } from '../nn/flow/flow';
import type { Flow, TransformName } from '../nn/flow/flow';
import { Noise } from '../nn/noise';
import { train } from '../nn/trainLoop';
import { relay } from '../relay';
import { classWeights, joined } from './shared/classInput';
import { smoothedLogPrior } from './shared/logPrior';
import { countRows, emptyClassNotes } from './shared/priors';
import {
  batchSize,
  hiddenLayerSizes,
  learningRateInit,
  maxIter,
  schedule,
  stopping,
  validationShare,
} from './shared/networkParameters';
import type { AutoPlan } from './shared/networkParameters';
import { damaged, packExact, readArray, readCodes, readList, readNotes, readSizes } from './shared/saved';

const autoPlan: AutoPlan = { steps: 1500, least: 20, most: 500, batch: 256 };

/**
 * Standard deviations of the noise that is added to the training rows: a column of a few values, or one that follows from
 * others, has no density, and a flow would make its likelihood as high as it likes (Rothfuss and others 2019).
 */
const blur = { numbers: 0.01, levels: 0.1 };

export const normalizingFlow: ModelSpec = {
  card: {
    id: 'normalizing-flow',
    title: 'Normalizing flow',
    aliases: ['flow'],
    family: 'generative',
    learns: 'P(x, y)',
    capabilities: ['Classifier', 'Density', 'Sampler', 'Latent'],
    summary:
      'Bends the rows of each class, step by step and without tearing, until they look normally distributed: a density of any shape, exactly known, and rows from normal numbers on the way back.',
    formula: 'log p(x | y) = log N(f_y(x); 0, I) + log |det df_y/dx|',
    references: [
      { authors: 'Dinh, Sohl-Dickstein, Bengio', year: 2017, title: 'Density estimation using Real NVP' },
      { authors: 'Durkan, Bekasov, Murray, Papamakarios', year: 2019, title: 'Neural spline flows' },
      {
        authors: 'Rothfuss, Ferreira, Boehm, Walther, Ulrich, Asfour, Krause',
        year: 2019,
        title: 'Noise regularization for conditional density estimation',
      },
    ],
    parameters: [
      {
        name: 'transform',
        type: 'choice',
        default: 'spline',
        doc: 'What a coupling does to each number.',
        choices: [
          { value: 'spline', doc: 'A monotone curve of eight rational-quadratic pieces (Durkan and others 2019).' },
          { value: 'affine', doc: 'Stretches and shifts it: RealNVP (Dinh and others 2017). Needs more couplings.' },
        ],
      },
      {
        name: 'couplings',
        aliases: ['layers'],
        type: 'integer',
        min: 1,
        max: 32,
        default: 4,
        doc: 'Steps of the flow; every second one transforms the other half of the numbers.',
      },
      hiddenLayerSizes([64, 64], 'Units of each hidden layer of the network of a coupling.'),
      learningRateInit(3e-3),
      batchSize(autoPlan.batch),
      maxIter(autoPlan),
      ...stopping(20, true),
    ],
  },
  async *fit(data, options, { rng, signal }) {
    const early = options.early_stopping as boolean | 'auto';
    const { learn, validation } = divideForStopping(data, early, validationShare, rng.fork('validation'));
    const rows = learn.x.rows;
    const flow: Flow = {
      dimensions: data.x.columns,
      classes: data.classes,
      transform: options.transform as TransformName,
      hidden: options.hidden_layer_sizes as number[],
      orders: orders(data.x.columns, options.couplings as number, rng.fork('orders')),
    };
    const tensors = labelledTensors(learn, rows + 1);
    const held = validation && labelledTensors(validation, validation.x.rows);
    const noise = new Noise(rng.fork('noise'));
    const spread = tf.tensor2d(blurOf(data.columns), [1, data.x.columns]);
    try {
      const lossOf = (weights: tf.Tensor[], x: tf.Tensor2D, y: tf.Tensor1D): tf.Scalar => {
        const hot = oneHotRows(y, data.classes);
        const { logDensity } = normalise(flow, weights, x, hot);
        // rows of padding have no class
        return tf.neg(tf.sum<tf.Scalar>(tf.mul(logDensity, tf.sum(hot, 1))));
      };
      const steps = train(
        {
          shapes: flowShapes(flow),
          initial: firstWeights(flow, rng.fork('weights')),
          rows,
          data: tensors,
          loss: differentiate((weights, [x, y]) =>
            lossOf(weights, tf.add(x!, tf.mul(spread, noise.normal(x!.shape))), y as tf.Tensor1D),
          ),
          ...(held && {
            validationLoss: (weights) => meanLoss(held, (x, y) => lossOf(weights, x, y), rowsPerPass(flow)),
          }),
        },
        schedule(rows, options, autoPlan),
        { rng: rng.fork('order'), signal },
      );
      const logPrior = smoothedLogPrior(data.y, data.classes);
      const trained = yield* relay(steps, ({ weights, ...progress }) => ({
        ...progress,
        current: abilities(flow, logPrior, () => weights),
      }));
      const notes = emptyClassNotes(countRows(data.y, data.classes), data.classNames);
      return fittedFlow(flow, logPrior, trained.weights, [...notes, ...trained.notes]);
    } finally {
      noise.dispose();
      tf.dispose([spread, ...tensors, ...(held ?? [])]);
    }
  },
  restore(state) {
    const { transform } = state;
    if (!isTransform(transform)) throw damaged(`unknown transform ${JSON.stringify(transform)}`);
    const [dimensions, classes, ...hidden] = readSizes(state.sizes, 'sizes');
    if (dimensions === undefined || classes === undefined || hidden.length === 0)
      throw damaged('its sizes are incomplete');
    const saved = readList(state.orders, 'orders');
    if (saved.length === 0) throw damaged('it has no couplings');
    const flow: Flow = {
      dimensions,
      classes,
      transform,
      hidden,
      orders: saved.map((order) => readOrder(order, dimensions)),
    };
    const weights = Float32Array.from(readArray(state.weights, 'weights', [flatSize(flowShapes(flow))]));
    return fittedFlow(flow, readArray(state.logPrior, 'logPrior', [classes]), weights, readNotes(state.notes));
  },
};

function readOrder(saved: Parameters<typeof readCodes>[0], dimensions: number): Int32Array {
  const order = readCodes(saved, 'order', [dimensions], 0, dimensions);
  if (new Set(order).size < dimensions) throw damaged('an order leaves a column out');
  return order;
}

function blurOf(columns: readonly EncodedColumn[]): Float32Array {
  return Float32Array.from(columns, ({ level }) => (level === undefined ? blur.numbers : blur.levels));
}

/** What the flow can do with weights that are given as a tensor, which it does not own, or one of the enclosing `tf.tidy`. */
function abilities(flow: Flow, logPrior: Float64Array, weights: () => tf.Tensor1D) {
  const { dimensions, classes } = flow;
  const parts = () => split(weights(), flowShapes(flow));
  const ask = (x: Matrix, columns: number, answer: (rows: tf.Tensor2D) => tf.Tensor2D) =>
    inPasses(x, columns, answer, rowsPerPass(flow));
  const sampleFrom = (z: Matrix, hot: Matrix) =>
    ask(joined(z, hot), dimensions, (rows) => {
      const [n] = rows.shape;
      return generate(
        flow,
        parts(),
        tf.slice2d(rows, [0, 0], [n, dimensions]),
        tf.slice2d(rows, [0, dimensions], [n, classes]),
      );
    });
  return {
    logPrior,
    async logJoint(x: Matrix): Promise<Matrix> {
      const joint = await ask(x, classes, (rows) => {
        const own = parts();
        const [n] = rows.shape;
        return tf.stack(
          Array.from({ length: classes }, (_, k) => {
            const hot = oneHotRows(tf.fill([n], k, 'int32'), classes);
            return tf.tidy(() => normalise(flow, own, rows, hot).logDensity);
          }),
          1,
        ) as tf.Tensor2D;
      });
      joint.data.forEach((value, at) => (joint.data[at] = value + logPrior[at % classes]!));
      return joint;
    },
    sample: (n: number, label: number, rng: Rng): Promise<Matrix> =>
      sampleFrom(
        matrix(
          n,
          dimensions,
          Float64Array.from({ length: n * dimensions }, () => rng.normal()),
        ),
        classWeights(new Int32Array(n).fill(label), classes),
      ),
    latentSize: dimensions,
    encode: (x: Matrix, labels: Int32Array): Promise<Matrix> =>
      ask(joined(x, classWeights(labels, classes)), dimensions, (rows) => {
        const [n] = rows.shape;
        const hot = tf.slice2d(rows, [0, dimensions], [n, classes]);
        return normalise(flow, parts(), tf.slice2d(rows, [0, 0], [n, dimensions]), hot).z;
      }),
    decode: sampleFrom,
  };
}

/** Weights stay in the memory of the CPU, from where each question takes them: nothing is lost with a GPU. */
function fittedFlow(flow: Flow, logPrior: Float64Array, weights: Float32Array, notes: string[]): Fitted {
  return {
    ...abilities(flow, logPrior, () => tf.tensor1d(weights)),
    parameters: weights.length,
    notes,
    save: () => ({
      sizes: [flow.dimensions, flow.classes, ...flow.hidden],
      transform: flow.transform,
      orders: flow.orders.map((order) => packExact(order, [order.length])),
      weights: packExact(weights, [weights.length]),
      logPrior: packExact(logPrior, [logPrior.length]),
      notes,
    }),
    dispose() {},
  };
}

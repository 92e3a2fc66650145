import * as tf from '@tensorflow/tfjs-core';
import { rowsTensor } from '../math/tensors';
import type { Fitted, ModelSpec } from '../model';
import { labelledTensors } from '../nn/classification';
import { EnergyNetwork } from '../nn/energy/energyNetwork';
import { energyCapabilities } from '../nn/energy/fittedEnergy';
import type { EnergySetting } from '../nn/energy/fittedEnergy';
import { trainEnergy } from '../nn/energy/training';
import { flatSize } from '../nn/flat';
import { inUnits, unitsOf } from '../nn/units';
import { relay } from '../relay';
import { smoothedLogPrior } from './shared/logPrior';
import { allEpochs, batchSize, hiddenLayerSizes, learningRateInit, wholeSchedule } from './shared/networkParameters';
import type { AutoPlan } from './shared/networkParameters';
import { countRows, emptyClassNotes } from './shared/priors';
import { damaged, packExact, readArray, readNotes, readRows, readSizes } from './shared/saved';
import { packUnits, readUnits } from './shared/savedUnits';
import { withUnlabelled } from './shared/unlabelled';

const autoPlan: AutoPlan = { steps: 2500, least: 20, most: 2500, batch: 128 };
/** Decay of the moving average of the weights. */
const averageDecay = 0.99;

export const energyBasedModel: ModelSpec = {
  card: {
    id: 'energy-based-model',
    title: 'Energy-based model',
    aliases: ['ebm', 'jem'],
    family: 'hybrid',
    learns: 'P(x, y) up to a constant',
    capabilities: ['Classifier', 'UnnormalisedDensity', 'Sampler', 'Partial'],
    summary:
      'One network that classifies, says which of two rows is more usual, and makes new rows by walking uphill with noise. It also learns from rows without a class.',
    formula: 'P(x, y) = exp(f(x)[y] - |x|^2 / 2) / Z; P(y | x) = softmax(f(x))',
    references: [
      {
        authors: 'Grathwohl, Wang, Jacobsen, Duvenaud, Norouzi, Swersky',
        year: 2020,
        title: 'Your classifier is secretly an energy based model and you should treat it like one',
      },
      { authors: 'Du, Mordatch', year: 2019, title: 'Implicit generation and modeling with energy-based models' },
      {
        authors: 'Tieleman',
        year: 2008,
        title: 'Training restricted Boltzmann machines using approximations to the likelihood gradient',
      },
      { authors: 'Welling, Teh', year: 2011, title: 'Bayesian learning via stochastic gradient Langevin dynamics' },
    ],
    parameters: [
      hiddenLayerSizes([64, 64]),
      {
        name: 'langevin_steps',
        type: 'integer',
        min: 1,
        max: 1000,
        default: 10,
        doc: 'Steps that the rows which the model makes take before each step of the weights.',
      },
      {
        name: 'step_size',
        type: 'number',
        min: 0,
        above: true,
        default: 0.1,
        doc: 'Standard deviation of the noise of a Langevin step, in standard deviations of the columns. Rows of the data get as much noise in training: the model knows no finer detail.',
        formula: 'x <- x + step_size^2 / 2 grad log p(x) + step_size e',
      },
      learningRateInit(1e-3),
      batchSize(autoPlan.batch),
      allEpochs(autoPlan),
    ],
  },
  async *fit(data, options, { rng, signal }) {
    const { classes, classNames } = data;
    const counts = countRows(data.y, classes);
    const units = unitsOf(data);
    const x = inUnits(withUnlabelled(data).x, units);
    const network = new EnergyNetwork([x.columns, ...(options.hidden_layer_sizes as number[]), classes]);
    const setting: EnergySetting = {
      network,
      units,
      stepSize: options.step_size as number,
      logPrior: smoothedLogPrior(data.y, classes),
    };
    const labelled = labelledTensors({ x: inUnits(data.x, units), y: data.y }, data.x.rows + 1);
    const all = [
      rowsTensor(x, 0, x.rows + 1),
      tf.tensor2d(
        Float32Array.from({ length: x.rows + 1 }, (_, i) => Number(i < x.rows)),
        [x.rows + 1, 1],
      ),
    ] as const;
    try {
      const steps = trainEnergy(
        { network, labelled, all, walk: { steps: options.langevin_steps as number, size: setting.stepSize } },
        wholeSchedule(x.rows, options, autoPlan, averageDecay),
        { rng, signal },
      );
      const trained = yield* relay(steps, ({ weights, chains, ...progress }) => ({
        ...progress,
        current: energyCapabilities(setting, () => weights, chains),
      }));
      return fittedEnergy(setting, trained, [...emptyClassNotes(counts, classNames), ...trained.notes]);
    } finally {
      tf.dispose([...labelled, ...all]);
    }
  },
  restore(state) {
    const sizes = readSizes(state.sizes, 'sizes');
    if (sizes.length < 2) throw damaged('its layers are missing');
    const network = new EnergyNetwork(sizes);
    const [stepSize] = readArray(state.stepSize, 'stepSize', [1]);
    const chains = readRows(state.chains, 'chains', sizes[0]!);
    if (chains.rows === 0) throw damaged('its chains are missing');
    const logPrior = readArray(state.logPrior, 'logPrior', [sizes.at(-1)!]);
    const weights = Float32Array.from(readArray(state.weights, 'weights', [flatSize(network.shapes)]));
    return fittedEnergy(
      { network, units: readUnits(state.units), stepSize: stepSize!, logPrior },
      { weights, chains: Float32Array.from(chains.data) },
      readNotes(state.notes),
    );
  },
};

/** Weights and chains stay in the memory of the CPU, from where each pass takes them: nothing is lost with a GPU. */
function fittedEnergy(
  setting: EnergySetting,
  { weights, chains }: { weights: Float32Array; chains: Float32Array },
  notes: string[],
): Fitted {
  const { network, units, stepSize, logPrior } = setting;
  const columns = network.sizes[0]!;
  const shape: [number, number] = [chains.length / columns, columns];
  return {
    ...energyCapabilities(
      setting,
      () => tf.tensor1d(weights),
      () => tf.tensor2d(chains, shape),
    ),
    parameters: weights.length,
    notes,
    save: () => ({
      sizes: [...network.sizes],
      units: packUnits(units),
      stepSize: packExact(Float64Array.of(stepSize), [1]),
      logPrior: packExact(logPrior, [logPrior.length]),
      weights: packExact(weights, [weights.length]),
      chains: packExact(chains, shape),
      notes,
    }),
    dispose() {},
  };
}

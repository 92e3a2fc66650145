import type { EncodedColumn } from '../../data/encoding';
import { Problem } from '../../data/problem';
import { listed } from '../../data/words';
import type { Json } from '../../protocol/cards';
import { TrainedModel } from '../training/trained';
import { pathFor } from './format';
import type { Exportable, ExportedFile, ExportFormat } from './format';
import { layersOf, ratingNetworks } from './layers/index';
import type { DenseLayer } from './layers/layers';
import type { Network, Weight } from './layers/network';

/** A Keras model as TensorFlow.js loads it: a JSON file and, beside it, the weights as little-endian float32. */
export const layersModelFormat: ExportFormat = {
  id: 'tfjs',
  doc: 'A TensorFlow.js layers model, of the models that are networks: a JSON file and its weights beside it. Inputs are the columns in the units of the file; categories as 0 and 1; users and items as their numbers in its metadata.',
  extension: '.json',
  refusal({ id }) {
    if (layersOf[id] ?? ratingNetworks[id]) return undefined;
    const able = listed([...Object.keys(layersOf), ...Object.keys(ratingNetworks)]);
    const message = `${id} is no network, so there are no layers to write: choose json or python; networks are ${able}`;
    return new Problem('no-layers', message);
  },
  write: (models, path) =>
    Promise.resolve(models.flatMap((model) => filesOf(model, pathFor(path, model.name, models.length > 1)))),
  notes: (path) => [`TensorFlow.js loads it: \`await tf.loadLayersModel('${path}')\`.`],
};

function filesOf(model: Exportable, path: string): ExportedFile[] {
  const { weights, metadata, ...network } =
    model instanceof TrainedModel ? denseNetwork(model) : ratingNetworks[model.card.id]!(model);
  const weightFile = `${path.replace(/\.json$/i, '')}.weights.bin`;
  const topology = {
    format: 'layers-model',
    generatedBy: 'Model Cells',
    convertedBy: null,
    modelTopology: { keras_version: 'tfjs-layers', backend: 'tensor_flow.js', model_config: network.model },
    weightsManifest: [
      {
        paths: [weightFile.slice(weightFile.lastIndexOf('/') + 1)],
        weights: weights.map(({ name, shape }) => ({ name, shape, dtype: 'float32' })),
      },
    ],
    userDefinedMetadata: metadata,
  };
  const encode = (value: Json) => new TextEncoder().encode(`${JSON.stringify(value, null, 1)}\n`);
  return [
    { model: model.name, path, bytes: encode(topology) },
    { model: model.name, path: weightFile, bytes: float32Bytes(weights) },
  ];
}

/** Layer after layer, from the columns in the units of the file to the probabilities of the classes. */
function denseNetwork(model: TrainedModel): Network {
  const { columns } = model.facts.encoding;
  const layers = layersOf[model.card.id]!(model.fitted.save());
  return {
    model: { class_name: 'Sequential', config: { name: 'model_cells', layers: layerConfigs(columns, layers) } },
    weights: [...standardisation(columns), ...layers.flatMap(weightsOf)],
    metadata: metadataOf(model),
  };
}

/** z = (x - mean) / scale, as a normalisation whose moments are fixed: it takes the mean off first, exactly. */
function standardisation(columns: readonly EncodedColumn[]): Weight[] {
  const shape = [columns.length];
  return [
    { name: 'standardise/moving_mean', shape, values: columns.map(({ mean }) => mean) },
    { name: 'standardise/moving_variance', shape, values: columns.map(({ scale }) => scale * scale) },
  ];
}

function weightsOf({ kernel, bias }: DenseLayer, i: number): Weight[] {
  return [
    { name: `${nameOf(i)}/kernel`, shape: [kernel.rows, kernel.columns], values: kernel.data },
    { name: `${nameOf(i)}/bias`, shape: [bias.length], values: bias },
  ];
}

function layerConfigs(columns: readonly EncodedColumn[], layers: readonly DenseLayer[]): Json[] {
  return [
    {
      class_name: 'BatchNormalization',
      config: {
        name: 'standardise',
        trainable: false,
        batch_input_shape: [null, columns.length],
        dtype: 'float32',
        axis: -1,
        epsilon: 0,
        center: false,
        scale: false,
      },
    },
    ...layers.map(({ kernel, activation }, i) => ({
      class_name: 'Dense',
      config: { name: nameOf(i), trainable: true, units: kernel.columns, activation, use_bias: true },
    })),
  ];
}

function nameOf(layer: number): string {
  return `dense_${layer + 1}`;
}

/** What goes in and what comes out. */
function metadataOf({ facts }: TrainedModel): Json {
  return {
    inputs: facts.encoding.columns.map(({ feature, level, word }) => ({
      feature,
      ...(level === undefined ? {} : { level }),
      ...(word === undefined ? {} : { word }),
    })),
    target: facts.target.name,
    classes: facts.target.classes,
  };
}

function float32Bytes(weights: readonly Weight[]): Uint8Array {
  const count = weights.reduce((sum, { values }) => sum + values.length, 0);
  const view = new DataView(new ArrayBuffer(4 * count));
  let at = 0;
  for (const { values } of weights)
    for (let i = 0; i < values.length; i++, at += 4) view.setFloat32(at, values[i]!, true);
  return new Uint8Array(view.buffer);
}

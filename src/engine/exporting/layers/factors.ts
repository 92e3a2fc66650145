import { matrix, rowOf } from '../../../data/matrix';
import type { Matrix } from '../../../data/matrix';
import type { Json } from '../../../protocol/cards';
import { readFactors } from '../../ratings/savedFactors';
import type { TrainedRatings } from '../../ratings/trained';
import type { Network } from './network';

/** Two embeddings and their product: mean + b_u + b_i + p_u . q_i = (mean + b_u, 1, p_u) . (1, b_i, q_i). */
export function factorNetwork(model: TrainedRatings): Network {
  const { factors, problem } = readFactors(model.fitted.save() as { [name: string]: Json });
  const { mean, biases } = problem;
  const { user, item } = model.facts;
  const sides = [
    { name: 'user', table: embedding(factors.user, biases, (bias) => [mean + bias, 1]) },
    { name: 'item', table: embedding(factors.item, biases, (bias) => [1, bias]) },
  ];
  const from = (name: string, ...more: string[]): Json[] => [[name, ...more].map((each): Json => [each, 0, 0, {}])];
  const layers = sides.flatMap(({ name, table }) => [
    layer('InputLayer', name, { batch_input_shape: [null, 1], dtype: 'float32', sparse: false }, []),
    layer(
      'Embedding',
      `${name}_factors`,
      { input_dim: table.rows, output_dim: table.columns, input_length: 1 },
      from(name),
    ),
    layer('Flatten', `${name}_vector`, {}, from(`${name}_factors`)),
  ]);
  return {
    model: {
      class_name: 'Model',
      config: {
        name: 'model_cells',
        layers: [...layers, layer('Dot', 'rating', { axes: -1, normalize: false }, from('user_vector', 'item_vector'))],
        input_layers: sides.map(({ name }) => [name, 0, 0]),
        output_layers: [['rating', 0, 0]],
      },
    },
    weights: sides.map(({ name, table }) => ({
      name: `${name}_factors/embeddings`,
      shape: [table.rows, table.columns],
      values: table.data,
    })),
    metadata: {
      inputs: [user, item].map(({ name, ids }) => ({ feature: name, numbers: ids })),
      target: model.facts.rating,
    },
  };
}

function layer(type: string, name: string, config: { [key: string]: Json }, inbound: Json[]): Json {
  return { class_name: type, name, config: { name, trainable: true, ...config }, inbound_nodes: inbound };
}

/** Two numbers in front of the factors of each entity. */
function embedding(vectors: Matrix, biases: boolean, first: (bias: number) => [number, number]): Matrix {
  const skipped = biases ? 1 : 0;
  const out = matrix(vectors.rows, vectors.columns - skipped + 2);
  for (let e = 0; e < vectors.rows; e++) {
    const vector = rowOf(vectors, e);
    rowOf(out, e).set([...first(biases ? vector[0]! : 0), ...vector.subarray(skipped)]);
  }
  return out;
}

import type { Json } from '../../src/protocol/cards';

/**
 * Options under which a model that is trained in many small steps is small enough for the contract tests, by its id. What
 * a model reaches with its defaults is for the tests of its own.
 */
export const smallModels: { readonly [id: string]: { readonly [option: string]: Json } } = {
  cnn: { filters: [4], hidden_layer_sizes: [16], max_iter: 60, learning_rate_init: 0.01, dropout: 0 },
  'normalizing-flow': { couplings: 2, hidden_layer_sizes: [16], max_iter: 15, learning_rate_init: 0.01 },
  vae: { hidden_layer_sizes: [16], max_iter: 200 },
  'autoencoder-classifier': { hidden_layer_sizes: [32], max_iter: 200 },
  'vae-classifier': { hidden_layer_sizes: [32], max_iter: 200 },
  'energy-based-model': { hidden_layer_sizes: [16, 16], langevin_steps: 3, max_iter: 200 },
  diffusion: { hidden_layer_sizes: [16, 16], sampling_steps: 10, max_iter: 100 },
  'semi-supervised-gan': { hidden_layer_sizes: [32, 32], max_iter: 60 },
  'language-model': { embedding_size: 16, heads: 2, blocks: 1, max_iter: 30, learning_rate_init: 0.01 },
  'text-transformer': { embedding_size: 8, heads: 2, dropout: 0.1, max_iter: 40, learning_rate_init: 0.01 },
  gan: { hidden_layer_sizes: [16, 16], max_iter: 15 },
};

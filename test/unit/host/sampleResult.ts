import type { ModelResult, Result } from '../../../src/protocol/result';

export function makeModel(name: string, metrics: ModelResult['metrics'], more: Partial<ModelResult> = {}): ModelResult {
  return {
    name,
    id: name,
    family: 'discriminative',
    capabilities: ['Classifier'],
    options: {},
    metrics,
    cost: {
      parameters: 15,
      bytes: 1200,
      fitSeconds: 0.0042,
      predictMicrosecondsPerRow: 1.234,
      steps: 12,
      backend: 'cpu float64',
    },
    history: [],
    ...more,
  };
}

/** A result as a train cell leaves it. */
export function makeResult(more: Partial<Result> = {}): Result {
  return {
    version: 1,
    runId: 'r1',
    verb: 'train',
    data: {
      path: 'data/penguins.csv',
      hash: 'abc',
      rows: 344,
      features: ['bill_length_mm', 'flipper_length_mm'],
      target: 'species',
      classes: ['Adelie', 'Chinstrap', 'Gentoo'],
      train: 256,
      validation: 0,
      test: 86,
      missingCells: 4,
      unlabelled: 2,
    },
    engine: { backend: 'webgl', device: 'a graphics card', precision: 'float32', tfjs: '4.22.0', seed: 0 },
    models: [
      makeModel('mlp', { accuracy: 0.9767, logLoss: 0.0812 }, { key: 'a1b2c3d4' }),
      makeModel('gaussian-naive-bayes', { accuracy: 0.9884, logLoss: 0.0451, logDensity: -7.25 }, { key: 'ffff0000' }),
    ],
    tables: [],
    figures: [],
    notes: ['2 rows have no label.'],
    seconds: 1.234,
    plan: { verb: 'train', data: { path: 'data/penguins.csv', target: 'species' }, models: [], options: {} },
    ...more,
  };
}

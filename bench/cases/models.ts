import LogisticRegression from 'ml-logistic-regression';
import { Matrix as MlMatrix } from 'ml-matrix';
import { GaussianNB } from 'ml-naivebayes';
import type { Kernel } from '../../src/engine/math/kernel';
import type { Fitted } from '../../src/engine/model';
import { clouds, type Problemset } from '../data';
import { fit, predict } from '../ours';
import type { ScikitLearn } from '../scikitLearn';
import { fitWithLayers, predictWithLayers } from '../tfjsLayers';
import { clock, type Case } from '../time';

/** A network stopped after the same number of epochs everywhere: what is timed is the same work, not the same wait. */
const network = { hidden_layer_sizes: [64, 64], max_iter: 5, batch_size: 128, tol: 0, n_iter_no_change: 1000 };

/** Models that fit a few thousand rows, with what makes their work the same as the peer's. */
const smaller: [id: string, setting: string, options: { [name: string]: number }][] = [
  ['gaussian-mixture', 'three components per class, five starts each', { components: 3, n_init: 5, tol: 1e-3 }],
  ['kernel-density', 'bandwidth 0.5', { bandwidth: 0.5 }],
  ['linear-svm', 'one against one, probabilities by Platt scaling in five folds', {}],
  ['kernel-svm', 'RBF, one against one, probabilities by Platt scaling in five folds', {}],
  ['k-nearest-neighbors', 'five neighbours', {}],
  ['random-forest', '100 trees', {}],
];

const problems: { [name: string]: Problemset } = {
  '2k': clouds(2000, 10, 3, 3),
  '10k': clouds(10_000, 20, 3, 1),
  '100k': clouds(100_000, 20, 3, 2),
};

/** Fit and predict of the first five models, and a grid over a network. */
export async function modelCases(kernel: Kernel, sklearn: ScikitLearn | undefined): Promise<Case[]> {
  for (const [name, data] of Object.entries(problems)) await sklearn?.load(name, data);
  return [
    fitCase(
      'logistic-regression',
      '10k',
      kernel,
      sklearn,
      'to the optimum; three classes, 20 columns. ml-logistic-regression: one against the rest, 100 gradient steps.',
      [
        {
          name: 'ml-logistic-regression',
          run: () => clock(() => new LogisticRegression({ numSteps: 100, learningRate: 5e-3 }).train(...mlData('10k'))),
        },
      ],
    ),
    fitCase('logistic-regression', '100k', kernel, sklearn, 'to the optimum; three classes, 20 columns'),
    fitCase('gaussian-naive-bayes', '100k', kernel, sklearn, 'three classes, 20 columns', [
      {
        name: 'ml-naivebayes',
        run: () => clock(() => new GaussianNB().train(mlData('100k')[0], Array.from(problems['100k']!.y))),
      },
    ]),
    fitCase('linear-discriminant-analysis', '100k', kernel, sklearn, 'three classes, 20 columns'),
    fitCase('quadratic-discriminant-analysis', '100k', kernel, sklearn, 'three classes, 20 columns'),
    mlpFit(kernel, sklearn),
    await predictCase('logistic-regression', '100k', kernel, sklearn),
    await predictCase('gaussian-naive-bayes', '100k', kernel, sklearn),
    await predictCase('linear-discriminant-analysis', '100k', kernel, sklearn),
    await predictCase('quadratic-discriminant-analysis', '100k', kernel, sklearn),
    await predictCase('mlp', '100k', kernel, sklearn, network),
    ...(await Promise.all(
      smaller.flatMap(([id, setting, options]) => [
        fitCase(id, '2k', kernel, sklearn, `three classes, 10 columns; ${setting}`, [], options),
        predictCase(id, '2k', kernel, sklearn, options),
      ]),
    )),
  ];
}

function fitCase(
  id: string,
  size: string,
  kernel: Kernel,
  sklearn: ScikitLearn | undefined,
  setting: string,
  peers: Case['variants'] = [],
  options = {},
): Case {
  return {
    name: `fit ${id}, ${size} rows`,
    setting,
    variants: [
      { name: 'Model Cells', run: () => clock(() => fit(id, problems[size]!, kernel, options)) },
      ...(sklearn ? [{ name: 'scikit-learn', run: () => sklearn.fit(id, size) }] : []),
      ...peers,
    ],
  };
}

function mlpFit(kernel: Kernel, sklearn: ScikitLearn | undefined): Case {
  const data = problems['10k']!;
  return {
    name: 'fit mlp, 10k rows',
    setting: 'two hidden layers of 64, 5 epochs, batches of 128, Adam; all three on the same backend or the processor.',
    variants: [
      {
        name: 'Model Cells',
        run: async () => {
          let fitted: Fitted | undefined;
          const milliseconds = await clock(async () => (fitted = await fit('mlp', data, kernel, network)));
          fitted?.dispose();
          return milliseconds;
        },
      },
      ...(sklearn ? [{ name: 'scikit-learn', run: () => sklearn.fit('mlp', '10k', 5) }] : []),
      {
        name: 'tfjs model.fit',
        run: async () => {
          const { milliseconds, model } = await fitWithLayers(data, network.hidden_layer_sizes, 5, 128);
          model.dispose();
          return milliseconds;
        },
      },
    ],
  };
}

async function predictCase(
  id: string,
  size: string,
  kernel: Kernel,
  sklearn: ScikitLearn | undefined,
  options = {},
): Promise<Case> {
  const data = problems[size]!;
  const trainedOn = id === 'mlp' ? '10k' : size;
  const fitted = await fit(id, problems[trainedOn]!, kernel, options);
  await sklearn?.fit(id, trainedOn, 5);
  const layers =
    id === 'mlp' ? (await fitWithLayers(problems['10k']!, network.hidden_layer_sizes, 1, 512)).model : undefined;
  return {
    name: `predict ${id}, ${size} rows`,
    setting: `probabilities of all rows at once${size === '100k' ? '; 100,000 rows are also the size of a 316 x 316 grid' : ''}`,
    variants: [
      { name: 'Model Cells', run: () => clock(() => predict(fitted, data.x)) },
      ...(sklearn ? [{ name: 'scikit-learn', run: () => sklearn.predict(id, size) }] : []),
      ...(layers ? [{ name: 'tfjs model.predict', run: () => predictWithLayers(layers, data) }] : []),
    ],
  };
}

function mlData(size: string): [MlMatrix, MlMatrix] {
  const { x, y } = problems[size]!;
  const rows = Array.from({ length: x.rows }, (_, i) =>
    Array.from(x.data.subarray(i * x.columns, (i + 1) * x.columns)),
  );
  return [new MlMatrix(rows), MlMatrix.columnVector(Array.from(y))];
}

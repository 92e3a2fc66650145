import { execFile } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ScikitLearn } from '../scikitLearn';
import { clock, type Case } from '../time';

const run = promisify(execFile);

const script = `
import numpy as np
from sklearn.discriminant_analysis import QuadraticDiscriminantAnalysis
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import GaussianNB
x = np.genfromtxt("samples/data/two-moons.csv", delimiter=",", skip_header=1, usecols=(0, 1))
y = np.genfromtxt("samples/data/two-moons.csv", delimiter=",", skip_header=1, usecols=2, dtype=str)
for model in (LogisticRegression(), GaussianNB(), QuadraticDiscriminantAnalysis()):
    print(model.fit(x, y).score(x, y))
`;

/** From nothing to the first numbers: a new process each time. */
export function coldStartCases(sklearn: ScikitLearn | undefined): Case[] {
  const out = join(mkdtempSync(join(tmpdir(), 'model-cells-bench-')), 'results.json');
  return [
    {
      name: 'cold start on two moons',
      setting:
        'a new process that reads the file and fits three models; ours runs bench/cold-start.ipynb and also evaluates, maps and samples.',
      variants: [
        {
          name: 'Model Cells',
          run: () =>
            clock(() => run(process.execPath, ['dist/cli.mjs', 'execute', 'bench/cold-start.ipynb', '--json', out])),
        },
        ...(sklearn ? [{ name: 'scikit-learn', run: () => clock(() => run('/usr/bin/python3', ['-c', script])) }] : []),
      ],
    },
  ];
}

// The scripts for scikit-learn: what they say is checked everywhere, what they print where there is a scikit-learn.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { estimators } from '../../../../src/engine/exporting/python/index';
import type { DataPlan } from '../../../../src/protocol/plan';
import { modelNamed, planOf, reference, TestHouse } from '../runSupport';

const pythons = ['/usr/bin/python3', 'python3'];
const runs = (python: string, code: string) => spawnSync(python, ['-c', code]).status === 0;
const python = pythons.find((each) => runs(each, 'import ast'));
const scikitLearn = pythons.find((each) => runs(each, 'import sklearn, numpy'));

const folder = mkdtempSync(join(tmpdir(), 'model-cells-python-'));
after(() => rmSync(folder, { recursive: true }));

/** Mixed columns, gaps, an empty class and a category that is written like a number. */
const mixed = [
  'size;mood;zone;kind',
  ...Array.from({ length: 120 }, (_, i) => {
    const k = i % 2;
    const size = i % 17 === 0 ? 'NA' : String(2 * k + Math.sin(5 * i)).replace('.', ',');
    return `${size};${['calm', 'wild', '?'][(i * 7 + k) % 3]};z${i % 4};${i % 31 === 0 ? '' : ['b', 'a'][k]}`;
  }),
].join('\n');
const files: { [path: string]: string } = { 'data/iris.csv': reference('iris.csv'), 'data/mixed.csv': mixed };
const iris: DataPlan = { path: 'data/iris.csv', target: 'label' };

async function script(
  data: DataPlan,
  id: string,
  options = {},
): Promise<{ text: string; accuracy: number | undefined }> {
  const house = new TestHouse(files);
  const model = modelNamed(id, options);
  const trained = await house.run(planOf('train', data, [model]));
  await house.run(planOf('export', data, [model], { options: { to: 'code/train.py' } }));
  return { text: house.written.get('code/train.py')!, accuracy: trained.models[0]!.metrics.accuracy };
}

/** What Python prints, or makes of the script: nothing wrong where it cannot be run. */
function run(text: string): string | undefined {
  const path = join(folder, 'code', 'train.py');
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  if (python !== undefined) {
    const parsed = spawnSync(python, ['-c', 'import ast, sys; ast.parse(open(sys.argv[1]).read())', path], {
      encoding: 'utf8',
    });
    assert.equal(parsed.status, 0, parsed.stderr);
  }
  if (scikitLearn === undefined) return undefined;
  const { status, stdout, stderr } = spawnSync(scikitLearn, [path], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return stdout;
}

/** Rows by which the two accuracies differ. */
function rowsApart(printed: string, accuracy: number): number {
  const [, its, rows] = /accuracy ([\d.]+), log loss [\d.]+, (\d+) test rows/.exec(printed)!;
  return Math.abs(Number(its) - accuracy) * Number(rows);
}

/** Their randomness is their own: they must agree but for a few rows. */
const random = new Set(['mlp', 'random-forest', 'gaussian-mixture']);

for (const [id, estimator] of Object.entries(estimators)) {
  test(`${id}: its script does what the notebook does`, async () => {
    const options = id === 'mlp' ? { max_iter: 30 } : id === 'gaussian-mixture' ? { components: 2, n_init: 3 } : {};
    const { text, accuracy } = await script(iris, id, options);
    for (const line of estimator.imports) assert.ok(text.includes(line), line);
    assert.match(text, /DATA = Path\(__file__\)\.parent \/ "\.\.\/data\/iris\.csv"/);
    assert.match(text, /TEST = \[\n? *\d+, /);
    assert.ok(!text.includes('undefined') && !text.includes('[object'));
    const printed = run(text);
    if (printed !== undefined) assert.ok(rowsApart(printed, accuracy!) < (random.has(id) ? 4.5 : 1.1), printed);
  });
}

for (const id of ['logistic-regression', 'linear-svm', 'k-nearest-neighbors', 'kernel-svm']) {
  test(`${id}: rows with gaps, categories, decimal commas and rows without a class`, async () => {
    const { text, accuracy } = await script({ path: 'data/mixed.csv', target: 'kind' }, id);
    assert.match(text, /"mood": \["calm", "wild"\],/);
    assert.match(text, /delimiter=";"/);
    assert.match(text, /DECIMAL_COMMA = True/);
    const printed = run(text);
    if (printed !== undefined) assert.ok(rowsApart(printed, accuracy!) < 1.1, `${printed}: ours ${accuracy}`);
  });
}

test('rows that a model learned from and scikit-learn cannot are told', async () => {
  const notes = async (path: string, target: string, id: string) => {
    const plan = planOf('export', { path, target }, [modelNamed(id)], { options: { to: 'code/train.py' } });
    return (await new TestHouse(files).run(plan)).notes.filter((note) => note.startsWith('The script leaves out'));
  };
  const [note] = await notes('data/mixed.csv', 'kind', 'linear-discriminant-analysis');
  assert.match(
    note!,
    /^The script leaves out \d+ training rows with empty cells, from which linear-.* learned here\.$/,
  );
  assert.deepEqual(await notes('data/mixed.csv', 'kind', 'logistic-regression'), []);
  assert.deepEqual(await notes('data/iris.csv', 'label', 'linear-discriminant-analysis'), []);
});

test('folds are those of the notebook', async () => {
  const { text, accuracy } = await script({ ...iris, split: { folds: 4, seed: 2 } }, 'linear-discriminant-analysis');
  assert.equal(text.match(/FOLDS = \[/g)!.length, 1);
  const printed = run(text);
  if (printed !== undefined) assert.ok(rowsApart(printed, accuracy!) < 1.1, printed);
});

test('options have the names of scikit-learn', async () => {
  const { text } = await script(iris, 'kernel-svm', { C: 3, kernel: 'poly', degree: 2 });
  assert.match(
    text,
    /SVC\(kernel="poly", C=3, gamma="scale", degree=2, coef0=0, tol=0.001, probability=True, random_state=0\)/,
  );
  const sigmoid = await script(iris, 'kernel-svm', { kernel: 'sigmoid', coef0: -1 });
  assert.match(sigmoid.text, /SVC\(kernel="sigmoid", .*coef0=-1,/);
  const through = await script(iris, 'logistic-regression', { fit_intercept: false });
  assert.match(through.text, /LogisticRegression\(.*fit_intercept=False\)/);
  const small = await script(iris, 'random-forest', { max_samples: 0.5 });
  assert.match(small.text, /RandomForestClassifier\(.*max_samples=0.5,/);
  const forest = await script(iris, 'random-forest', { n_estimators: 7, max_depth: 3 });
  assert.match(
    forest.text,
    /RandomForestClassifier\(n_estimators=7, .*max_depth=3, max_features="sqrt", random_state=0\)/,
  );
});

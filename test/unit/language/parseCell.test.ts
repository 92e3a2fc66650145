import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resolvePlan } from '../../../src/language/notebookSession';
import { locate, parseCell } from '../../../src/language/parseCell';
import type { ModelCard, TaskCard } from '../../../src/protocol/cards';
import { catalogue } from './catalogue';
import { goodCells } from './cells';

const names = new Map([
  ['mixture', 'gaussian-mixture'],
  ['net', 'mlp'],
]);
const parse = (text: string) => parseCell(text, { catalogue, names });

for (const text of goodCells) {
  test(`a good cell: ${JSON.stringify(text)}`, () => {
    const { plan, problems } = parse(text);
    assert.deepEqual(problems, []);
    assert.ok(plan);
  });
}

test('the plan of a cell with everything', () => {
  const text =
    'data: a.csv\ntarget: y\nsplit: {seed: 7}\ntrain: [mlp, {gmm: {components: bic, as: mix}}]\nshow: boundary\nresolution: 50';
  assert.deepEqual(parse(text).plan, {
    verb: 'train',
    data: { path: 'a.csv', target: 'y', split: { test: 0.25, seed: 7 } },
    models: [
      { ref: 'mlp', model: 'mlp', name: 'mlp', options: {}, at: ['train', 0] },
      { ref: 'gmm', model: 'gaussian-mixture', name: 'mix', options: { components: 'bic' }, at: ['train', 1, 'gmm'] },
    ],
    options: { resolution: 50 },
    show: ['boundary'],
  });
});

/** A cell and, of its plan, what the words of the cell became. */
type Meaning = [text: string, of: (plan: NonNullable<ReturnType<typeof parse>['plan']>) => unknown, expected: unknown];

const meanings: Meaning[] = [
  ['data: a.csv', (plan) => plan.verb, 'data'],
  ['split: {folds: 5}', (plan) => plan.data.split, { folds: 5, seed: 0 }],
  ['split: {seed: 3, folds: 10}', (plan) => plan.data.split, { folds: 10, seed: 3 }],
  ['sample: mixture', (plan) => plan.models, [{ ref: 'mixture', name: 'mixture', options: {}, at: ['sample'] }]],
  ['sample: {mixture: }', (plan) => plan.models[0]?.at, ['sample', 'mixture']],
  ['train: {mlp: {hidden: 8}}', (plan) => plan.models[0]?.options, { hidden: [8] }],
  ['train: {logreg: {iterations: 5}}', (plan) => plan.models[0]?.options, { max_iter: 5 }],
  ['features: [2020, true, null, 007]', (plan) => plan.data.features, ['2020', 'true', 'null', '007']],
  ['sample: gmm\nclass: 1', (plan) => plan.options['class'], '1'],
  ['sample: gmm\nclass: 1.0', (plan) => plan.options['class'], '1'],
  ['sample: gmm\nclass: 007', (plan) => plan.options['class'], '007'],
  ['sample: gmm\nclass: True', (plan) => plan.options['class'], 'True'],
  [
    'sample: gmm\ngiven: {a: 1, b: 007, c: True, d: }',
    (plan) => plan.options['given'],
    { a: 1, b: '007', c: 'True', d: null },
  ],
  ['features: &f [a, b]\nignore: [c]', (plan) => plan.data.features, ['a', 'b']],
  ['train: {mlp: &o {as: a}, gmm: {as: b}}', (plan) => plan.models.map((model) => model.name), ['a', 'b']],
  [
    'data: a.csv\ntext: {column: message, weights: TF-IDF, max_features: 50}',
    (plan) => plan.data.text?.weights,
    'tfidf',
  ],
  ['learning-curve:\nlabel: y', (plan) => plan.models, []],
  ...['null', '~', 'None', 'none'].map((none): Meaning => [
    `train: {logreg: {class_weight: ${none}}}`,
    (plan) => plan.models[0]!.options,
    { class_weight: 'none' },
  ]),
  [
    'train: {logreg: {class_weight: {a: 2, 1: 0.5}}}',
    (plan) => plan.models[0]!.options,
    { class_weight: { '1': 0.5, a: 2 } },
  ],
  ['learning-curve: mlp\nlabel: y\nstop:', (plan) => plan.options['stop'], null],
];

for (const [text, of, expected] of meanings) {
  test(`what it means: ${JSON.stringify(text)}`, () => {
    const { plan, problems } = parse(text);
    assert.deepEqual(problems, []);
    assert.deepEqual(of(plan!), expected);
  });
}

/** A cell, and of its first problem: code, the text that is underlined, part of the message, and the fix. */
const mistakes: [text: string, code: string, marked: string, message: RegExp, fix?: string][] = [
  ['', 'empty-cell', '', /begin with `data: file.csv`/],
  ['  \n# only a comment\n', 'empty-cell', '', /an empty cell does nothing/],
  // keys
  ['trian: mlp', 'unknown-key', 'trian', /unknown key: trian; did you mean train\?/, 'train'],
  ['targt: species', 'unknown-key', 'targt', /did you mean target\?/, 'target'],
  ['train: mlp\nfeature: [a]', 'unknown-key', 'feature', /did you mean features\?/, 'features'],
  ['sample: gmm\noverwrit: true', 'unknown-key', 'overwrit', /did you mean overwrite\?/, 'overwrite'],
  ['__proto__: 1', 'unknown-key', '__proto__', /unknown key: __proto__/],
  ['constructor: 1', 'unknown-key', 'constructor', /unknown key: constructor/],
  ['<<: {a: 1}', 'unknown-key', '<<', /unknown key: <</],
  ['train: mlp\nsample: gmm', 'two-verbs', 'sample', /give sample a cell of its own/],
  ['train: mlp\nhidden: [3]', 'misplaced-key', 'hidden', /hidden is an option of mlp: write `train: \{mlp: \{hidden/],
  ['train: mlp\nn: 3', 'misplaced-key', 'n', /n is an option of sample, not of train/],
  ['learning-curve: mlp', 'missing-key', 'learning-curve', /learning-curve needs label/],
  ['data:', 'missing-value', 'data', /data has no value; expected the path of a file/],
  ['data: ""', 'invalid-value', '""', /expected the path of a file/],
  ['data: [a.csv]', 'invalid-value', '[a.csv]', /invalid data: a list/],
  ['target: [y]', 'invalid-value', '[y]', /expected the name of a column/],
  ['features: {a: 1}', 'invalid-value', '{a: 1}', /invalid features: a mapping; expected a list/],
  ['features: []', 'invalid-value', '[]', /a list of 0/],
  ['features: [a, b, a]', 'duplicate-item', 'a', /a stands twice in features/],
  // models
  ['train:', 'missing-value', 'train', /train needs a model, as in `train: logistic-regression`/],
  ['train: []', 'missing-value', '[]', /the list is empty/],
  ['train: {}', 'missing-value', '{}', /the mapping is empty/],
  ['train: mlpp', 'unknown-model', 'mlpp', /unknown model: mlpp; did you mean mlp\?/, 'mlp'],
  ['train: gausian-mixture', 'unknown-model', 'gausian-mixture', /did you mean gaussian-mixture\?/, 'gaussian-mixture'],
  ['train: {gmmm: {components: 3}}', 'unknown-model', 'gmmm', /did you mean gmm\?/, 'gmm'],
  ['sample: mixtur', 'unknown-model', 'mixtur', /did you mean mixture\?/, 'mixture'],
  ['train: constructor', 'unknown-model', 'constructor', /unknown model: constructor/],
  ['train: [mlp, [gmm]]', 'invalid-value', '[gmm]', /a list inside the list/],
  ['train: [mlp, mlp]', 'duplicate-name', 'mlp', /two models are named mlp/],
  ['train: [mlp, {gmm: {as: a}}, {logreg: {as: a}}]', 'duplicate-name', 'logreg', /two models are named a/],
  ['train: {mlp: {as: gmm}}', 'invalid-value', 'gmm', /gmm is the model gaussian-mixture/],
  ['train: {mlp: {as: __proto__}}', 'invalid-value', '__proto__', /expected a name/],
  ['train: {mlp: {as: toString}}', 'invalid-value', 'toString', /expected a name/],
  ['train: {mlp: {as: }}', 'missing-value', 'as', /as has no value/],
  ['train: {mlp: 3}', 'invalid-value', '3', /expected a mapping, as in mlp: \{activation: relu\}/],
  [
    'sample: logreg',
    'no-capability',
    'logreg',
    /^logistic-regression learns P\(y \| x\) only: it has no density to sample from. Models that can: gaussian-mixture$/,
  ],
  ['sample: net', 'no-capability', 'net', /^mlp learns/],
  ['sample: [gmm, {mlp: }]', 'no-capability', 'mlp', /^mlp learns/],
  ['sample: {mixture: {components: 3}}', 'options-of-trained', '{components: 3}', /mixture is trained already/],
  // options
  ['train: {mlp: {random_state: 1}}', 'unknown-option', 'random_state', /write seed as a key of the cell/],
  ['data: a.csv\ntext: {column: m, ngram_range: 2}', 'unknown-key', 'ngram_range', /write ngrams: 2/],
  ['train: {mlp: {weight_decay: 1}}', 'unknown-option', 'weight_decay', /penalty on the weights is alpha/],
  ['train: {logreg: {class_weight: heavy}}', 'invalid-value', 'heavy', /a mapping from classes to numbers above 0/],
  ['train: {logreg: {class_weight: {a: 0}}}', 'invalid-value', '0', /class_weight of a: 0; expected a number above 0/],
  [
    'train: {gmm: {component: 3}}',
    'unknown-option',
    'component',
    /unknown option: component; did you mean components\?/,
    'components',
  ],
  ['train: {mlp: {activation: rel}}', 'unknown-choice', 'rel', /unknown activation: rel; did you mean relu\?/, 'relu'],
  [
    'train: {gmm: {components: 0}}',
    'invalid-value',
    '0',
    /^invalid components: 0; expected a whole number from 1 to 50, or bic$/,
  ],
  ['train: {gmm: {components: 2.5}}', 'invalid-value', '2.5', /expected a whole number/],
  ['train: {gmm: {components: bec}}', 'invalid-value', 'bec', /invalid components: bec/, 'bic'],
  ['train: {gmm: {components: "3"}}', 'invalid-value', '"3"', /"3" is text; .* take the quotes away/, '3'],
  ['train: {gmm: {components: [3]}}', 'invalid-value', '[3]', /invalid components: a list/],
  ['train:\n  gmm:\n    components:\n', 'missing-value', 'components', /components has no value/],
  ['train: {logreg: {C: 0}}', 'invalid-value', '0', /^invalid C: 0; expected a number above 0$/],
  ['train: {logreg: {C: .inf}}', 'invalid-value', '.inf', /expected a number above 0/],
  ['train: {logreg: {C: .nan}}', 'invalid-value', '.nan', /expected a number above 0/],
  ['train: {logreg: {C: 1_000}}', 'invalid-value', '1_000', /expected a number above 0/],
  ['train: {logreg: {max_iter: 5, iterations: 6}}', 'duplicate-key', 'iterations', /another name of max_iter/],
  [
    'train: {mlp: {hidden: [16, 0]}}',
    'invalid-value',
    '0',
    /^invalid hidden: 0; expected a whole number from 1 to 1024$/,
  ],
  [
    'train: {mlp: {hidden: [1,1,1,1,1,1,1,1,1]}}',
    'invalid-value',
    '[1,1,1,1,1,1,1,1,1]',
    /a list of 9; expected a list of 1 to 8/,
  ],
  ['train: {mlp: {early_stopping: yes}}', 'invalid-value', 'yes', /expected true or false/],
  [
    'train: mlp\nshow: boundry',
    'unknown-choice',
    'boundry',
    /unknown show: boundry; did you mean boundary\?/,
    'boundary',
  ],
  ['train: mlp\nshow: [boundary, boundary]', 'duplicate-item', 'boundary', /stands twice/],
  ['sample: gmm\nn: 1e9', 'invalid-value', '1e9', /from 1 to 100000/],
  ['sample: gmm\ngiven: 3', 'invalid-value', '3', /a mapping from columns to values/],
  ['sample: gmm\ngiven: {a: [1]}', 'invalid-value', '[1]', /invalid a: a list; expected a number or a word/],
  ['sample: gmm\nto: {}', 'invalid-value', '{}', /the path of a file to write/],
  ['split: 0.3', 'invalid-value', '0.3', /expected a mapping with test and seed, or by/],
  ['split: {test: 1.5}', 'invalid-value', '1.5', /above 0 and at most 0.99/],
  ['split: {by: fold, test: 0.3}', 'invalid-value', '{by: fold, test: 0.3}', /by and test do not go together/],
  ['split: {folds: 1}', 'invalid-value', '1', /from 2 to 100/],
  ['split: {folds: 5, test: 0.3}', 'invalid-value', '{folds: 5, test: 0.3}', /test and seed, or by, or folds and seed/],
  ['split: {tset: 0.3}', 'unknown-key', 'tset', /did you mean test\?/, 'test'],
  // YAML
  ['train', 'not-a-mapping', 'train', /a cell is made of keys with values, such as `train: …`/],
  ['mlp', 'not-a-mapping', 'mlp', /such as `train: mlp`/, 'train: mlp'],
  ['- mlp', 'not-a-mapping', '- mlp', /found a list/],
  ['target:species', 'yaml', 'target:', /a space is missing after the colon/, 'target: '],
  [
    'data: a.csv\ntarget:species',
    'yaml',
    'target:species',
    /a space is missing after the colon: write `target: species`/,
  ],
  [
    'target:species\ndata: a.csv',
    'yaml',
    'target:species\ndata',
    /a space is missing after the colon: write `target: species`/,
  ],
  ['train: mlp\ntarget', 'yaml', 'target', /a key needs a colon, a space and a value/],
  ['train: mlp\n  show: boundary', 'yaml', 'm', /begin it on a line of its own/],
  ['train: mlp\ntrain: gmm', 'duplicate-key', 't', /this key stands twice/],
  ['\ttrain: mlp', 'yaml', '\t', /a tab indents this line/],
  ['train:\n\tmlp: {}', 'yaml', '\t', /replace it with two spaces/],
  ['train: [mlp', 'yaml', '', /a bracket above is not closed/],
  ['train: "mlp', 'yaml', '', /a quote is opened and not closed/],
  ['train: *m', 'yaml-alias', '*m', /\*m has no anchor &m before it/],
  ['features: &f [*f]', 'yaml-alias', '*f', /\*f contains itself/],
  ['train: !model mlp', 'yaml-tag', '!model mlp', /tags such as !model are not understood/],
  ['train: !!str mlp', 'yaml-tag', '!!str mlp', /tags such as !!str/],
  ['target: @y', 'yaml', '@', /goes in quotes/],
  ['? [a]\n: b', 'invalid-key', '[a]', /a key is a word/],
  ['train: mlp\n---\ntrain: gmm', 'several-documents', '---\ntrain: gmm', /a cell of its own/],
  ['%YAML 1.1\n---\ntrain: mlp', 'yaml-directive', '%YAML 1.1', /leave out the line that begins with %/],
  ['a: ' + '['.repeat(20_000), 'cell-too-deep', '[', /50 levels at most/],
  ['- '.repeat(20_000), 'cell-too-deep', '-', /50 levels at most/],
  ['x'.repeat(600_000), 'cell-too-long', 'x'.repeat(600_000), /600000 characters/],
];

for (const [text, code, marked, message, fix] of mistakes) {
  test(`a mistake: ${JSON.stringify(text.slice(0, 60))}`, () => {
    const { plan, problems } = parse(text);
    const [problem] = problems;
    assert.ok(problem, 'no problem');
    assert.equal(plan, undefined);
    assert.equal(problem.code, code);
    assert.equal(text.slice(problem.range.start.offset, problem.range.end.offset), marked);
    assert.match(problem.message, message);
    assert.equal(problem.fix?.replacement, fix);
  });
}

test('every fix mends its mistake', () => {
  for (const [text, , , , fix] of mistakes) {
    if (fix === undefined) continue;
    const before = parse(text).problems;
    const { start, end } = before[0]!.range;
    const after = parse(text.slice(0, start.offset) + fix + text.slice(end.offset)).problems;
    assert.ok(after.length < before.length, `${text} -> ${fix}: ${after[0]?.message}`);
  }
});

test('several mistakes are told at once, each at its place', () => {
  const text = 'train:\n  gmm:\n    components: 0\n    covariance: ful\nshow: [boundary, densty]\n';
  const found = parse(text).problems.map(({ code, at, range: { start } }) => [
    code,
    at.join('.'),
    start.line,
    start.character,
  ]);
  assert.deepEqual(found, [
    ['invalid-value', 'train.gmm.components', 2, 16],
    ['unknown-choice', 'train.gmm.covariance', 3, 16],
    ['unknown-choice', 'show.1', 4, 17],
  ]);
});

test('an alias bomb is refused within a second', () => {
  const rows = Array.from(
    { length: 12 },
    (_, i) => `k${i}: &a${i} [${Array.from({ length: 10 }, () => (i === 0 ? 'x' : `*a${i - 1}`)).join(', ')}]`,
  );
  const start = performance.now();
  const { problems } = parse(rows.join('\n'));
  assert.ok(performance.now() - start < 1000);
  assert.deepEqual(
    problems.map(({ code }) => code).filter((code) => code === 'alias-bomb'),
    ['alias-bomb'],
  );
});

test('a problem of the engine is found by its path', () => {
  const text = 'train:\n  - mlp\n  - gmm:\n      components: 3\nlabel: x\nfeatures: a\n';
  const marked = (at: (string | number)[]): string => {
    const { start, end } = locate(at, parse(text));
    return text.slice(start.offset, end.offset);
  };
  assert.equal(marked(['train', 0]), 'mlp');
  assert.equal(marked(['train', 1, 'gmm']), 'gmm');
  assert.equal(marked(['train', 1, 'gmm', 'components']), '3');
  assert.equal(marked(['features', 0]), 'a');
  assert.equal(marked(['split', 'by']), 'train', 'not in the cell: its first key');
  assert.equal(marked([]), 'train');
  assert.deepEqual(locate(['train'], parseCell('  \n', { catalogue })).start.line, 0);
  const aliased = 'train: {logreg: {iterations: 5}}';
  const { start, end } = locate(['train', 'logreg', 'max_iter'], parseCell(aliased, { catalogue }));
  assert.equal(aliased.slice(start.offset, end.offset), '5', 'the canonical name leads to the alias');
});

test('lines and characters count as VS Code counts them', () => {
  const text = 'data: a.csv\r\ntarget: y\r\nshow: [nope]\r\n';
  const [problem] = parse(text).problems;
  assert.deepEqual(problem?.range.start, { offset: 31, line: 2, character: 7 });
  assert.deepEqual(problem?.range.end, { offset: 35, line: 2, character: 11 });
});

test('a model of classes is no model of ratings, and the other way round', () => {
  const ratings: ModelCard = { ...catalogue.models[0]!, id: 'factors', aliases: [], predicts: 'ratings' };
  const recommend: TaskCard = {
    ...catalogue.tasks.find(({ id }) => id === 'train')!,
    id: 'recommend',
    predicts: 'ratings',
  };
  const both = { ...catalogue, models: [...catalogue.models, ratings], tasks: [...catalogue.tasks, recommend] };
  const [wrongVerb] = parseCell('train: factors', { catalogue: both }).problems;
  assert.equal(wrongVerb?.code, 'other-prediction');
  assert.match(wrongVerb.message, /factors predicts how a user would rate an item.*it is for recommend/);
  const [wrongModel] = parseCell('recommend: logistic-regression', { catalogue: both }).problems;
  assert.equal(wrongModel?.code, 'other-prediction');
  assert.match(wrongModel.message, /not how a user would rate an item: recommend needs factors/);
  assert.deepEqual(parseCell('recommend: factors', { catalogue: both }).problems, []);
});

test('a file of a trained model stands where a model does', () => {
  const { plan, problems, mentions } = parseCell('sample: out/my-model.json', { catalogue });
  assert.deepEqual(problems, []);
  assert.deepEqual(plan?.models, [{ ref: 'out/my-model.json', name: 'my-model', options: {}, at: ['sample'] }]);
  assert.deepEqual(
    mentions.map(({ kind, value }) => [kind, value]),
    [['file', 'out/my-model.json']],
  );
  const [options] = parseCell('sample: {my-model.json: {C: 1}}', { catalogue }).problems;
  assert.equal(options?.code, 'options-of-trained');
  assert.doesNotThrow(() => resolvePlan(plan!, { path: 'a.csv' }, new Map()));
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { complete } from '../../../src/language/complete';
import { parseCell } from '../../../src/language/parseCell';
import { context, marked } from './around';

const offered = (cell: string): string[] => {
  const { text, offset } = marked(cell);
  return complete(text, offset, context).map((completion) => completion.insertText);
};

const verbs = ['train: ', 'sample: ', 'learning-curve: '];
const dataKeys = [
  ...['data: ', 'labels: ', 'target: ', 'features: [$0]', 'ignore: [$0]', 'text: '],
  ...['image: {$0}', 'sequence: {$0}', 'ratings: {$0}', 'split: {$0}'],
];
const except = (list: string[], ...without: string[]): string[] => list.filter((each) => !without.includes(each));
const models = ['mixture', 'net', 'logistic-regression', 'mlp', 'gaussian-mixture'];
const columnNames = ['species', 'bill length', '"mass: g"', '"a`b"'];
const mlpOptions = ['hidden: [$0]', 'activation: ', 'early_stopping: ', 'as: '];

/** A cell with the cursor at `|`, and all that is offered there. */
const cases: [cell: string, offered: string[]][] = [
  // keys
  ['|', [...verbs, ...dataKeys, 'show: [$0]']],
  ['tr|', [...verbs, ...dataKeys, 'show: [$0]']],
  ['data: a.csv\n|', [...verbs, ...except(dataKeys, 'data: '), 'show: [$0]']],
  ['data: a.csv\n|\ntarget: x', [...verbs, ...except(dataKeys, 'data: ', 'target: '), 'show: [$0]']],
  ['train: mlp\n|', [...dataKeys, 'resolution: ', 'show: [$0]']],
  ['train: mlp\nsh|\nresolution: 50', [...dataKeys, 'show: [$0]']],
  ['train: mlp\r\n|\r\nshow: []', [...dataKeys, 'resolution: ']],
  ['train:\n  mlp:\n    hidden: [3]\n|', [...dataKeys, 'resolution: ', 'show: [$0]']],
  ['train: [mlp\n|', [...dataKeys, 'resolution: ', 'show: [$0]']],
  [
    'sa|mple: gmm',
    [
      'train',
      'sample',
      'learning-curve',
      'data',
      'labels',
      'target',
      'features',
      'ignore',
      'text',
      'image',
      'sequence',
      'ratings',
      'split',
      'show',
    ],
  ],
  // models
  ['train: |', models],
  ['train:|', models.map((name) => ` ${name}`)],
  ['train: ml|\nshow: []', models],
  ['train: [mlp, |]', except(models, 'mlp')],
  ['train: [mlp, |', except(models, 'mlp')],
  ['train: [gmm,\n  |]', except(models, 'gaussian-mixture')],
  ['train:\n  |', models],
  ['train:\n  - |', models],
  ['train:\n  -|', models.map((name) => ` ${name}`)],
  ['train:\n  - mlp\n  - |', except(models, 'mlp')],
  ['train:\n  mlp: {}\n  |', except(models, 'mlp').map((name) => `${name}:`)],
  ['sample: |', ['mixture', 'gaussian-mixture']],
  // options of a model
  ['train:\n  mlp:\n    |', mlpOptions],
  ['train:\n  mlp:\n    hidden: [3]\n    |\nshow: [boundary]', except(mlpOptions, 'hidden: [$0]')],
  ['train:\n  - mlp:\n      |', mlpOptions],
  ['train: {mlp: {|}}', mlpOptions],
  ['train: {mlp: {as: a, |', except(mlpOptions, 'as: ')],
  ['train: {logreg: {iterations: 5, |}}', ['C: ', 'class_weight: ', 'as: ']],
  ['train: {logreg: {class_weight: |}}', ['none']],
  ['train: {logreg: {class_weight: {Adelie: 2, |}}}', ['Gentoo: ']],
  ['train: {gmm: {covariance: |}}', ['full', 'tied', 'diagonal', 'spherical']],
  ['train:\n  gmm:\n    covariance: |', ['full', 'tied', 'diagonal', 'spherical']],
  ['train: {gmm: {components: |', ['bic', '2']],
  ['train: {mlp: {early_stopping: |}}', ['true', 'false']],
  ['train: {nope: {|}}', []],
  // files, columns, classes
  ['data: |', ['data/penguins.csv', 'my data.csv']],
  ['data:|', [' data/penguins.csv', ' my data.csv']],
  ['data: data/pen|\ntarget: species', ['data/penguins.csv', 'my data.csv']],
  ['data: "data/|"', ['data/penguins.csv', 'my data.csv']],
  ['target: |\nfeatures: [species]', columnNames],
  ['features: [species, |]', except(columnNames, 'species')],
  ['features: [species, |', except(columnNames, 'species')],
  ['features:\n  - species\n  - |', except(columnNames, 'species')],
  ['features: [bill le|]', columnNames],
  ['ignore: "bi|"', ['species', 'bill length', 'mass: g', 'a`b']],
  ['sample: mixture\nclass: |', ['Adelie', 'Gentoo']],
  ['sample: mixture\ngiven: |', ['{$0}']],
  ['sample: mixture\ngiven: {|}', columnNames.map((name) => `${name}: `)],
  ['sample: mixture\ngiven:\n  species: Adelie\n  |', except(columnNames, 'species').map((name) => `${name}: `)],
  ['sample: mixture\ngiven: {species: |}', ['Adelie', 'Gentoo']],
  // other values
  ['train: mlp\nshow: |', ['boundary', 'density']],
  ['train: mlp\nshow: [boundary, |]', ['density']],
  ['|\nshow: [profile]', [...verbs, ...dataKeys]],
  ['show: [|]', ['profile', 'scatter']],
  ['split: |', ['{test: 0.25, seed: 0}', '{by: $0}', '{folds: 5, seed: 0}']],
  ['split: {|}', ['test: ', 'folds: ', 'seed: ', 'by: ']],
  ['split: {test: 0.3, |}', ['seed: ']],
  ['split: {folds: 10, |}', ['seed: ']],
  ['split: {folds: |}', ['5']],
  ['split:\n  |', ['test: ', 'folds: ', 'seed: ', 'by: ']],
  ['split: {by: |', columnNames],
  ['split: {test: |}', ['0.25']],
  ['sample: mixture\noverwrite: |', ['true', 'false']],
  // nothing to say
  ['train: mlp # com|', []],
  ['train: mlp\n  |', []],
  ['train: mlp\nfoo: |', []],
  ['learning-curve: mlp\ncaption: |', []],
];

for (const [cell, expected] of cases) {
  test(`completion in ${JSON.stringify(cell)}`, () => {
    assert.deepEqual(offered(cell), expected);
  });
}

test('a completion replaces the word around the cursor', () => {
  const replaced = (cell: string): string | undefined => {
    const { text, offset } = marked(cell);
    const [first] = complete(text, offset, context);
    return first && text.slice(first.range.start.offset, first.range.end.offset);
  };
  assert.equal(replaced('tr|ain: mlp'), 'train');
  assert.equal(replaced('data: data/pen|guins.csv'), 'data/penguins.csv');
  assert.equal(replaced('data: "data/p|"'), 'data/p');
  assert.equal(replaced('features: [bill le|, x]'), 'bill le');
  assert.equal(replaced('train: [|mlp]'), 'mlp');
  assert.equal(replaced('train: |'), '');
});

test('what is offered can be written: no completion makes an unknown word', () => {
  for (const [cell] of cases) {
    const { text, offset } = marked(cell);
    for (const { range, insertText } of complete(text, offset, context)) {
      const written = text.slice(0, range.start.offset) + insertText.replace('$0', '') + text.slice(range.end.offset);
      const { problems } = parseCell(written, context);
      const made = problems.filter(({ code, range: { start, end } }) => {
        const overlaps = start.offset < range.start.offset + insertText.length && end.offset > range.start.offset;
        return code.startsWith('unknown') && overlaps;
      });
      assert.deepEqual(made, [], `${JSON.stringify(cell)} + ${insertText}`);
    }
  }
});

test('every completion of a model or an option explains itself', () => {
  for (const cell of ['|', 'train: |', 'train: {mlp: {|}}', 'target: |']) {
    const { text, offset } = marked(cell);
    for (const completion of complete(text, offset, context)) {
      if (completion.kind === 'name') assert.match(completion.detail ?? '', /^trained /);
      else assert.ok(completion.documentation, completion.label);
    }
  }
});

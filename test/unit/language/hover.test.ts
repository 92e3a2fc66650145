import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hover } from '../../../src/language/hover';
import { context, marked } from './around';

/** A cell with the pointer at `|` (before the character), what is explained, and words of the explanation. */
const cases: [cell: string, word: string, markdown: RegExp][] = [
  ['|train: mlp', 'train', /^\*\*train\*\*: Train\n\nFit, evaluate, compare/],
  ['sam|ple: gmm', 'sample', /Models: `gaussian-mixture`/],
  ['train: m|lp', 'mlp', /^\*\*Multilayer perceptron\*\* \(`mlp`\): discriminative, learns `P\(y \| x\)`/],
  ['train: [mlp, g|mm]', 'gmm', /\| new rows \| yes \|/],
  ['train: log|reg', 'logreg', /\| exact density P\(x\) \| no \|[^]*Cox \(1958\)/],
  ['train: {gmm: {comp|onents: 3}}', 'components', /whole number from 1 to 50, or bic; default `2`/],
  ['train: {logreg: {|C: 3}}', 'C', /a number above 0; default `1`[^]*`\|W\|\^2 \/ 2C`/],
  ['train: {logreg: {it|erations: 3}}', 'iterations', /^\*\*max_iter\*\* \(`iterations`\)/],
  ['train: {gmm: {covariance: f|ull}}', 'full', /^\*\*full\*\*\n\nfull covariances/],
  ['train: {gmm: {components: b|ic}}', 'bic', /Chosen by the BIC/],
  ['train: {mlp: {hidden: [1|6]}}', '16', /Units of a layer/],
  ['train: {mlp: {a|s: x}}', 'as', /A name for the trained model/],
  ['sample: mix|ture', 'mixture', /^`mixture` is a trained model of this notebook[^]*Gaussian mixture/],
  ['tar|get: species', 'target', /The column to predict/],
  ['target: spe|cies', 'species', /\*\*Column\*\* `species`: categorical\n\nvalues `Adelie`, `Gentoo`; no empty cells/],
  ['features: [bill| length]', 'bill length', /numeric\n\n32.1 to 59.6; 1 of 10 cells empty/],
  ['features: ["a`|b"]', '"a`b"', /`` a`b ``: text[^]*From the first 10 rows/],
  ['sample: gmm\ngiven: {spe|cies: Adelie}', 'species', /\*\*Column\*\*/],
  ['split: {te|st: 0.3}', 'test', /Share of the rows.*/],
  [
    'data: data/pen|guins.csv',
    'data/penguins.csv',
    /^\*\*File\*\* `data\/penguins.csv`: Comma-separated values\n\n- `species`: categorical/,
  ],
  ['train: mlp\nshow: [bound|ary]', 'boundary', /Decision boundaries/],
];

for (const [cell, word, markdown] of cases) {
  test(`hover over ${JSON.stringify(cell)}`, () => {
    const { text, offset } = marked(cell);
    const found = hover(text, offset, context);
    assert.ok(found);
    assert.equal(text.slice(found.range.start.offset, found.range.end.offset), word);
    assert.match(found.markdown, markdown);
  });
}

for (const cell of ['train: |nope', 'nope|: 3', 'target: unk|nown', '# com|ment', '|', 'train:|', 'train: mlp |']) {
  test(`nothing to explain in ${JSON.stringify(cell)}`, () => {
    const { text, offset } = marked(cell);
    assert.equal(hover(text, offset, context), undefined);
  });
}

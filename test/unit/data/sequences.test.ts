// Rows become sequences, and sequences become numbers and rows again.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { buildDataset } from '../../../src/data/dataset';
import type { Dataset } from '../../../src/data/dataset';
import { decode } from '../../../src/data/decode';
import { encode, encodeCells } from '../../../src/data/encode';
import { fitEncoding } from '../../../src/data/fitEncoding';
import { readTable } from '../../../src/data/formats';
import { rowOf } from '../../../src/data/matrix';
import type { DataPlan, SequencePlan } from '../../../src/data/plan';
import { Problem } from '../../../src/data/problem';
import { decodeSteps, stepsOf } from '../../../src/data/sequenceEncoding';
import { readNumbers, readSequence, writeSequence } from '../../../src/data/sequenceText';
import { wholeRows } from '../../../src/data/sequenceTable';
import { sequenceViews } from '../../../src/data/sequenceViews';
import { textAt } from '../../../src/data/table';

const tableOf = (lines: readonly string[]) => readTable('file.csv', new TextEncoder().encode(lines.join('\n')));

function datasetOf(lines: readonly string[], sequence: SequencePlan, more: Partial<DataPlan> = {}): Dataset {
  return buildDataset(tableOf(lines), { path: 'file.csv', target: 'y', sequence, ...more }, 'hash');
}

const textsOf = ({ sequence, rows }: Dataset) =>
  Array.from({ length: rows }, (_, row) => textAt(sequence!.column, row));

function problemOf(body: () => unknown): Problem {
  try {
    body();
  } catch (error) {
    assert.ok(error instanceof Problem, String(error));
    return error;
  }
  return assert.fail('no problem');
}

const weather = ['id,t,s,y', '1,2,b,u', '2,1,c,v', '1,1,a,u', '2,3,light rain,v', '2,2,,v', '3,1,a,'];
const plan: SequencePlan = { id: 'id', order: 't', symbol: ['s'] };

suite('rows of one id are one sequence', () => {
  test('in their order, with gaps, symbols of several words and sequences without a label', () => {
    const dataset = datasetOf(weather, plan);
    assert.deepEqual(textsOf(dataset), ['a b', 'c ? "light rain"', 'a']);
    assert.deepEqual([...dataset.target!.codes], [0, 1, -1]);
    assert.deepEqual([dataset.rows, dataset.missingCells, dataset.sequence!.longest], [3, 1, 3]);
    assert.deepEqual(dataset.sequence!.symbols, ['a', 'b', 'c', 'light rain']);
    assert.deepEqual([...dataset.parts.unlabelled], [2]);
    assert.ok(dataset.notes.includes('1 sequence has no y: kept aside as unlabelled.'), dataset.notes.join('\n'));
  });

  test('as they come where there is no order', () => {
    assert.deepEqual(textsOf(datasetOf(weather, { id: 'id', symbol: ['s'] })), ['b a', 'c "light rain" ?', 'a']);
  });

  test('ordered by dates', () => {
    const lines = ['id,day,s,y', 'k,2012-02-01,b,u', 'k,2012-01-31,a,u', 'l,2011-12-31,c,v', 'l,2012-01-01,d,v'];
    assert.deepEqual(textsOf(datasetOf(lines, { id: 'id', order: 'day', symbol: ['s'] })), ['a b', 'c d']);
  });

  test('columns that change within a sequence are left out, the others stay', () => {
    const lines = ['id,s,y,place,heat', 'k,a,u,north,1', 'k,b,u,north,2', 'l,a,v,south,3', 'l,a,v,south,4'];
    const dataset = datasetOf(lines, { id: 'id', symbol: ['s'] });
    assert.deepEqual(
      dataset.columns.map(({ name }) => name),
      ['id', 'y', 'place', 's'],
    );
    assert.ok(dataset.notes.includes('Left out, as they change within a sequence: heat.'));
    assert.ok(dataset.notes.includes('4 rows make 2 sequences of 2 steps.'));
  });

  test('rows without an id are left out', () => {
    const dataset = datasetOf(['id,s,y', 'k,a,u', ',b,u', 'k,b,u', 'l,a,v'], { id: 'id', symbol: ['s'] });
    assert.deepEqual(textsOf(dataset), ['a b', 'a']);
    assert.ok(dataset.notes.includes('1 row has no id: left out.'));
  });

  test('the parts of a split are of sequences', () => {
    const lines = [
      'id,s,y,fold',
      ...Array.from(
        { length: 40 },
        (_, i) => `${Math.floor(i / 4)},a,${'uv'[Math.floor(i / 4) % 2]},${i < 24 ? 'train' : 'test'}`,
      ),
    ];
    const by = datasetOf(lines, { id: 'id', symbol: ['s'] }, { split: { by: 'fold' } });
    assert.deepEqual([by.parts.train.length, by.parts.test.length], [6, 4]);
    const random = datasetOf(lines, { id: 'id', symbol: ['s'] }, { split: { test: 0.5, seed: 1 } });
    assert.deepEqual([random.parts.train.length, random.parts.test.length], [5, 5]);
    const folds = datasetOf(lines, { id: 'id', symbol: ['s'] }, { split: { folds: 5, seed: 1 } });
    assert.deepEqual(
      folds.parts.folds!.map(({ length }) => length),
      [2, 2, 2, 2, 2],
    );
  });
});

suite('what steps hold', () => {
  const valuesOf = (values: string[], more: Partial<SequencePlan> = {}) =>
    datasetOf(['id,s,y', ...values.map((value, i) => `${i % 4},${value},${'uv'[i % 2]}`)], {
      id: 'id',
      symbol: ['s'],
      ...more,
    }).sequence!;

  test('few whole numbers are symbols, in the order of numbers, and this is said', () => {
    const lines = ['id,s,y', ...[10, 9, 2, 10, 2, 9].map((value, i) => `${i % 2},${value},${'uv'[i % 2]}`)];
    const dataset = datasetOf(lines, { id: 'id', symbol: ['s'] });
    assert.deepEqual(dataset.sequence!.symbols, ['2', '9', '10']);
    assert.match(dataset.notes.join('\n'), /s has 3 different whole numbers, which count as symbols; values: numbers/);
  });

  test('other numbers are numbers, unless the cell says otherwise', () => {
    const tenths = Array.from({ length: 12 }, (_, i) => String(i / 10));
    assert.equal(valuesOf(tenths).symbols, undefined);
    assert.equal(valuesOf(tenths, { values: 'symbols' }).symbols!.length, 12);
    assert.equal(valuesOf(Array.from({ length: 44 }, (_, i) => String(i))).symbols, undefined);
    assert.equal(valuesOf(['1', '2', '1', '2'], { values: 'numbers' }).symbols, undefined);
    assert.equal(problemOf(() => valuesOf(['a', 'b', 'a', 'b'], { values: 'numbers' })).code, 'unsuitable-sequence');
  });

  test('several columns are numbers', () => {
    const lines = ['id,p,q,y', '1,1,5,u', '1,2,,u', '2,,,v', '2,4,7,v'];
    const { sequence, features } = datasetOf(lines, { id: 'id', symbol: ['p', 'q'] });
    assert.deepEqual(
      features.map(({ name }) => name),
      ['p, q'],
    );
    assert.deepEqual([sequence!.names, sequence!.symbols, sequence!.gaps], [['p', 'q'], undefined, 3]);
  });
});

suite('a whole sequence in each cell', () => {
  test('is read as it stands', () => {
    const dataset = datasetOf(['s,y', 'a b  a c,u', '"b ? ""x y""",v', ',v'], { symbol: ['s'] });
    assert.deepEqual(dataset.sequence!.symbols, ['a', 'b', 'c', 'x y']);
    assert.deepEqual([dataset.rows, dataset.sequence!.longest, dataset.sequence!.gaps], [3, 4, 1]);
  });

  test('may be of numbers', () => {
    const dataset = datasetOf(['s,y', '1.5 2.5 ?,u', '0.5 1e3,v'], { symbol: ['s'] });
    assert.equal(dataset.sequence!.symbols, undefined);
  });

  test('single symbols or numbers ask for an id', () => {
    for (const cells of [
      ['a', 'b'],
      ['1.5', '2.5'],
    ]) {
      const problem = problemOf(() =>
        datasetOf(['s,y', ...cells.map((cell, i) => `${cell},${'uv'[i]}`)], { symbol: ['s'] }),
      );
      assert.equal(problem.code, 'unsuitable-sequence');
      assert.match(
        problem.message,
        /name the column that says which rows form one sequence: sequence: \{id: column, symbol: s\}/,
      );
    }
  });
});

suite('mistakes', () => {
  const of = (sequence: SequencePlan, more: Partial<DataPlan> = {}, lines = weather) =>
    problemOf(() => datasetOf(lines, sequence, more));

  test('two classes in one sequence', () => {
    const problem = of({ id: 'id', symbol: ['s'] }, {}, ['id,s,y', '7,a,u', '7,b,v', '8,a,u']);
    assert.deepEqual([problem.code, problem.at], ['varying-in-sequence', ['target']]);
    assert.equal(
      problem.message,
      'sequence 7 has two values of y: u and v; expected one class for each sequence: choose another id, or another column',
    );
  });

  test('two parts in one sequence', () => {
    const lines = ['id,s,y,fold', '7,a,u,train', '7,b,u,test', '8,a,v,train'];
    const problem = of({ id: 'id', symbol: ['s'] }, { split: { by: 'fold' } }, lines);
    assert.deepEqual([problem.code, problem.at], ['varying-in-sequence', ['split', 'by']]);
  });

  test('columns that do not exist, with their place in the cell', () => {
    assert.deepEqual(of({ ...plan, id: 'ids' }).at, ['sequence', 'id']);
    assert.deepEqual(of({ ...plan, order: 'x' }).at, ['sequence', 'order']);
    assert.deepEqual(of({ ...plan, symbol: ['s', 'x'] }).at, ['sequence', 'symbol', 1]);
  });

  test('an order that is none', () => {
    const lines = ['id,t,s,y', '1,first,a,u', '1,second,b,u', '2,first,a,v'];
    assert.equal(of(plan, {}, lines).code, 'unsuitable-order');
    assert.match(of(plan, {}, ['id,t,s,y', '1,1,a,u', '1,,b,u', '2,1,a,v']).message, /^column t is empty in 1 row/);
  });

  test('roles that exclude each other', () => {
    for (const [sequence, more, at] of [
      [{ ...plan, symbol: ['y'] }, {}, ['sequence', 'symbol', 0]],
      [{ ...plan, id: 'y' }, {}, ['sequence', 'id']],
      [{ ...plan, order: 'id' }, {}, ['sequence', 'order']],
      [plan, { features: ['s', 't'] }, ['features', 1]],
      [plan, { ignore: ['s'] }, ['sequence', 'symbol', 0]],
      [plan, { text: { column: 's' } }, ['text']],
    ] as const) {
      const problem = of(sequence as SequencePlan, more as Partial<DataPlan>);
      assert.deepEqual([problem.code, problem.at], ['conflicting-roles', at], problem.message);
    }
  });

  test('words among several columns, and columns of nothing', () => {
    assert.equal(of({ id: 'id', symbol: ['t', 's'] }).code, 'unsuitable-sequence');
    assert.equal(of({ id: 'id', symbol: ['s'] }, {}, ['id,s,y', '1,,u', '2,,v']).code, 'unsuitable-sequence');
  });
});

suite('encoding', () => {
  test('symbols as their places, and back', () => {
    const { features, sequence, rows } = datasetOf(weather, plan);
    const all = Int32Array.from({ length: rows }, (_, row) => row);
    const encoding = fitEncoding(features, all, { sequence });
    assert.equal(encoding.logScale, 0);
    const z = encode(encoding, features, all);
    assert.deepEqual([z.rows, z.columns], [3, 3]);
    assert.deepEqual([...z.data], [0, 1, NaN, 2, NaN, 3, 0, NaN, NaN]);
    assert.deepEqual(decode(encoding, z), [['a b'], ['c ? "light rain"'], ['a']]);
    assert.deepEqual(decodeSteps(encoding.features[0]!.sequence!, encoding.columns, rowOf(z, 1)), [
      ['c'],
      [null],
      ['light rain'],
    ]);
    assert.deepEqual(encode(encoding, features, Int32Array.of(1)).columns, 3);
  });

  test('numbers standardised over all steps of the given rows', () => {
    const { features, sequence } = datasetOf(['id,p,q,y', '1,1,5,u', '1,3,,u', '2,2,7,v', '2,100,7,v'], {
      id: 'id',
      symbol: ['p', 'q'],
    });
    const encoding = fitEncoding(features, Int32Array.of(0), { sequence });
    assert.deepEqual(
      encoding.columns.map(({ mean, scale }) => [mean, scale]),
      [
        [2, 1],
        [5, 1],
        [2, 1],
        [5, 1],
      ],
    );
    const z = encode(encoding, features, Int32Array.of(0, 1));
    assert.deepEqual([...z.data], [-1, 0, 1, NaN, 0, 2, 98, 2]);
    assert.deepEqual(decode(encoding, z), [['1,5 3,?'], ['2,7 100,7']]);
    assert.equal(stepsOf(rowOf(z, 0), 2), 2);
  });

  test('numbers far from zero keep their digits', () => {
    const lines = ['id,s,y', ...[0, 1, 2, 3].map((i) => `${i % 2},${1e9 + i / 8},${'uv'[i % 2]}`)];
    const { features, sequence } = datasetOf(lines, { id: 'id', symbol: ['s'] });
    const { columns } = fitEncoding(features, Int32Array.of(0, 1), { sequence });
    assert.ok(Math.abs(columns[0]!.scale - Math.sqrt(1.25) / 8) < 1e-9);
  });

  test('longer sequences of another file, and one by hand', () => {
    const { features, sequence } = datasetOf(weather, plan);
    const encoding = fitEncoding(features, Int32Array.of(0), { sequence });
    const other = wholeRows(tableOf(['id,t,s', ...[1, 2, 3, 4, 5].map((t) => `1,${t},b`)]), {
      path: '',
      sequence: plan,
    });
    assert.deepEqual([...encode(encoding, other.columns, Int32Array.of(0)).data], [1, 1, 1, 1, 1]);
    assert.deepEqual([...encodeCells(encoding, { s: 'a ? c b' })], [0, NaN, 2, 1]);
    const problem = problemOf(() => encodeCells(encoding, { s: 'a d' }));
    assert.deepEqual([problem.code, problem.at], ['unknown-symbol', ['given', 's']]);
  });
});

test('text of a sequence: what is written is read', () => {
  const symbols = ['a', undefined, 'two words', '?', '"', 'back\\slash "quoted"', ''];
  assert.deepEqual(readSequence(writeSequence(symbols)), symbols);
  assert.deepEqual(readSequence('  '), []);
  assert.deepEqual(readSequence('say "never closed'), ['say', '"never', 'closed']);
  assert.deepEqual(readNumbers('1,?,-2e3', 3), [1, NaN, -2000]);
  assert.equal(readNumbers('1,x', 2), undefined);
  assert.equal(readNumbers('1,2', 3), undefined);
  assert.equal(readNumbers('', 1), undefined);
  assert.deepEqual(readNumbers(undefined, 2), [NaN, NaN]);
});

test('views: lengths, steps, runs and changes, each with the sequence it is of', () => {
  const { sequence } = datasetOf(['s,y', 'a a b ? b,u', 'c,v'], { symbol: ['s'] });
  const views = sequenceViews(sequence!.column, sequence!, [0, 1]);
  const told = views.map(({ column, owner }) => [
    column.name,
    [...(column.kind === 'numeric' ? column.values : column.codes)],
    [...owner],
  ]);
  assert.deepEqual(told, [
    ['steps', [5, 1], [0, 1]],
    ['s', [0, 0, 1, 1, 2], [0, 0, 0, 0, 1]],
    ['runs of equal s', [2, 1, 1, 1], [0, 0, 0, 1]],
  ]);
  const numbers = datasetOf(['s,y', '1.5 2 ? 4,u', '3 1,v'], { symbol: ['s'] }).sequence!;
  const [, , changes] = sequenceViews(numbers.column, numbers, [0, 1]);
  assert.equal(changes!.column.name, 'change of s');
  assert.deepEqual([...(changes!.column.kind === 'numeric' ? changes!.column.values : [])], [0.5, -2]);
});

test('sequences that would not fit into memory are cut, and this is said', () => {
  const lines = [
    'id,s,y',
    ...Array.from({ length: 21_000 }, () => 'long,1,u'),
    ...Array.from({ length: 2000 }, (_, i) => `${i},2,v`),
  ];
  const dataset = datasetOf(lines, { id: 'id', symbol: ['s'], values: 'symbols' });
  assert.equal(dataset.sequence!.longest, Math.floor(20_000_000 / 2001));
  assert.ok(
    dataset.notes.some((note) => note.startsWith('Only the first 9,995 steps')),
    dataset.notes.join('\n'),
  );
});

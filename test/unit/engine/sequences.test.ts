// Sequences from the cell to the result: every verb that reads them counts a sequence as a row.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { Problem } from '../../../src/data/problem';
import type { DataPlan } from '../../../src/protocol/plan';
import { hmmReference as reference } from './markov/support';
import { modelNamed, planOf, TestHouse } from './runSupport';

const symbols = ['sun', 'light rain', 'fog'];

/** The reference's sequences, one row per step in no order; `season` tells the chain, `fold` the part. */
function longFile(): string {
  const rows = reference.sequences.flatMap((sequence, id) =>
    sequence.map((symbol, t) =>
      [id, t, symbols[symbol], symbol + t / 100, reference.classes[reference.labels[id]!], foldOf(id)].join(','),
    ),
  );
  return ['id,day,weather,measured,season,fold', ...rows.reverse()].join('\n');
}

/** The same with a sequence in each cell. */
function wideFile(): string {
  const rows = reference.sequences.map((sequence, id) =>
    [sequence.join(' '), reference.classes[reference.labels[id]!], foldOf(id)].join(','),
  );
  return ['steps,season,fold', ...rows].join('\n');
}

const foldOf = (id: number) => (reference.test_ids.includes(id) ? 'test' : 'train');
const house = () => new TestHouse({ 'long.csv': longFile(), 'wide.csv': wideFile() });
const long: DataPlan = {
  path: 'long.csv',
  target: 'season',
  split: { by: 'fold' },
  sequence: { id: 'id', order: 'day', symbol: ['weather'] },
};
const wide: DataPlan = { path: 'wide.csv', target: 'season', split: { by: 'fold' }, sequence: { symbol: ['steps'] } };
const numbers: DataPlan = { ...long, sequence: { id: 'id', order: 'day', symbol: ['measured'] } };
const hmm = modelNamed('hmm');

async function problemOf(run: Promise<unknown>): Promise<Problem> {
  const caught: unknown = await run.then(
    () => undefined,
    (error: unknown) => error,
  );
  assert.ok(caught instanceof Problem, String(caught));
  return caught;
}

suite('train', () => {
  for (const [name, plan] of [
    ['rows that are steps', long],
    ['cells that are sequences', wide],
  ] as const) {
    test(`${name}: as good as the reference`, async () => {
      const { models, data, figures, tables, notes } = await house().run(planOf('train', plan, [hmm]));
      assert.deepEqual([data.rows, data.train, data.test], [40, 28, 12]);
      const { metrics, cost } = models[0]!;
      assert.ok(Math.abs(metrics.accuracy! - reference.baum_welch.test_accuracy) <= 0.04, String(metrics.accuracy));
      // log p(x) of a sequence, over both classes
      assert.ok(metrics.logDensity! < -15 && metrics.logDensity! > -30, String(metrics.logDensity));
      assert.equal(cost.backend, 'cpu float64');
      assert.deepEqual(
        figures.map(({ kind }) => kind),
        ['confusion-matrix', 'hidden-states', 'state-path', 'loss-curve'],
      );
      assert.deepEqual(
        tables.map(({ name: of, columns, rows }) => [of, columns.length, rows.length]),
        [
          ['states', 8, 4],
          ['transitions', 5, 8],
          ['emissions', 5, 12],
        ],
      );
      assert.ok(!notes.some((note) => note.includes('boundary')), notes.join('\n'));
    });
  }

  test('the loss falls', async () => {
    const { models } = await house().run(planOf('train', long, [modelNamed('hmm', { restarts: 1 })]));
    const losses = models[0]!.history.map(({ loss }) => loss);
    assert.ok(losses.length > 10 && losses.at(-1)! < losses[0]!);
  });

  test('numbers are Gaussian, in the units of the file', async () => {
    const { models, tables, notes } = await house().run(planOf('train', numbers, [hmm]));
    assert.deepEqual(tables[2]!.columns, ['model', 'class', 'state', 'column', 'mean', 'sd']);
    const means = tables[2]!.rows.map((row) => row[4] as number);
    assert.ok(
      means.every((mean) => mean >= 0 && mean <= 2.3),
      means.join(),
    );
    assert.ok(models[0]!.metrics.accuracy! >= 0.5);
    assert.ok(notes.includes('Left out, as they change within a sequence: weather.'), notes.join('\n'));
  });

  test('several columns of numbers, and folds', async () => {
    const { models, data } = await house().run(
      planOf(
        'train',
        { ...numbers, sequence: { id: 'id', symbol: ['measured', 'day'] }, split: { folds: 3, seed: 1 } },
        [modelNamed('hmm', { covariance: 'full' })],
      ),
    );
    assert.deepEqual([data.rows, data.folds, data.features], [40, 3, ['measured, day']]);
    assert.ok(models[0]!.metrics.accuracy! >= 0.4);
  });

  test('a change of the unit changes the log density by the logarithm of its size at every step', async () => {
    const scaled = longFile().replace(
      /^(\d+,\d+,[^,]+),([\d.]+)/gm,
      (_, before: string, value: string) => `${before},${Number(value) * 1000}`,
    );
    const home = new TestHouse({ 'long.csv': longFile(), 'scaled.csv': scaled });
    const [one, other] = await Promise.all(
      ['long.csv', 'scaled.csv'].map((path) => home.run(planOf('train', { ...numbers, path }, [hmm]))),
    );
    const steps = reference.test_ids.reduce((sum, id) => sum + reference.sequences[id]!.length, 0);
    const change = one!.models[0]!.metrics.logDensity! - other!.models[0]!.metrics.logDensity!;
    assert.ok(Math.abs(change - (Math.log(1000) * steps) / reference.test_ids.length) < 1e-3, String(change));
  });

  test('a model of rows is told apart from a model of sequences, at its place in the cell', async () => {
    const request = { ...modelNamed('gaussian-naive-bayes'), at: ['train', 1] };
    const rows = await problemOf(house().run(planOf('train', long, [hmm, request])));
    assert.deepEqual([rows.code, rows.at], ['reads-rows', ['train', 1]]);
    assert.equal(rows.message, 'gaussian-naive-bayes reads one row at a time; sequences need hidden-markov-model');
    const table: DataPlan = { path: long.path, target: 'season', split: { by: 'fold' } };
    const sequences = await problemOf(house().run(planOf('train', table, [hmm])));
    assert.deepEqual([sequences.code, sequences.at], ['no-sequences', hmm.at]);
    assert.match(sequences.message, /^hidden-markov-model reads sequences, and this data has none/);
  });
});

test('a stopped run keeps what was learned until then', async () => {
  const home = house();
  const controller = new AbortController();
  const { progress } = home;
  progress.push = (...messages) => {
    if (messages.some(({ step = 0 }) => step > 20)) controller.abort();
    return Array.prototype.push.apply(progress, messages);
  };
  const result = await home.run(planOf('train', long, [hmm]), controller.signal);
  assert.equal(result.interrupted, true);
  assert.ok(result.models[0]!.cost.steps < 300, String(result.models[0]!.cost.steps));
  assert.ok(result.models[0]!.metrics.accuracy! >= 0.4);
  assert.ok(progress.some(({ loss, stepsPerSecond }) => loss !== undefined && stepsPerSecond! > 0));
});

suite('other verbs', () => {
  test('data describes the sequences', async () => {
    const { tables, figures, notes } = await house().run(planOf('data', long));
    assert.deepEqual(
      tables[0]!.rows.map(([name, type, role]) => [name, type, role]),
      [
        ['id', 'integer', 'sequence'],
        ['season', 'categorical', 'target'],
        ['fold', 'categorical', 'split'],
        ['weather', 'sequence', 'feature'],
      ],
    );
    const lengths = reference.sequences
      .filter((_, id) => reference.classes[reference.labels[id]!] === 'jumpy')
      .map(({ length }) => length);
    assert.deepEqual(tables[1]!.rows[0], [
      'jumpy',
      lengths.length,
      lengths.reduce((a, b) => a + b),
      Math.min(...lengths),
      lengths.reduce((a, b) => a + b) / lengths.length,
      Math.max(...lengths),
    ]);
    const shares = tables[2]!.rows.filter(([label]) => label === 'jumpy').map((row) => row[3] as number);
    assert.ok(Math.abs(shares.reduce((a, b) => a + b) - 1) < 1e-12);
    assert.deepEqual(
      figures.map(({ title }) => title),
      ['Sequences by season', 'Steps of sequences by season'],
    );
    assert.ok(
      notes.some((note) => /^\d+ rows make 40 sequences of \d+ to \d+ steps\.$/.test(note)),
      notes.join('\n'),
    );
    assert.ok(notes.some((note) => note.includes('Models of sequences: hidden-markov-model.')));
  });

  test('sample writes steps as they stand in the file', async () => {
    const home = house();
    await home.run(planOf('train', long, [modelNamed('hmm', {}, 'weather')]));
    const known = { ref: 'weather', name: 'weather', options: {}, at: ['sample'] };
    const { tables, figures, models } = await home.run(
      planOf('sample', long, [known], { options: { n: 30, class: 'sticky', to: 'new.csv' } }),
    );
    assert.deepEqual(tables[0]!.columns, ['id', 'day', 'weather', 'season']);
    assert.deepEqual(
      figures.map(({ kind }) => kind),
      ['state-path', 'histograms'],
    );
    const { twoSampleAuc } = models[0]!.metrics;
    assert.ok(twoSampleAuc === undefined || (twoSampleAuc > 0.2 && twoSampleAuc < 0.9));
    const text = home.written.get('new.csv')!;
    const rows = text
      .trimEnd()
      .split('\n')
      .map((line) => line.split(','));
    assert.equal(new Set(rows.slice(1).map(([id]) => id)).size, 30);
    assert.ok(rows.slice(1).every(([, , weather, season]) => symbols.includes(weather!) && season === 'sticky'));
    // and the file can be read again
    home.files['new.csv'] =
      text +
      longFile()
        .split('\n')
        .filter((line) => line.includes('jumpy'))
        .map(
          (line) =>
            `${line
              .split(',')
              .map((cell, j) => (j === 0 ? 1000 + Number(cell) : cell))
              .filter((_, j) => j !== 3 && j !== 5)
              .join(',')}\n`,
        )
        .join('');
    const again = await home.run(
      planOf('train', { path: 'new.csv', target: 'season', sequence: long.sequence! }, [hmm]),
    );
    assert.ok(again.models[0]!.metrics.accuracy! > 0.6);
  });

  test('sample writes whole sequences where the file has them', async () => {
    const { tables } = await house().run(planOf('sample', wide, [hmm], { options: { n: 5 } }));
    assert.deepEqual(tables[0]!.columns, ['steps', 'season']);
    assert.ok(tables[0]!.rows.every(([steps]) => /^[012]( [012])*$/.test(String(steps))));
  });

  test('a model of one sequence plan is not that of another', async () => {
    const home = house();
    const [one, other] = [
      await home.run(planOf('train', long, [hmm])),
      await home.run(planOf('train', { ...long, sequence: { id: 'id', symbol: ['weather'] } }, [hmm])),
    ];
    assert.notEqual(one.models[0]!.key, other.models[0]!.key);
  });
});

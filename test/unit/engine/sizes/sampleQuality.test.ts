import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { matrix } from '../../../../src/data/matrix';
import type { Matrix } from '../../../../src/data/matrix';
import { createRng } from '../../../../src/data/random';
import { moons, ring, toyTable } from '../../../../src/data/toy';
import { textAt } from '../../../../src/data/table';
import { toCsv } from '../../../../src/data/write';
import { reachOf } from '../../../../src/engine/judging/neighbourhoods';
import { runQuery } from '../../../../src/engine/queries/index';
import { nearGiven } from '../../../../src/engine/sampling/nearGiven';
import type { FigureOf } from '../../../../src/protocol/figures';
import type { Plan } from '../../../../src/protocol/plan';
import { modelNamed, planOf, TestHouse } from '../runSupport';

const rng = createRng(3);
const normals = (n: number, shift = 0): Matrix =>
  matrix(
    n,
    2,
    Float64Array.from({ length: 2 * n }, () => rng.normal() + shift),
  );

describe('generated rows about real ones', () => {
  test('of one distribution reach nearly all, of another nearly none', () => {
    const real = normals(400);
    const same = reachOf(real, normals(400))!;
    assert.ok(same.coverage > 0.9 && same.fidelity > 0.9, `${same.coverage}, ${same.fidelity}`);
    const far = reachOf(real, normals(400, 30))!;
    assert.deepEqual([far.coverage, far.fidelity], [0, 0]);
    assert.ok(far.about.every((position) => position === -1));
    assert.equal(reachOf(normals(6), real), undefined);
  });

  test('half of the modes: half of the coverage, all of the fidelity', () => {
    const stacked = (...parts: Matrix[]) =>
      matrix(
        parts.reduce((sum, { rows }) => sum + rows, 0),
        2,
        Float64Array.from(parts.flatMap(({ data }) => [...data])),
      );
    const { coverage, fidelity, about } = reachOf(stacked(normals(200), normals(200, 30)), normals(400))!;
    assert.ok(coverage > 0.45 && coverage < 0.51 && fidelity > 0.95, `${coverage}, ${fidelity}`);
    assert.ok(about.every((position) => position < 200));
  });
});

/** Eight Gaussians on a ring as one class, `near` as the other in their middle. */
function ringCsv(modes: number): string {
  const { rows, columns } = toyTable(ring(800, modes, 0.08, createRng(4)), 'mode');
  const noise = createRng(5);
  const middle = Array.from({ length: 100 }, () => [0.2 * noise.normal(), 0.2 * noise.normal(), 'centre', 'middle']);
  const cells = Array.from({ length: rows }, (_, row) => [...columns.map((column) => textAt(column, row)!), 'ring']);
  return toCsv(['x1', 'x2', 'mode', 'shape'], [...cells, ...middle]);
}

describe('sample quality', () => {
  const data = { path: 'ring.csv', target: 'shape', features: ['x1', 'x2'], split: { test: 0.3, seed: 1 } };
  const house = () => new TestHouse({ 'ring.csv': ringCsv(8) });

  test('tells a mixture that knows all modes from one Gaussian that blurs them', async () => {
    const options = { n: 50, modes: 'mode' };
    const mixture = modelNamed('gaussian-mixture', { components: 8 });
    const result = await house().run(
      planOf('sample', data, [mixture, modelNamed('quadratic-discriminant-analysis')], { options }),
    );
    const [sharp, blurred] = result.models.map(({ metrics }) => metrics);
    assert.equal(sharp!.modeCoverage, 1);
    assert.ok(sharp!.coverage! > 0.85, `coverage ${sharp!.coverage}`);
    assert.ok(sharp!.fidelity! > 0.85, `fidelity ${sharp!.fidelity}`);
    assert.ok(blurred!.fidelity! < 0.6 && blurred!.coverage! < sharp!.coverage!, `fidelity ${blurred!.fidelity}`);
    assert.ok(sharp!.trainSyntheticAccuracy! > 0.97 && sharp!.trainRealAccuracy! > 0.97);
    const table = result.tables.find(({ name }) => name === 'modes')!;
    assert.deepEqual(table.columns, ['model', 'mode', 'training', 'generated']);
    assert.equal(table.rows.length, 18);
    assert.ok(result.notes.some((note) => note === 'gaussian-mixture reaches 9 of 9 modes.'));
  });

  test('a class alone reaches its own modes only, and there is nothing to classify', async () => {
    const options = { n: 20, modes: 'mode', class: 'middle' };
    const result = await house().run(planOf('sample', data, ['gaussian-naive-bayes'], { options }));
    const [{ metrics }] = result.models as [(typeof result.models)[0]];
    assert.equal(metrics.modeCoverage, 1);
    assert.equal(metrics.trainSyntheticAccuracy, undefined);
  });

  test('a wrong shape costs accuracy of what is trained on it', async () => {
    const { columns, rows } = toyTable(moons(600, 0.12, createRng(6)));
    const cells = Array.from({ length: rows }, (_, row) => columns.map((column) => textAt(column, row)!));
    const home = new TestHouse({ 'moons.csv': toCsv(['x1', 'x2', 'label'], cells) });
    const result = await home.run(
      planOf('sample', { path: 'moons.csv', target: 'label' }, ['gaussian-naive-bayes', 'kernel-density']),
    );
    const [wrong, right] = result.models.map(({ metrics }) => metrics);
    assert.equal(wrong!.trainRealAccuracy, right!.trainRealAccuracy);
    assert.ok(wrong!.trainSyntheticAccuracy! < wrong!.trainRealAccuracy! - 0.05, String(wrong!.trainSyntheticAccuracy));
    assert.ok(right!.trainSyntheticAccuracy! > right!.trainRealAccuracy! - 0.03, String(right!.trainSyntheticAccuracy));
  });

  test('modes of a column that is not there, or of an identifier, are problems', async () => {
    const run = (modes: string) =>
      house().run(planOf('sample', data, ['gaussian-naive-bayes'], { options: { modes } }));
    await assert.rejects(run('mod'), { code: 'unknown-column', at: ['modes'] });
    await assert.rejects(run('x1'), { code: 'unsuitable-modes', at: ['modes'] });
  });
});

describe('another plane', () => {
  const penguins = readFileSync(join('samples', 'data', 'penguins.csv'), 'utf8');
  const data = { path: 'penguins.csv', target: 'species', split: { test: 0.3, seed: 1 } };

  for (const plan of [
    planOf('sample', data, ['gaussian-naive-bayes'], { options: { n: 60, seed: 3, class: 'Gentoo' } }),
    planOf('train', data, ['gaussian-naive-bayes'], { show: ['samples'] }),
  ])
    test(`shows the rows that ${plan.verb} drew`, async () => {
      const home = new TestHouse({ 'penguins.csv': penguins });
      const result = await home.run(plan);
      const drawn = result.figures.find(({ kind }) => kind === 'samples') as FigureOf<'samples'>;
      assert.ok(drawn.plane.choices.length > 2);
      const ask = async (x: string, y: string) =>
        (await runQuery(
          {
            query: 'samples',
            plan: result.plan as unknown as Plan,
            trained: home.trained,
            args: { x, y },
            backend: 'cpu',
          },
          home.environment(),
          home.memory,
        )) as FigureOf<'samples'>;
      assert.deepEqual(await ask(drawn.plane.x.feature, drawn.plane.y.feature), drawn);
      const other = await ask('body_mass_g', 'bill_depth_mm');
      assert.equal(other.plane.x.feature, 'body_mass_g');
      assert.deepEqual(other.panels[0]!.generated.label, drawn.panels[0]!.generated.label);
    });
});

describe('rows near given values, of a model that can only draw', () => {
  const features = [
    { name: 'a', start: 0, width: 1 },
    { name: 'b', start: 1, width: 1 },
    { name: 'c', start: 2, width: 3, levels: ['x', 'y', 'z'] },
  ];
  /** b = 0.8 a + 0.6 noise; c is z where a is above 1, class 1 where b is above 0. */
  const drawn = (() => {
    const z = matrix(10_000, 5);
    const labels = new Int32Array(z.rows);
    for (let i = 0; i < z.rows; i++) {
      const a = rng.normal();
      const b = 0.8 * a + 0.6 * rng.normal();
      const level = a > 1 ? 2 : i % 2;
      z.data.set([a, b, Number(level === 0), Number(level === 1), Number(level === 2)], 5 * i);
      labels[i] = Number(b > 0);
    }
    return { z, labels };
  })();

  test('have the mean and spread of the conditional distribution', () => {
    const given = Float64Array.of(0.5, NaN, NaN, NaN, NaN);
    const { z, labels, bandwidth, effective } = nearGiven(drawn, given, features, 3000, createRng(1));
    const column = (j: number) => Array.from({ length: z.rows }, (_, i) => z.data[5 * i + j]!);
    assert.ok(column(0).every((value) => value === 0.5));
    const mean = column(1).reduce((sum, value) => sum + value, 0) / z.rows;
    const sd = Math.sqrt(column(1).reduce((sum, value) => sum + (value - mean) ** 2, 0) / z.rows);
    assert.ok(Math.abs(mean - 0.4) < 0.08 && Math.abs(sd - 0.6) < 0.06, `${mean}, ${sd}`);
    assert.ok(labels.every((label, i) => label === Number(column(1)[i]! > 0)));
    assert.ok(bandwidth === 0.05 && effective > 100);
  });

  test('have a given category, and the width grows until there are enough of them', () => {
    const given = Float64Array.of(1.2, NaN, 0, 0, 1);
    const { z, bandwidth } = nearGiven(drawn, given, features, 500, createRng(2));
    for (let i = 0; i < z.rows; i++) assert.deepEqual([...z.data.subarray(5 * i + 2, 5 * i + 5)], [0, 0, 1]);
    assert.ok(bandwidth >= 0.05);
    const rare = Float64Array.of(3.2, NaN, NaN, NaN, NaN);
    assert.ok(nearGiven(drawn, rare, features, 10, createRng(2)).bandwidth > 0.05);
  });

  test('are a problem where the model draws nothing like them', () => {
    const impossible = Float64Array.of(-2, NaN, 0, 0, 1);
    assert.throws(() => nearGiven(drawn, impossible, features, 10, createRng(2)), { code: 'given-too-rare' });
  });
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { matrix } from '../../../src/data/matrix';
import { Problem } from '../../../src/data/problem';
import { createRng } from '../../../src/data/random';
import { History } from '../../../src/engine/training/history';
import { canonicalJson } from '../../../src/engine/training/keys';
import { models } from '../../../src/engine/models/index';
import { resolveOptions } from '../../../src/engine/training/options';
import { nearestTrainingRatio, twoSampleAuc } from '../../../src/engine/judging/quality';
import { Recent } from '../../../src/engine/recent';
import { tasks } from '../../../src/engine/tasks/index';
import type { Json, Parameter } from '../../../src/protocol/cards';

describe('resolveOptions', () => {
  const problem = (parameters: readonly Parameter[], given: { [name: string]: Json }) => {
    try {
      resolveOptions(parameters, given, ['train', 'x']);
    } catch (error) {
      assert.ok(error instanceof Problem);
      return error;
    }
    return assert.fail('nothing was wrong');
  };

  for (const card of [...models, ...tasks].map((spec) => spec.card)) {
    test(`${card.id}: defaults are valid, and are what is used`, () => {
      const given = Object.fromEntries(
        card.parameters.filter(({ required }) => required).map(({ name }) => [name, 'x']),
      );
      const resolved = resolveOptions(card.parameters, given, []);
      for (const parameter of card.parameters) {
        if (parameter.default === undefined) assert.equal(resolved[parameter.name], given[parameter.name]);
        else assert.deepEqual(resolved[parameter.name], parameter.default);
      }
      assert.deepEqual(resolveOptions(card.parameters, resolved, []), resolved);
    });

    for (const parameter of card.parameters) {
      test(`${card.id}.${parameter.name} refuses what is not of its kind, with its place`, () => {
        const wrong: Json = parameter.type === 'row' || parameter.type === 'object' ? [true] : { nonsense: true };
        const { code, at } = problem(card.parameters, { [parameter.name]: wrong });
        assert.equal(code, 'invalid-value');
        assert.deepEqual(at, ['train', 'x', parameter.name]);
      });
      if ((parameter.type === 'number' || parameter.type === 'integer') && parameter.min !== undefined) {
        test(`${card.id}.${parameter.name} refuses what is below its range`, () => {
          const { message } = problem(card.parameters, { [parameter.name]: parameter.min! - 1 });
          assert.match(message, new RegExp(`${parameter.min}`));
        });
      }
    }
  }

  test('a misspelt option is named with what was meant', () => {
    const [{ card }] = models as [(typeof models)[number]];
    const { code, message } = problem(card.parameters, { max_itr: 3 });
    assert.equal(code, 'unknown-option');
    assert.match(message, /did you mean max_iter/);
  });
});

test('History keeps at most 300 points, evenly, and always the last', () => {
  const history = new History();
  for (let step = 1; step <= 10_000; step++) {
    history.add({ step, ...(step % 2 === 0 ? { loss: 1 / step } : {}) });
    const points = history.points();
    assert.ok(points.length <= 301);
    if (step > 1) assert.equal(points.at(-1)!.step, step - (step % 2));
  }
  const steps = history.points().map(({ step }) => step);
  assert.equal(steps[0], 2);
  const gaps = steps.slice(1, -1).map((step, i) => step - steps[i]!);
  assert.equal(new Set(gaps).size, 1);
});

test('canonicalJson does not depend on the order of keys', () => {
  assert.equal(canonicalJson({ b: [1, { d: null, c: 'x' }], a: true }), '{"a":true,"b":[1,{"c":"x","d":null}]}');
});

test('Recent forgets what was not used for longest', () => {
  const recent = new Recent<number>(2);
  recent.set('a', 1);
  recent.set('b', 2);
  recent.get('a');
  recent.set('c', 3);
  assert.deepEqual([recent.get('a'), recent.get('b'), recent.get('c')], [1, undefined, 3]);
});

describe('quality of generated rows', () => {
  const rng = createRng(1);
  const cloud = (n: number, correlation: number) => {
    const x = matrix(n, 2);
    for (let i = 0; i < n; i++) {
      const [u, v] = [rng.normal(), rng.normal()];
      x.data.set([u, correlation * u + Math.sqrt(1 - correlation ** 2) * v], 2 * i);
    }
    return x;
  };

  test('rows of one distribution cannot be told apart; another correlation is seen', () => {
    const same = twoSampleAuc(cloud(400, 0.8), cloud(400, 0.8), createRng(2))!;
    const other = twoSampleAuc(cloud(400, 0.8), cloud(400, -0.8), createRng(2))!;
    assert.ok(Math.abs(same - 0.5) < 0.06, `same: ${same}`);
    assert.ok(other > 0.8, `other: ${other}`);
    assert.equal(twoSampleAuc(cloud(10, 0), cloud(400, 0), createRng(2)), undefined);
  });

  test('a shape of equal means and covariances is seen', () => {
    const ring = cloud(400, 0);
    for (let i = 0; i < ring.rows; i++) {
      const radius = Math.hypot(ring.data[2 * i]!, ring.data[2 * i + 1]!) / Math.SQRT2;
      ring.data[2 * i]! /= radius;
      ring.data[2 * i + 1]! /= radius;
    }
    const auc = twoSampleAuc(ring, cloud(400, 0), createRng(2))!;
    assert.ok(auc > 0.8, `ring against Gaussian: ${auc}`);
  });

  test('copies are found', () => {
    const training = cloud(200, 0.5);
    assert.equal(nearestTrainingRatio(training, training, createRng(3)), 0);
    const fresh = nearestTrainingRatio(training, cloud(200, 0.5), createRng(3))!;
    assert.ok(fresh > 0.6 && fresh < 1.6, `fresh: ${fresh}`);
  });
});

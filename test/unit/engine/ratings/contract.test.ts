// What every model of ratings of the registry keeps.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Problem } from '../../../../src/data/problem';
import { createRng } from '../../../../src/data/random';
import { ratingModels } from '../../../../src/engine/models/index';
import type { FittedRatings, RatingData } from '../../../../src/engine/ratingModel';
import { resolveOptions } from '../../../../src/engine/training/options';
import type { Json } from '../../../../src/protocol/cards';
import { fitRatings, ratingsReference } from '../../../support/ratings';

const { train } = ratingsReference();

function ratings(pairs: [number, number, number][], users: number, items: number): RatingData {
  return {
    user: Int32Array.from(pairs, ([user]) => user),
    item: Int32Array.from(pairs, ([, item]) => item),
    rating: Float64Array.from(pairs, ([, , rating]) => rating),
    users,
    items,
    content: {},
  };
}

const awkward: [string, RatingData][] = [
  ['a single rating', ratings([[0, 0, 3]], 2, 2)],
  [
    'users with one rating each',
    ratings(
      [
        [0, 0, 3],
        [1, 1, 4],
        [2, 0, 5],
        [3, 2, 1],
      ],
      4,
      3,
    ),
  ],
  [
    'the same rating everywhere',
    ratings(
      [
        [0, 0, 4],
        [0, 1, 4],
        [1, 0, 4],
        [1, 1, 4],
        [2, 1, 4],
      ],
      3,
      2,
    ),
  ],
  [
    'a pair rated again and again',
    ratings(
      [
        [0, 0, 1],
        [0, 0, 5],
        [0, 0, 3],
        [1, 0, 2],
      ],
      2,
      1,
    ),
  ],
  [
    'one user',
    ratings(
      [
        [0, 0, 1],
        [0, 1, 2],
        [0, 2, 3],
      ],
      1,
      3,
    ),
  ],
  [
    'huge ratings',
    ratings(
      [
        [0, 0, 1e9],
        [0, 1, -1e9],
        [1, 0, 3e9],
        [1, 2, 5e8],
      ],
      2,
      3,
    ),
  ],
  [
    'tiny ratings',
    ratings(
      [
        [0, 0, 1e-9],
        [0, 1, 2e-9],
        [1, 0, 3e-9],
        [1, 2, 1e-9],
      ],
      2,
      3,
    ),
  ],
];

/** Predictions of every pair. */
function everything(model: FittedRatings, { users, items }: RatingData) {
  const pairs = Array.from({ length: users * items }, (_, at) => [Math.floor(at / items), at % items] as const);
  return model.predictWithSpread(
    pairs.map(([user]) => user),
    pairs.map(([, item]) => item),
  );
}

for (const spec of ratingModels) {
  const { card } = spec;
  const of = (what: string) => `${card.id}: ${what}`;

  test(of('its card is complete'), () => {
    assert.equal(card.predicts, 'ratings');
    assert.match(card.id, /^[a-z]+(-[a-z]+)*$/);
    assert.ok(card.summary !== '' && card.formula !== '' && card.references.length > 0);
    for (const { doc } of card.parameters) assert.notEqual(doc, '');
    const defaults = card.parameters.flatMap((p) => (p.default === undefined ? [] : [[p.name, p.default] as const]));
    resolveOptions(card.parameters, Object.fromEntries(defaults), []);
  });

  test(of('the same seed gives the same model'), async () => {
    const [a, b] = [await fitRatings(spec, train), await fitRatings(spec, train)];
    assert.equal(JSON.stringify(a.save()), JSON.stringify(b.save()));
  });

  test(of('it is the same after save and restore'), async () => {
    const model = await fitRatings(spec, train);
    const again = spec.restore(JSON.parse(JSON.stringify(model.save())) as { [name: string]: Json });
    assert.deepEqual(everything(again, train), everything(model, train));
    assert.deepEqual(again.itemMap(), model.itemMap());
    assert.deepEqual(again.sampleUsers(4, createRng(2)), model.sampleUsers(4, createRng(2)));
    assert.deepEqual([again.parameters, again.notes, again.counts], [model.parameters, model.notes, model.counts]);
  });

  test(of('a damaged state is refused'), async () => {
    const state = (await fitRatings(spec, train)).save();
    for (const key of Object.keys(state).filter((name) => name !== 'notes')) {
      for (const value of [undefined, null, 7, 'x', [], {}, [0], [null]]) {
        const damaged: { [name: string]: Json } = { ...state, [key]: value as Json };
        if (value === undefined) delete damaged[key];
        assert.throws(
          () => spec.restore(damaged),
          (error) => error instanceof Problem && error.code === 'damaged-model',
          `${key} = ${JSON.stringify(value)}`,
        );
      }
    }
  });

  test(of('an abort ends the fit within two steps, with a usable model'), async () => {
    const controller = new AbortController();
    let steps = 0;
    const onStep = () => {
      steps++;
      controller.abort();
    };
    const model = await fitRatings(spec, train, {}, { signal: controller.signal, onStep });
    assert.ok(steps <= 2, `${steps} steps`);
    assert.ok(everything(model, train).mean.every(Number.isFinite));
  });

  for (const [name, data] of awkward) {
    test(of(`it survives ${name}`), async () => {
      const model = await fitRatings(spec, data);
      const { mean, sd } = everything(model, data);
      assert.ok(mean.every(Number.isFinite), 'predictions are finite');
      assert.ok(
        sd.every((value) => Number.isFinite(value) && value >= 0),
        'standard deviations are finite',
      );
      assert.ok(model.sampleUsers(2, createRng(1)).data.every(Number.isFinite), 'generated ratings are finite');
      assert.ok(model.itemMap().data.every(Number.isFinite), 'the map is finite');
      for (const note of model.notes) assert.ok(note.endsWith('.'));
    });
  }
}

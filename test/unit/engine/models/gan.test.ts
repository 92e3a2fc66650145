import * as tf from '@tensorflow/tfjs-core';
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { matrix, rowOf } from '../../../../src/data/matrix';
import { createRng } from '../../../../src/data/random';
import { moons, ring } from '../../../../src/data/toy';
import { modeShares } from '../../../../src/engine/judging/modes';
import { reachOf } from '../../../../src/engine/judging/neighbourhoods';
import { Referee } from '../../../../src/engine/nn/adversarial/referee';
import { rowsOf, toyTraining } from '../../../support/toyTraining';
import { fit, modelOf } from '../../../support/training';
import { useWasm } from '../../../support/wasm';

await useWasm();

suite('GAN', () => {
  test('reaches every one of eight modes', async () => {
    const toy = ring(640, 8, 0.04, createRng(1));
    const data = toyTraining(toy, { whole: true });
    const before = tf.memory().numTensors;
    const fitted = await fit(modelOf('gan'), data, { options: { hidden_layer_sizes: [64, 64], max_iter: 160 } });
    assert.equal(tf.memory().numTensors, before);
    const rows = await fitted.sample!(640, 0, createRng(2));
    const shares = modeShares(
      { names: toy.classes, codes: toy.y },
      Int32Array.from(toy.y.keys()),
      reachOf(data.x, rows)!.about,
    );
    const reached = shares.filter((share) => share.reached).length;
    assert.ok(reached >= 7, `${reached} of 8`);
    assert.deepEqual(fitted.notes, []);
  });

  test('makes rows of the class that it is asked for', async () => {
    const data = toyTraining(moons(400, 0.1, createRng(3)));
    const fitted = await fit(modelOf('gan'), data, { options: { hidden_layer_sizes: [48, 48], max_iter: 150 } });
    const judge = await fit(modelOf('k-nearest-neighbors'), data);
    for (const label of [0, 1]) {
      const proba = await judge.predictProba!(await fitted.sample!(200, label, createRng(label)));
      const own = Array.from({ length: 200 }, (_, i) => rowOf(proba, i)[label]!).filter((p) => p > 0.5).length;
      assert.ok(own > 160, `${own} of 200 rows of class ${label}`);
    }
  });
});

suite('semi-supervised GAN', () => {
  test('gains from rows without a label on two moons, on average', async () => {
    let [few, all] = [0, 0];
    for (const seed of [1, 2]) {
      const data = toyTraining(moons(500, 0.1, createRng(seed)));
      const chosen = [0, 1].flatMap((k) => [...data.y.keys()].filter((i) => i < 300 && data.y[i] === k).slice(0, 3));
      const take = (rows: number[]) =>
        matrix(rows.length, 2, Float64Array.from(rows.flatMap((i) => [...rowOf(data.x, i)])));
      const labelled = { ...data, x: take(chosen), y: Int32Array.from(chosen, (i) => data.y[i]!) };
      const unlabelled = take([...data.y.keys()].filter((i) => i < 300 && !chosen.includes(i)));
      const held = rowsOf(data, 300, 500);
      const accuracy = async (training: typeof labelled & { unlabelled?: typeof unlabelled }) => {
        const fitted = await fit(modelOf('semi-supervised-gan'), training, { context: { rng: createRng(seed) } });
        const proba = await fitted.predictProba!(held.x);
        return held.y.filter((label, i) => rowOf(proba, i)[label]! > 0.5).length / held.y.length;
      };
      few += (await accuracy(labelled)) / 2;
      all += (await accuracy({ ...labelled, unlabelled })) / 2;
    }
    assert.ok(all > few, `${all} with unlabelled rows, ${few} without`);
  });
});

suite('the referee', () => {
  const good = Float32Array.of(1, 2);

  test('goes back to good weights when numbers overflow, with smaller steps, and says so', () => {
    const referee = new Referee(Float32Array.of(0, 0));
    assert.equal(referee.look({ loss: 0.6, weights: good }), undefined);
    assert.equal(referee.look({ loss: NaN, weights: Float32Array.of(9, 9) }), good);
    assert.ok(referee.rate < 1);
    assert.match(referee.verdict(false)[0]!, /diverged; training went on from the last good weights/);
  });

  test('goes back when the discriminator has won for good, and ends when it happens again and again', () => {
    const referee = new Referee(good);
    let returns = 0;
    for (let reading = 0; reading < 1000 && !referee.done; reading++)
      if (referee.look({ loss: 0.001, weights: Float32Array.of(5, 5) }) === good) returns++;
    assert.ok(referee.done && returns === 4, `${returns}`);
    assert.match(referee.verdict(true).join(' '), /told every row again; .* Training was stopped/);
  });
});

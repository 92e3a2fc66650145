import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { Judge } from '../../../../src/engine/nn/judge';

const initial = Float32Array.of(0);
const options = { learningRate: 1, tolerance: 1e-4, patience: 10 };
const at = (epochs: number, loss: number, validationLoss?: number) => ({
  epochs,
  loss,
  rows: 10,
  ...(validationLoss !== undefined && { validationLoss }),
  weights: Float32Array.of(epochs),
});

suite('judge of a training run', () => {
  test('ends it when the loss no longer falls, and keeps the last weights', () => {
    const judge = new Judge(initial, options);
    let epochs = 0;
    for (; epochs < 30; epochs++) judge.look(at(epochs, 1 - 0.01 * epochs));
    assert.equal(judge.done, false);
    for (; !judge.done && epochs < 100; epochs++) judge.look(at(epochs, 0.7));
    assert.ok(epochs >= 39 && epochs <= 41, `${epochs} epochs`);
    const { weights, notes } = judge.verdict(false);
    assert.deepEqual([...weights], [epochs - 1]);
    assert.deepEqual(notes, []);
  });

  test('measures improvement per epoch, however rarely it looks', () => {
    const often = new Judge(initial, options);
    const rarely = new Judge(initial, options);
    for (let epochs = 0; epochs <= 300; epochs++) {
      const loss = 1 - 5e-5 * epochs;
      if (!often.done) often.look(at(epochs, loss));
      if (!rarely.done && epochs % 20 === 0) rarely.look(at(epochs, loss));
    }
    assert.ok(often.done);
    assert.ok(rarely.done);
  });

  test('keeps the weights with the lowest validation loss', () => {
    const judge = new Judge(initial, options);
    let epochs = 0;
    for (; !judge.done; epochs++) judge.look(at(epochs, 1 / (1 + epochs), 0.5 + (epochs - 6) ** 2));
    assert.deepEqual([...judge.verdict(false).weights], [6]);
    assert.ok(epochs < 20);
  });

  for (const [name, bad] of [
    ['NaN', at(3, NaN)],
    ['Infinity', at(3, Infinity)],
    ['ten times the first loss', at(3, 21)],
    ['weights that are not finite', { ...at(3, 1), weights: Float32Array.of(NaN) }],
  ] as const) {
    test(`goes back to good weights with a smaller step at ${name}`, () => {
      const judge = new Judge(initial, options);
      assert.equal(judge.look(at(1, 2)), undefined);
      assert.deepEqual([...judge.look(bad)!], [1]);
      assert.equal(judge.learningRate, 0.1);
      for (let i = 0; i < 3; i++) judge.look(bad);
      assert.ok(judge.done);
      const { weights, notes } = judge.verdict(false);
      assert.deepEqual([...weights], [1]);
      assert.equal(notes.length, 4);
      assert.ok(notes.every((note) => note.includes('diverged')));
    });
  }

  test('falls back to the first weights when the first loss is not finite', () => {
    const judge = new Judge(initial, options);
    assert.deepEqual(judge.look(at(1, NaN)), initial);
  });

  test('says that it was stopped, or that the loss was still falling', () => {
    const judge = new Judge(initial, options);
    judge.look(at(1, 2));
    assert.match(judge.verdict(true).notes[0]!, /stopped/);
    const other = new Judge(initial, options);
    other.look(at(1, 2));
    assert.match(other.verdict(false).notes[0]!, /max_iter/);
  });
});

import * as tf from '@tensorflow/tfjs-core';
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { createRng } from '../../../../src/data/random';
import { differentiate } from '../../../../src/engine/nn/autodiff';
import { crossEntropy } from '../../../../src/engine/nn/classification';
import { split } from '../../../../src/engine/nn/flat';
import { attentionRollout } from '../../../../src/engine/nn/text/attentionRollout';
import { tokenLogProba, textShapes, transformerOf } from '../../../../src/engine/nn/text/texts';
import type { TextNetwork } from '../../../../src/engine/nn/text/texts';
import { firstWordReader, readWords, wordReaderShapes } from '../../../../src/engine/nn/text/wordReader';
import type { WordReader } from '../../../../src/engine/nn/text/wordReader';
import { firstTransformer } from '../../../../src/engine/nn/transformer';
import { useWasm } from '../../../support/wasm';

await useWasm();

const reader: WordReader = { vocabulary: 5, length: 4, classes: 3, width: 4, heads: 2, blocks: 2 };
/** The last two are shorter than the longest. */
const texts = [
  [0, 1, 4, 2],
  [3, 3, -1, -1],
  [2, -1, -1, -1],
];

/** Every number of the gradient against the central difference of the loss. */
function checkGradient(
  shapes: number[][],
  first: Float32Array,
  loss: (weights: tf.Tensor[], batch: tf.Tensor[]) => tf.Scalar,
  batch: tf.Tensor[],
): void {
  // intercepts that are not zero, embeddings so large that their norm is not strongly curved, and no unit at its kink
  const rng = createRng(12);
  const weights = first.map((weight) => weight + 0.5 * rng.normal());
  const valueAt = (at: number, shift: number): number =>
    tf.tidy(() => {
      const moved = weights.slice();
      moved[at]! += shift;
      return loss(split(tf.tensor1d(moved), shapes), batch).dataSync()[0]!;
    });
  const gradient = tf.tidy(() => {
    const { gradients } = differentiate(loss)(split(tf.tensor1d(weights), shapes), batch);
    return Float32Array.from(gradients.flatMap((each) => [...each.dataSync()]));
  });
  assert.equal(gradient.length, weights.length);
  const step = 2e-3;
  const size = Math.hypot(...gradient) / Math.sqrt(gradient.length);
  gradient.forEach((value, at) => {
    const difference = (valueAt(at, step) - valueAt(at, -step)) / (2 * step);
    assert.ok(Math.abs(value - difference) < 5e-3 * size + 5e-3 * Math.abs(value), `${at}: ${value}, ${difference}`);
  });
  assert.ok(gradient.filter((value) => value !== 0).length > 0.8 * gradient.length);
}

function answersOf(x: number[][], network = reader): { logits: number[]; attention: number[][] } {
  return tf.tidy(() => {
    const weights = split(tf.tensor1d(firstWordReader(reader, createRng(1))), wordReaderShapes(reader));
    if (network.length !== reader.length) weights[1] = tf.slice(weights[1]!, [0, 0], [network.length, network.width]);
    const { logits, attention } = readWords(network, weights, tf.tensor2d(x));
    return { logits: [...logits.dataSync()], attention: attention.map((block) => [...block.dataSync()]) };
  });
}

const close = (a: number[], b: number[]) => a.forEach((value, i) => assert.ok(Math.abs(value - b[i]!) < 1e-5));

suite('gradients of transformers are differences of their losses', () => {
  test('one that reads both ways', () => {
    checkGradient(
      wordReaderShapes(reader),
      firstWordReader(reader, createRng(1)),
      (weights, [x, y]) => crossEntropy(readWords(reader, weights, x as tf.Tensor2D).logits, y as tf.Tensor1D).loss,
      [tf.tensor2d(texts), tf.tensor1d([0, 2, 1], 'int32')],
    );
  });

  test('one that reads from left to right', () => {
    const network: TextNetwork = {
      vocabulary: 3,
      length: 4,
      classes: 2,
      width: 4,
      heads: 2,
      blocks: 2,
      answers: false,
    };
    const inputs = tf.tensor2d([3, 0, 1, 2, 3, 1, -1, -1], [2, 4], 'int32');
    const targets = tf.tensor2d([0, 1, 2, 3, 1, 3, -1, -1], [2, 4], 'int32');
    checkGradient(
      textShapes(network),
      firstTransformer(transformerOf(network), createRng(2)),
      (weights, [read, said, kinds]) =>
        tf.neg(
          tf.sum<tf.Scalar>(
            tokenLogProba(network, weights, read as tf.Tensor2D, said as tf.Tensor2D, kinds as tf.Tensor2D),
          ),
        ),
      [inputs, targets, tf.tensor2d([1, 0, 0, 1], [2, 2])],
    );
  });
});

suite('a reader of words', () => {
  test('sees nothing after the end of a text', () => {
    const { logits, attention } = answersOf(texts);
    const short = answersOf([texts[1]!.slice(0, 2)], { ...reader, length: 2 });
    close(short.logits, logits.slice(3, 6));
    close(answersOf([texts[1]!]).logits, logits.slice(3, 6));
    // the text of one word looks at that word alone: [n, heads, 4, 4]
    for (const block of attention) {
      const one = block.slice(2 * 2 * 16);
      one.forEach((share, i) => assert.ok(Math.abs(share - Number(i % 4 === 0)) < 1e-6));
    }
  });

  test('sees the words before and after', () => {
    const [a, b] = [answersOf([[0, 1, 4, 2]]), answersOf([[0, 1, 4, 3]])];
    // what the first word looks at in the second block depends on the last word
    assert.ok(a.attention[1]!.slice(0, 4).some((share, i) => Math.abs(share - b.attention[1]![i]!) > 1e-4));
  });

  test('without positions the order of the words is nothing to it, with them it is', () => {
    const of = (x: number[], positions: number) =>
      tf.tidy(() => {
        const weights = split(tf.tensor1d(firstWordReader(reader, createRng(1))), wordReaderShapes(reader));
        weights[1] = tf.mul(weights[1]!, positions);
        return [...readWords(reader, weights, tf.tensor2d([x])).logits.dataSync()];
      });
    close(of([0, 1, 4, 2], 0), of([4, 2, 1, 0], 0));
    const [one, other] = [of([0, 1, 4, 2], 1), of([4, 2, 1, 0], 1)];
    assert.ok(one.some((value, i) => Math.abs(value - other[i]!) > 1e-3));
  });

  test('takes numbers beyond the vocabulary for unknown words', () => {
    close(answersOf([[1, 77, 2, -1]]).logits, answersOf([[1, 0, 2, -1]]).logits);
  });
});

test('attention rollout is the product of the blocks, each half its own', () => {
  tf.tidy(() => {
    // the second block looks at the first word only, the first block at the second only; two heads that say the same
    const look = (at: number) =>
      tf.tensor4d(
        [0, 0, 0, 0].flatMap(() => [0, 1].map((j) => Number(j === at))),
        [1, 2, 2, 2],
      );
    const shares = attentionRollout([look(1), look(0)], tf.tensor2d([[3, 4]])).dataSync();
    // (1/2, 1/2) -> half of it, and half to the first: (3/4, 1/4) -> (3/8, 1/8 + 1/2)
    assert.deepEqual([...shares], [0.375, 0.625]);
    const none = attentionRollout([tf.fill([1, 2, 2, 2], 0.5)], tf.tensor2d([[-1, -1]])).dataSync();
    assert.deepEqual([...none], [0.5, 0.5]);
  });
});

// Against the reference's hidden Markov models: with the true parameters, and learned.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { rowOf } from '../../../../src/data/matrix';
import { createRng } from '../../../../src/data/random';
import { Passes } from '../../../../src/engine/markov/hiddenChain';
import { posterior } from '../../../../src/engine/posterior';
import { fit, modelOf } from '../../../support/training';
import { chainOf, hmmReference as expected, modelOfChains, padded, trainingOf } from './support';

const { truth, sequences, labels, train_ids, test_ids, example_ids } = expected;
const close = (a: number, b: number, tolerance: number, what = '') =>
  assert.ok(Math.abs(a - b) <= tolerance * (1 + Math.abs(b)), `${what}: ${a} and ${b}`);

suite('the true chains', () => {
  const model = modelOfChains(truth);
  const examples = padded(example_ids.map((id) => sequences[id]!));

  test('log-likelihood of each sequence under each class', async () => {
    const joint = await model.logJoint(examples);
    expected.true_loglik.forEach((row, i) =>
      row.forEach((value, k) => close(rowOf(joint, i)[k]! + Math.LN2, value, 1e-6, `sequence ${i}, class ${k}`)),
    );
  });

  test('the likeliest path and its probability', () => {
    expected.true_viterbi_logprob.forEach((row, i) =>
      row.forEach((value, k) => close(model.hidden!.path(rowOf(examples, i), k).logProbability, value, 1e-6)),
    );
    expected.true_viterbi_path_first2.forEach((path, i) => {
      const { states } = model.hidden!.path(rowOf(examples, i), labels[example_ids[i]!]!);
      assert.deepEqual([...states], path);
    });
  });

  test('what state each step was in', () => {
    const first = sequences[example_ids[0]!]!;
    const chain = chainOf(truth[labels[example_ids[0]!]!]!);
    const { gamma } = new Passes().expect(chain, Float64Array.from(first), 0, first.length, 1, new Float64Array(4));
    expected.true_state_posterior_first.forEach((row, t) => row.forEach((p, s) => close(gamma[2 * t + s]!, p, 1e-6)));
  });

  test('accuracy on the test sequences', async () => {
    const proba = posterior(await model.logJoint(padded(test_ids.map((id) => sequences[id]!))));
    const right = test_ids.filter((id, i) => Math.round(rowOf(proba, i)[1]!) === labels[id]).length;
    close(right / test_ids.length, expected.true_accuracy_test, 1e-6);
  });
});

suite('learned chains', () => {
  const of = (ids: readonly number[]) => ids.map((id) => sequences[id]!);
  const training = trainingOf(
    of(train_ids),
    train_ids.map((id) => labels[id]!),
    { names: ['symbol'], symbols: ['0', '1', '2'] },
  );
  const symbolsOf = (k: number) => of(train_ids.filter((id) => labels[id] === k)).flat().length;

  for (const seed of [1, 2, 3]) {
    test(`as good as the best of the reference, seed ${seed}`, async () => {
      const model = await fit(modelOf('hidden-markov-model'), training, { context: { rng: createRng(seed) } });
      const joint = await model.logJoint!(training.x);
      expected.baum_welch.train_loglik_best_by_class.forEach((best, k) => {
        const total = [...training.y.keys()]
          .filter((i) => training.y[i] === k)
          .reduce((sum, i) => sum + rowOf(joint, i)[k]! - model.logPrior![k]!, 0);
        assert.ok(total >= best - symbolsOf(k) / 1000, `${total} of class ${k}; the best is ${best}`);
      });
      const test = padded(of(test_ids));
      const heldOut = await model.logJoint!(test);
      const proba = posterior(heldOut);
      const right = test_ids.filter((id, i) => Math.round(rowOf(proba, i)[1]!) === labels[id]).length;
      close(right / test_ids.length, expected.baum_welch.test_accuracy, 0.04 / 1.75, 'accuracy');
      const own = test_ids.reduce(
        (sum, id, i) => sum + rowOf(heldOut, i)[labels[id]!]! - model.logPrior![labels[id]!]!,
        0,
      );
      close(own / of(test_ids).flat().length, expected.baum_welch.test_mean_loglik_per_symbol, 0.01, 'per symbol');
    });
  }
});

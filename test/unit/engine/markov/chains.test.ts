// Hidden Markov models against sums over every path, and against themselves.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { matrix, rowOf } from '../../../../src/data/matrix';
import type { Matrix } from '../../../../src/data/matrix';
import { createRng } from '../../../../src/data/random';
import type { Fitted } from '../../../../src/engine/model';
import { posterior } from '../../../../src/engine/posterior';
import { fit, modelOf } from '../../../support/training';
import { drawSequences, modelOfChains, padded, trainingOf } from './support';
import type { TrueChain } from './support';

const near = (a: number, b: number, tolerance = 1e-9, what = '') =>
  assert.ok(Math.abs(a - b) <= tolerance * (1 + Math.abs(b)), `${what} ${a} and ${b}`);

const chain: TrueChain = {
  pi: [0.6, 0.3, 0.1],
  A: [
    [0.8, 0.15, 0.05],
    [0.1, 0.6, 0.3],
    [0.3, 0.3, 0.4],
  ],
  B: [
    [0.7, 0.2, 0.05, 0.05],
    [0.1, 0.1, 0.4, 0.4],
    [0.25, 0.25, 0.25, 0.25],
  ],
};

/** Every path of states with its probability together with the steps. */
function* paths(
  { pi, A }: TrueChain,
  steps: number,
  emission: (state: number, t: number) => number,
): Generator<[number[], number]> {
  for (let code = 0; code < pi.length ** steps; code++) {
    const path = Array.from({ length: steps }, (_, t) => Math.floor(code / pi.length ** t) % pi.length);
    yield [path, path.reduce((p, s, t) => p * (t === 0 ? pi[s]! : A[path[t - 1]!]![s]!) * emission(s, t), 1)];
  }
}

function enumerated(of: TrueChain, steps: number, emission: (state: number, t: number) => number) {
  let [sum, best, likeliest]: [number, number, number[]] = [0, -1, []];
  for (const [path, p] of paths(of, steps, emission)) {
    sum += p;
    if (p > best) [best, likeliest] = [p, path];
  }
  return { logDensity: Math.log(sum), logBest: Math.log(best), likeliest };
}

const logDensity = async (model: Fitted, x: Matrix) =>
  (await model.logJoint!(x)).data.map((value) => value - model.logPrior![0]!);

suite('against sums over every path', () => {
  const normal = (x: number, mean: number, variance: number) =>
    Math.exp((-0.5 * (x - mean) ** 2) / variance) / Math.sqrt(2 * Math.PI * variance);

  test('symbols, some of them missing', async () => {
    const model = modelOfChains([chain]);
    for (const sequence of [[0], [2, 3, 0, 1], [NaN, 1, NaN, NaN, 2], [3, 3, 3, NaN]]) {
      const x = padded([sequence]);
      const {
        logDensity: expected,
        logBest,
        likeliest,
      } = enumerated(chain, sequence.length, (s, t) => (Number.isNaN(sequence[t]!) ? 1 : chain.B[s]![sequence[t]!]!));
      near((await logDensity(model, x))[0]!, expected, 1e-9, String(sequence));
      const { states, logProbability } = model.hidden!.path(x.data, 0);
      // after the last observation there is nothing to find a state by
      if (!Number.isNaN(sequence.at(-1)!)) {
        near(logProbability, logBest);
        assert.deepEqual([...states], likeliest);
      }
    }
  });

  test('numbers, some of them missing: each one is summed out of a diagonal covariance', async () => {
    const shape = { dims: 2, symbols: 0 };
    const of = {
      ...chain,
      B: [
        [0, 1, 1, 0.25],
        [2, -1, 0.5, 1],
        [-1, 0, 2, 2],
      ],
    };
    const model = modelOfChains([of], 'diagonal', shape);
    const steps = [
      [0.3, 1.2],
      [NaN, -0.5],
      [NaN, NaN],
      [1.7, NaN],
      [-2, 0.1],
    ];
    const { logDensity: expected } = enumerated(of, steps.length, (s, t) =>
      steps[t]!.reduce((p, x, j) => (Number.isNaN(x) ? p : p * normal(x, of.B[s]![j]!, of.B[s]![2 + j]!)), 1),
    );
    near((await logDensity(model, matrix(1, 10, Float64Array.from(steps.flat()))))[0]!, expected);
  });

  test('numbers with a full covariance', async () => {
    const shape = { dims: 2, symbols: 0 };
    const of = {
      ...chain,
      B: [
        [0, 1, 1, 0.4, 0.4, 0.5],
        [2, -1, 0.5, 0, 0, 1],
        [-1, 0, 2, -0.7, -0.7, 2],
      ],
    };
    const model = modelOfChains([of], 'full', shape);
    const steps = [
      [0.3, 1.2],
      [0.1, -0.5],
      [NaN, 4],
      [-2, 0.1],
    ];
    const { logDensity: expected } = enumerated(of, steps.length, (s, t) => {
      const [a, b] = [steps[t]![0]! - of.B[s]![0]!, steps[t]![1]! - of.B[s]![1]!];
      if (Number.isNaN(a)) return 1;
      const [p, q, , r] = of.B[s]!.slice(2) as [number, number, number, number];
      const determinant = p * r - q * q;
      return (
        Math.exp(-0.5 * ((r * a * a - 2 * q * a * b + p * b * b) / determinant)) /
        (2 * Math.PI * Math.sqrt(determinant))
      );
    });
    near((await logDensity(model, matrix(1, 8, Float64Array.from(steps.flat()))))[0]!, expected);
  });

  test('all sequences of a length are as likely as one sequence of nothing', async () => {
    const model = modelOfChains([chain]);
    const all = Array.from({ length: 4 ** 3 }, (_, code) => [
      code % 4,
      Math.floor(code / 4) % 4,
      Math.floor(code / 16),
    ]);
    const densities = await logDensity(model, padded(all));
    near(
      densities.reduce((sum, value) => sum + Math.exp(value), 0),
      1,
    );
    near((await logDensity(model, padded([[NaN, NaN, NaN]])))[0]!, 0);
    const gap = (await logDensity(model, padded([[2, NaN, 1]])))[0]!;
    near(
      Math.exp(gap),
      all.reduce((sum, [a, , c], i) => sum + (a === 2 && c === 1 ? Math.exp(densities[i]!) : 0), 0),
    );
  });
});

suite('numbers that are large or small', () => {
  test('20,000 steps do not underflow', async () => {
    const model = modelOfChains([chain]);
    const x = await model.sample(1, 0, createRng(1));
    assert.equal(x.columns, 1);
    const long = padded([Array.from({ length: 20_000 }, (_, t) => t % 4)]);
    const [value] = await logDensity(model, long);
    // twice as long is about twice as unlikely
    const [half] = await logDensity(model, padded([Array.from({ length: 10_000 }, (_, t) => t % 4)]));
    near(value!, 2 * half!, 1e-3);
    assert.equal(model.hidden!.path(long.data, 0).states.length, 20_000);
  });

  test('a number far from every state has a finite density', async () => {
    const model = modelOfChains(
      [
        {
          ...chain,
          B: [
            [0, 1],
            [1, 1],
            [2, 1],
          ],
        },
      ],
      'diagonal',
      { dims: 1, symbols: 0 },
    );
    const [value] = await logDensity(model, padded([[0, 1e6, 1]]));
    near(value!, -0.5 * (1e6 - 2) ** 2, 1e-6);
  });
});

suite('learning', () => {
  const two: TrueChain = {
    pi: [0.7, 0.3],
    A: [
      [0.9, 0.1],
      [0.2, 0.8],
    ],
    B: [
      [0.6, 0.3, 0.1],
      [0.05, 0.25, 0.7],
    ],
  };
  const drawn = (truth: TrueChain[], kind: 'symbols' | 'diagonal', count: number, steps: number) => {
    const shape = { dims: 1, symbols: kind === 'symbols' ? truth[0]!.B[0]!.length : 0 };
    return drawSequences(truth, kind, shape, count, steps, createRng(4));
  };

  test('finds the parameters of its own sequences again, up to the order of the states', async () => {
    const { sequences, labels } = drawn([two], 'symbols', 400, 50);
    const model = await fit(
      modelOf('hidden-markov-model'),
      trainingOf(sequences, labels, { names: ['s'], symbols: ['a', 'b', 'c'] }),
    );
    const [found] = model.hidden!.chains;
    // states are in the order of what they emit, as those above are
    two.A.flat().forEach((p, at) => near(found!.transition.data[at]!, p, 0.03, 'transition'));
    two.B.flat().forEach((p, at) => near(found!.symbols!.data[at]!, p, 0.03, 'symbols'));
    two.pi.forEach((p, s) => near(found!.start[s]!, p, 0.07, 'start'));
  });

  test('finds the Gaussians of its own numbers again', async () => {
    const truth = {
      ...two,
      B: [
        [-1, 0.25],
        [1.5, 1],
      ],
    };
    const { sequences, labels } = drawn([truth], 'diagonal', 400, 50);
    const model = await fit(modelOf('hidden-markov-model'), trainingOf(sequences, labels, { names: ['x'] }));
    const [found] = model.hidden!.chains;
    truth.A.flat().forEach((p, at) => near(found!.transition.data[at]!, p, 0.03, 'transition'));
    near(found!.means!.data[0]!, -1, 0.03);
    near(found!.means!.data[1]!, 1.5, 0.03);
    near(found!.deviations!.data[0]!, 0.5, 0.03);
    near(found!.deviations!.data[1]!, 1, 0.03);
  });

  test('the likelihood never falls', async () => {
    const { sequences, labels } = drawn([two], 'symbols', 30, 20);
    const losses: number[] = [];
    await fit(
      modelOf('hidden-markov-model'),
      trainingOf(sequences, labels, { names: ['s'], symbols: ['a', 'b', 'c'] }),
      {
        options: { restarts: 1, pseudocount: 1e-9 },
        onStep: ({ loss }) => void losses.push(loss!),
      },
    );
    assert.ok(losses.length > 20);
    losses.forEach((loss, i) => assert.ok(i === 0 || loss <= losses[i - 1]! + 1e-12));
  });

  test('with a single state, only how often each symbol occurs counts', async () => {
    const { sequences, labels } = drawn([two], 'symbols', 30, 20);
    const model = await fit(
      modelOf('hidden-markov-model'),
      trainingOf(sequences, labels, { names: ['s'], symbols: ['a', 'b', 'c'] }),
      {
        options: { states: 1, pseudocount: 1e-9 },
      },
    );
    const all = sequences.flat();
    const share = (symbol: number) => all.filter((each) => each === symbol).length / all.length;
    near((await logDensity(model, padded([[0, 2, 1]])))[0]!, Math.log(share(0) * share(1) * share(2)), 1e-7);
  });

  test('sequences without a label help where labels are few', async () => {
    const other = {
      ...two,
      A: [
        [0.5, 0.5],
        [0.5, 0.5],
      ],
    };
    const { sequences, labels } = drawn([two, other], 'symbols', 300, 40);
    const sequence = { names: ['s'], symbols: ['a', 'b', 'c'] };
    const few = trainingOf(sequences.slice(0, 12), labels.slice(0, 12), sequence);
    const rest = padded(sequences.slice(12));
    const accuracy = async (model: Fitted) => {
      const proba = posterior(await model.logJoint!(rest));
      return labels.slice(12).filter((label, i) => rowOf(proba, i)[label]! > 0.5).length / rest.rows;
    };
    const alone = await accuracy(await fit(modelOf('hidden-markov-model'), few));
    const together = await accuracy(await fit(modelOf('hidden-markov-model'), { ...few, unlabelled: rest }));
    assert.ok(together > alone, `${alone} with labels only, ${together} with all`);
  });

  test('a stopped fit is a model, and one with little to learn from says so', async () => {
    const data = trainingOf([[0, 1, 0], [1]], [0, 1], { names: ['s'], symbols: ['a', 'b'] });
    const model = await fit(modelOf('hidden-markov-model'), data, { maxSteps: 1, options: { states: 4 } });
    assert.ok((await model.logJoint!(data.x)).data.every(Number.isFinite));
    assert.ok(
      model.notes.some((note) => note.includes('fewer than ten steps for each of 4 states')),
      model.notes.join(),
    );
  });

  test('steps of which nothing was observed are no reason to stop', async () => {
    const data = trainingOf(
      [
        [NaN, NaN, 1],
        [0, NaN, NaN],
        [1, 1, 1],
        [NaN, NaN, NaN],
      ],
      [0, 1, 0, 1],
      { names: ['x'] },
    );
    const model = await fit(modelOf('hidden-markov-model'), data);
    assert.ok((await model.logJoint!(data.x)).data.every(Number.isFinite));
  });
});

test('samples have the lengths of the training sequences of their class', async () => {
  const data = trainingOf([[0, 1], [0, 1, 1, 0], [1]], [0, 0, 1], { names: ['s'], symbols: ['a', 'b'] });
  const model = await fit(modelOf('hidden-markov-model'), data);
  const lengths = async (label: number) => {
    const x = await model.sample!(200, label, createRng(2));
    return new Set(
      Array.from({ length: x.rows }, (_, i) => rowOf(x, i).filter((value) => !Number.isNaN(value)).length),
    );
  };
  assert.deepEqual([...(await lengths(0))].sort(), [2, 4]);
  assert.deepEqual([...(await lengths(1))], [1]);
});

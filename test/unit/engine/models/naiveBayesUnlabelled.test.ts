// Naive Bayes of counts, presence and categories, learning from rows without a class by expectation-maximisation.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { matrix, rowOf, takeRows } from '../../../../src/data/matrix';
import type { Matrix } from '../../../../src/data/matrix';
import { createRng } from '../../../../src/data/random';
import { accuracy, confusionCounts } from '../../../../src/engine/judging/metrics';
import { logSumExp } from '../../../../src/engine/math/logSpace';
import type { Fitted, TrainingData } from '../../../../src/engine/model';
import { naiveBayes } from '../../../../src/engine/models/shared/naiveBayes';
import type { FeatureParameters } from '../../../../src/engine/models/shared/naiveBayes';
import { asClassifier } from '../../../../src/engine/posterior';
import { fit, modelOf } from '../../../support/training';

type Id = 'multinomial-naive-bayes' | 'bernoulli-naive-bayes' | 'categorical-naive-bayes';
const ids: Id[] = ['multinomial-naive-bayes', 'bernoulli-naive-bayes', 'categorical-naive-bayes'];
const logPrior = Float64Array.of(0.5, 0.3, 0.2).map(Math.log);
const features = 12;

/** The truth: shares of each class drawn at random. */
function truthOf(id: Id): FeatureParameters[] {
  const rng = createRng(3);
  return Array.from({ length: features }, (_, j) => {
    if (id === 'multinomial-naive-bayes')
      return {
        kind: 'poisson',
        table: matrix(
          3,
          1,
          Float64Array.from([0, 1, 2], (k) => (j % 3 === k ? 3 : 1)),
        ),
      };
    if (id === 'bernoulli-naive-bayes') {
      const rows = [0, 1, 2].flatMap((k) => [j % 3 === k ? 0.8 : 0.15 + 0.1 * rng.uniform(), 0, 0, 1]);
      return { kind: 'bernoulli', table: matrix(3, 4, Float64Array.from(rows)) };
    }
    const rows = [0, 1, 2].flatMap((k) => [0, 1, 2].map((level) => (level === (j + k) % 3 ? 0.7 : 0.15)));
    return { kind: 'categorical', table: matrix(3, 3, Float64Array.from(rows)) };
  });
}

interface World {
  truth: Fitted & ReturnType<typeof naiveBayes>;
  data: TrainingData & { unlabelled: Matrix };
  held: { x: Matrix; y: Int32Array };
}

/** Rows of the truth, of which three of each class keep their labels. */
async function world(id: Id, unlabelled: number): Promise<World> {
  const truth = naiveBayes({ logPrior, features: truthOf(id), notes: [] });
  const rng = createRng(11);
  const draw = async (labels: number[]) => {
    const rows = await Promise.all(labels.map((label) => truth.sample(1, label, rng)));
    const d = rows[0]!.columns;
    return matrix(rows.length, d, Float64Array.from(rows.flatMap(({ data }) => [...data])));
  };
  const shares = logPrior.map(Math.exp);
  const chance = (n: number) => Array.from({ length: n }, () => rng.choice(shares));
  const labels = [0, 0, 0, 1, 1, 1, 2, 2, 2];
  const x = await draw(labels);
  const tested = chance(2000);
  const width = x.columns / features;
  const columns = Array.from({ length: x.columns }, (_, at) => ({
    feature: `x${Math.floor(at / width)}`,
    mean: 0,
    scale: 1,
    ...(width > 1 ? { level: String(at % width) } : {}),
  }));
  return {
    truth,
    data: {
      x,
      y: Int32Array.from(labels),
      classes: 3,
      classNames: ['a', 'b', 'c'],
      columns,
      unlabelled: await draw(chance(unlabelled)),
    },
    held: { x: await draw(tested), y: Int32Array.from(tested) },
  };
}

const accuracyOf = async (fitted: Fitted, { x, y }: World['held']) =>
  accuracy(confusionCounts(await asClassifier(fitted)!.predictProba(x), y));

/** Sum over rows of log P(x, y), or of log P(x) where there is no label. */
async function logLikelihood(fitted: Fitted, { x, y, unlabelled }: World['data']): Promise<number> {
  const known = await fitted.logJoint!(x);
  const hidden = await fitted.logJoint!(unlabelled);
  let sum = 0;
  for (let i = 0; i < x.rows; i++) sum += rowOf(known, i)[y[i]!]!;
  for (let i = 0; i < hidden.rows; i++) sum += logSumExp(rowOf(hidden, i));
  return sum;
}

for (const id of ids) {
  suite(`${id} and rows without a class`, () => {
    test('every iteration raises the likelihood, and with alpha that times the prior', async () => {
      const { data } = await world(id, 300);
      const losses: number[] = [];
      const fitted = await fit(modelOf(id), data, {
        options: { alpha: 1e-9 },
        onStep: ({ loss }) => void losses.push(loss!),
      });
      assert.ok(losses.length > 3, `${losses.length} iterations`);
      losses.slice(1).forEach((loss, i) => assert.ok(loss <= losses[i]! + 1e-10, `${losses[i]} to ${loss}`));
      const rows = data.x.rows + data.unlabelled.rows;
      within((await logLikelihood(fitted, data)) / rows, -losses.at(-1)!, 1e-9);
      assert.ok(fitted.notes.some((note) => note.includes(`9 rows with and 300 without a class: ${losses.length} it`)));
    });

    test('comes near the truth from three labels of each class', async () => {
      const { data, truth, held } = await world(id, 4000);
      const { unlabelled, ...labelled } = data;
      const before = await accuracyOf(await fit(modelOf(id), labelled), held);
      const fitted = await fit(modelOf(id), data);
      const [after, best] = [await accuracyOf(fitted, held), await accuracyOf(truth, held)];
      assert.ok(unlabelled.rows === 4000 && after > before + 0.01, `${before}, then ${after}`);
      within(after, best, 0.01);
      fitted.logPrior!.forEach((value, k) => within(Math.exp(value), Math.exp(logPrior[k]!), 0.03));
      for (let k = 0; k < 3; k++) {
        const nothing = matrix(1, data.x.columns, new Float64Array(data.x.columns).fill(NaN));
        const [learned, true_] = [await fitted.conditionalMean!(nothing, k), await truth.conditionalMean(nothing, k)];
        learned.data.forEach((mean, j) => within(mean, true_.data[j]!, id === 'multinomial-naive-bayes' ? 0.25 : 0.06));
      }
    });

    test('is the fit to the labelled rows where there are no others', async () => {
      const { data } = await world(id, 10);
      const { unlabelled, ...labelled } = data;
      const alone = await fit(modelOf(id), labelled);
      const none = await fit(modelOf(id), { ...labelled, unlabelled: matrix(0, unlabelled.columns) });
      assert.deepEqual(none.save(), alone.save());
    });

    test('keeps priors that are given, and starts at the fit to the labelled rows', async () => {
      const { data, held } = await world(id, 50);
      const priors = [0.2, 0.3, 0.5];
      const fitted = await fit(modelOf(id), data, { options: { priors } });
      priors.forEach((prior, k) => within(Math.exp(fitted.logPrior![k]!), prior, 1e-12));
      const even = await fit(modelOf(id), data, { options: { fit_prior: false } });
      even.logPrior!.forEach((value) => within(Math.exp(value), 1 / 3, 1e-12));
      const stopped = await fit(modelOf(id), data, { maxSteps: 1 });
      const labelled = await fit(modelOf(id), { ...data, unlabelled: matrix(0, data.x.columns) });
      const [one, two] = [await accuracyOf(stopped, held), await accuracyOf(labelled, held)];
      within(one, two, 0.005);
      assert.ok(!stopped.notes.some((note) => note.includes('still growing')));
    });
  });
}

test('with alpha, the likelihood times its Dirichlet prior never falls', async () => {
  const { data } = await world('multinomial-naive-bayes', 300);
  const alpha = 2;
  let before = -Infinity;
  for (let steps = 1; steps < 12; steps++) {
    const fitted = await fit(modelOf('multinomial-naive-bayes'), data, { options: { alpha }, maxSteps: steps });
    const weights = fitted.featureWeights!().data;
    const reached = (await logLikelihood(fitted, data)) + alpha * weights.reduce((sum, weight) => sum + weight, 0);
    assert.ok(reached >= before - 1e-8, `${before} to ${reached}`);
    before = reached;
  }
});

test('gaps in rows without a class leave the rest of the row', async () => {
  for (const id of ids.filter((one) => modelOf(one).gaps)) {
    const { data, held } = await world(id, 4000);
    const width = data.x.columns / features;
    const holes = takeRows(data.unlabelled, [...Array(4000).keys()]);
    for (let cell = 0; cell < 4000 * features; cell += 7) holes.data.fill(NaN, cell * width, (cell + 1) * width);
    const [whole, gappy] = [await fit(modelOf(id), data), await fit(modelOf(id), { ...data, unlabelled: holes })];
    within(await accuracyOf(gappy, held), await accuracyOf(whole, held), 0.01);
  }
});

function within(actual: number, expected: number, tolerance: number): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is ${expected} within ${tolerance}`);
}

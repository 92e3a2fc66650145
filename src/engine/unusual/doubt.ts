import type { Matrix } from '../../data/matrix';
import { rowOf } from '../../data/matrix';
import type { ResultTable } from '../../protocol/result';
import { rocAuc } from '../judging/metrics';
import { average } from '../judging/ranking';
import type { TrainedModel } from '../training/trained';

/** How doubtful rows are by one measure: the higher, the more. */
export interface Doubt {
  model: string;
  score: 'log p(x)' | 'max probability' | 'entropy';
  /** Of the tested rows, and of the strange ones. As measured: a log density or probability is high where there is no doubt. */
  tested: Float64Array;
  strange: Float64Array;
}

/** -sum_y P(y | x) log P(y | x), in nats. proba: [n, K] -> [n]. */
export function entropies(proba: Matrix): Float64Array {
  return Float64Array.from({ length: proba.rows }, (_, i) =>
    rowOf(proba, i).reduce((sum, p) => (p > 0 ? sum - p * Math.log(p) : sum), 0),
  );
}

/** The largest P(y | x) of each row. proba: [n, K] -> [n]. */
export function confidences(proba: Matrix): Float64Array {
  return Float64Array.from({ length: proba.rows }, (_, i) => rowOf(proba, i).reduce((most, p) => Math.max(most, p), 0));
}

/** All measures that a model has: its density, and how unsure it is of the class. */
export async function doubtsOf(model: TrainedModel, tested: Matrix, strange: Matrix | undefined): Promise<Doubt[]> {
  const { name } = model;
  const doubts: Doubt[] = [];
  const none = new Float64Array(0);
  if (model.has('Density')) {
    doubts.push({
      model: name,
      score: 'log p(x)',
      tested: await model.logDensity(tested),
      strange: strange ? await model.logDensity(strange) : none,
    });
  }
  if (model.classifies) {
    const [known, other] = [await model.predictProba(tested), strange && (await model.predictProba(strange))];
    doubts.push({
      model: name,
      score: 'max probability',
      tested: confidences(known),
      strange: other ? confidences(other) : none,
    });
    doubts.push({
      model: name,
      score: 'entropy',
      tested: entropies(known),
      strange: other ? entropies(other) : none,
    });
  }
  return doubts;
}

/** How well each measure tells strange rows from tested ones; without strange rows, what it is of the tested ones. */
export function doubtTable(doubts: readonly Doubt[]): ResultTable {
  return {
    name: 'uncertainty',
    columns: ['model', 'score', 'auroc', 'n', 'tested', 'mean', 'meanStrange'],
    rows: doubts.map(({ model, score, tested, strange }) => [
      model,
      score,
      auroc({ model, score, tested, strange }) ?? null,
      strange.length,
      tested.length,
      meanOf(tested),
      meanOf(strange),
    ]),
  };
}

/** P(a strange row is more doubtful than a tested one), equals as one half. */
export function auroc({ score, tested, strange }: Doubt): number | undefined {
  const sign = score === 'entropy' ? 1 : -1;
  const all = [...tested, ...strange].map((value) => sign * value);
  return rocAuc(
    all,
    all.map((_, i) => i >= tested.length),
  );
}

function meanOf(values: Float64Array): number | null {
  const mean = values.length > 0 ? average([...values]) : NaN;
  return Number.isFinite(mean) ? mean : null;
}

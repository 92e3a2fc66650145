import type { Dataset } from '../../data/dataset';
import { counted, listed } from '../../data/words';
import type { FigureOf } from '../../protocol/figures';
import type { Metrics, ResultTable } from '../../protocol/result';
import { precisionRecallPoints, rocPoints } from '../judging/curves';
import { averagePrecision, rocAuc } from '../judging/metrics';
import { shortNumber } from '../judging/ranking';
import { rankCorrelation } from '../math/rank';
import { completeRows } from '../training/columns';
import type { Baseline } from './baselines';
import type { AnomalyLabel } from './label';
import type { Ranking } from './ranking';

/** The rows that count in metrics, the same for all models and baselines. */
export interface Tested {
  rows: Int32Array;
  /** Whether each is an anomaly. Absent: rows are not labelled. */
  positive?: boolean[];
  notes: string[];
}

/** How unusual each tested row is: the higher, the more. */
export type Scores = Baseline;

/**
 * The test rows that every model ranks, of which the label is known where there is one; all rows where none is for
 * testing.
 */
export function testedRows(
  rankings: readonly Ranking[],
  { parts, rows: count }: Dataset,
  label: AnomalyLabel | undefined,
): Tested {
  const part = parts.test.length > 0 ? parts.test : Int32Array.from({ length: count }, (_, row) => row);
  const known = label ? part.filter((row) => label.codes[row]! >= 0) : part;
  const rows = known.filter((row) => rankings.every(({ scores }) => !Number.isNaN(scores[row])));
  const positive = label && Array.from(rows, (row) => label.codes[row] === 1);
  return {
    rows,
    notes: [
      ...(parts.test.length === 0
        ? ['No row is for testing: metrics are over rows that the models learned from.']
        : []),
      ...(positive && parts.test.length > 0 && new Set(positive).size === 2
        ? [
            `ROC AUC and average precision are over ${counted(rows.length, 'test row')}, ${positive.filter(Boolean).length} of them anomalies.`,
          ]
        : []),
      ...(positive && new Set(positive).size < 2
        ? [
            `There is nothing to judge by: ${positive.includes(true) ? 'all' : 'none'} of the rows that count in metrics are anomalies.`,
          ]
        : []),
    ],
    ...(positive ? { positive } : {}),
  };
}

export function modelScores(
  { model, scores }: Pick<Ranking, 'model' | 'scores'>,
  { rows }: Pick<Tested, 'rows'>,
): Scores {
  return { method: model.name, scores: Float64Array.from(rows, (row) => -scores[row]!) };
}

/** Of a model: how well it finds anomalies, and how likely it finds the tested rows without empty cells. */
export function metricsOf(ranking: Ranking, { rows, positive }: Tested, { features }: Dataset): Metrics {
  const complete = completeRows(features, rows);
  const mean = complete.reduce((sum, row) => sum + ranking.scores[row]!, 0) / complete.length;
  const { scores } = modelScores(ranking, { rows });
  return {
    ...areasOf(scores, positive),
    ...(ranking.measure.exact && Number.isFinite(mean) ? { logDensity: mean } : {}),
  };
}

function areasOf(scores: Float64Array, positive: boolean[] | undefined): Metrics {
  const auc = positive && rocAuc(scores, positive);
  const precision = positive && averagePrecision(scores, positive);
  return {
    ...(auc === undefined ? {} : { rocAuc: auc }),
    ...(precision === undefined ? {} : { averagePrecision: precision }),
  };
}

/** Methods that are no models of P(x), and how far they rank the rows as the first model does. */
export function baselineTable(found: readonly Baseline[], first: Scores, { positive }: Tested): ResultTable[] {
  if (found.length === 0) return [];
  return [
    {
      name: 'baselines',
      columns: ['method', 'rocAuc', 'averagePrecision', 'agreement'],
      rows: found.map(({ method, scores }) => {
        const areas = areasOf(scores, positive);
        const agreement = rankCorrelation(scores, first.scores);
        return [method, areas.rocAuc ?? null, areas.averagePrecision ?? null, agreement ?? null];
      }),
    },
  ];
}

/** Curves over thresholds of models and baselines, where rows are labelled. */
export function curveFigures(
  show: ReadonlySet<string>,
  scored: readonly Scores[],
  { positive }: Tested,
  label: AnomalyLabel | undefined,
): (FigureOf<'roc-curve'> | FigureOf<'precision-recall-curve'>)[] {
  if (!label || !positive) return [];
  const share = positive.filter(Boolean).length / positive.length;
  const curvesBy = (pointsOf: typeof rocPoints, areaOf: typeof rocAuc) =>
    scored.flatMap(({ method, scores }) => {
      const points = pointsOf(scores, positive);
      const area = areaOf(scores, positive);
      return points && area !== undefined ? [{ model: method, label: 1, area, share, ...points }] : [];
    });
  const anomaly = `${label.column} = ${listed(label.anomalous, 4)}`;
  const common = { classes: [`${label.column} = ${listed(label.normal, 4)}`, anomaly] };
  const told = (curves: { model: string; area: number }[]) =>
    listed(curves.map(({ model, area }) => `${model} ${shortNumber(area)}`));
  const roc = show.has('roc') ? curvesBy(rocPoints, rocAuc) : [];
  const precision = show.has('precision-recall') ? curvesBy(precisionRecallPoints, averagePrecision) : [];
  return [
    ...(roc.length > 0
      ? [
          {
            kind: 'roc-curve' as const,
            title: 'ROC curve of anomalies',
            summary: `Share of the rows with ${anomaly} that are found against false alarms; area under the curve: ${told(roc)}.`,
            ...common,
            curves: roc,
          },
        ]
      : []),
    ...(precision.length > 0
      ? [
          {
            kind: 'precision-recall-curve' as const,
            title: 'Precision and recall of anomalies',
            summary: `Precision against recall of the rows with ${anomaly}; average precision: ${told(precision)}.`,
            ...common,
            curves: precision,
          },
        ]
      : []),
  ];
}

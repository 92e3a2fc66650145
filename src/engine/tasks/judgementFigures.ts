import { listed, percent } from '../../data/words';
import type { Figure, FigureOf } from '../../protocol/figures';
import { columnOf } from '../judging/calibration';
import { precisionRecallPoints, rocPoints } from '../judging/curves';
import type { CurvePoints } from '../judging/curves';
import type { Evaluation, Predictions } from '../judging/evaluate';
import { averagePrecision, calibrationError, positiveClasses, reliabilityBins, rocAuc } from '../judging/metrics';
import { shortNumber } from '../judging/ranking';

type Curve = FigureOf<'roc-curve'>['curves'][number];
type Panel = FigureOf<'reliability'>['panels'][number];
type Score = Float64Array;

/** How good the probabilities are, as far as `show` asks for it: curves over thresholds and the reliability diagram. */
export function judgementFigures(
  show: ReadonlySet<string>,
  classes: string[],
  evaluations: readonly Evaluation[],
): Figure[] {
  return [
    ...(show.has('roc') ? rocFigure(classes, evaluations) : []),
    ...(show.has('precision-recall') ? precisionRecallFigure(classes, evaluations) : []),
    ...(show.has('calibration') ? reliabilityFigure(evaluations) : []),
  ];
}

function rocFigure(classes: string[], evaluations: readonly Evaluation[]): FigureOf<'roc-curve'>[] {
  const curves = curvesOf(evaluations, rocPoints, rocAuc);
  if (curves.length === 0) return [];
  return [
    {
      kind: 'roc-curve',
      title: 'ROC curve',
      summary: `Share found against false alarms, ${against(classes)}; area under the curve: ${areas(curves, classes)}.`,
      classes,
      curves,
    },
  ];
}

function precisionRecallFigure(
  classes: string[],
  evaluations: readonly Evaluation[],
): FigureOf<'precision-recall-curve'>[] {
  const curves = curvesOf(evaluations, precisionRecallPoints, averagePrecision);
  if (curves.length === 0) return [];
  return [
    {
      kind: 'precision-recall-curve',
      title: 'Precision and recall',
      summary: `Precision against recall, ${against(classes)}; average precision: ${areas(curves, classes)}.`,
      classes,
      curves,
    },
  ];
}

function reliabilityFigure(evaluations: readonly Evaluation[]): FigureOf<'reliability'>[] {
  const panels = evaluations.flatMap(({ model, predictions, calibrated }): Panel[] => {
    if (!predictions) return [];
    const series = [seriesOf('raw', predictions)];
    if (calibrated) series.push(seriesOf(calibrated.method, calibrated.predictions));
    return [{ model: model.name, series }];
  });
  if (panels.length === 0) return [];
  const told = panels.map(
    ({ model, series }) =>
      `${model} ${series.map(({ method, calibrationError: error }) => `${percent(error)}${series.length > 1 ? ` ${method}` : ''}`).join(', ')}`,
  );
  return [
    {
      kind: 'reliability',
      title: 'Reliability',
      summary: `How often the most probable class is the true one against its probability; calibration error: ${listed(told)}.`,
      panels,
    },
  ];
}

function seriesOf(method: string, { proba, labels }: Predictions): Panel['series'][number] {
  return { method, calibrationError: calibrationError(proba, labels), bins: reliabilityBins(proba, labels) };
}

/** Of each model and each class against the rest; classes that do not tell (no row, or every row) are left out. */
function curvesOf(
  evaluations: readonly Evaluation[],
  pointsOf: (score: Score, positive: boolean[]) => CurvePoints | undefined,
  areaOf: (score: Score, positive: boolean[]) => number | undefined,
): Curve[] {
  return evaluations.flatMap(({ model, predictions }) => {
    if (!predictions) return [];
    const { proba, labels } = predictions;
    return positiveClasses(proba.columns).flatMap((label): Curve[] => {
      const score = columnOf(proba, label);
      const positive = Array.from(labels, (each) => each === label);
      const points = pointsOf(score, positive);
      const area = areaOf(score, positive);
      const share = positive.filter(Boolean).length / positive.length;
      return points && area !== undefined ? [{ model: model.name, label, area, share, ...points }] : [];
    });
  });
}

function against(classes: readonly string[]): string {
  return classes.length === 2 ? `${classes[1]} against ${classes[0]}` : 'each class against the rest';
}

function areas(curves: readonly Curve[], classes: readonly string[]): string {
  const ofClass = (label: number) => (classes.length === 2 ? '' : ` on ${classes[label]}`);
  return listed(curves.map(({ model, label, area }) => `${model}${ofClass(label)} ${shortNumber(area)}`));
}

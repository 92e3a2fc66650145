import { rowOf } from '../../data/matrix';
import { numericColumn } from '../../data/infer';
import type { Column } from '../../data/table';
import { counted } from '../../data/words';
import type { Figure, FigureOf } from '../../protocol/figures';
import { histogramOf } from './histograms';
import type { Predictions } from '../classifying/predict';
import type { Source } from '../classifying/source';
import { mostProbable } from '../judging/metrics';

/** What was predicted, how surely, and how dense the rows lie; beside the truth where it is known. */
export function predictionFigures(
  predictions: readonly Predictions[],
  source: Source,
  show: ReadonlySet<string>,
): Figure[] {
  const answering = predictions.filter(({ answered }) => answered.length > 0);
  if (answering.length === 0) return [];
  return [
    ...(show.has('predictions') ? [distributions(answering, source)] : []),
    ...(show.has('confusion') ? confusion(answering, source) : []),
  ];
}

function distributions(predictions: readonly Predictions[], source: Source): FigureOf<'histograms'> {
  const { classes } = predictions[0]!.model.facts.target;
  const column = (of: (each: Predictions) => Column) =>
    histogramOf(
      predictions.map((each) => ({
        column: of(each),
        rows: Int32Array.from({ length: each.answered.length }, (_, i) => i),
      })),
    );
  const dense = predictions.every(({ familiarity }) => familiarity);
  return {
    kind: 'histograms',
    title: `Predictions for ${source.words}`,
    summary: `${predictions.map((each) => sentence(each)).join('; ')}.`,
    groups: predictions.map(({ model }) => model.name),
    columns: [
      column(({ proba }) => ({
        kind: 'categorical',
        name: 'predicted class',
        levels: classes,
        codes: mostProbable(proba),
        missing: 0,
      })),
      column(({ proba }) =>
        numericColumn(
          'highest probability',
          Float64Array.from({ length: proba.rows }, (_, i) => rowOf(proba, i).reduce((a, b) => Math.max(a, b), 0)),
        ),
      ),
      ...(dense
        ? [
            column(({ familiarity }) =>
              numericColumn(
                'log p(x)',
                familiarity!.logDensity.map((value) => (Number.isFinite(value) ? value : NaN)),
              ),
            ),
          ]
        : []),
    ],
  };
}

function sentence({ model, answered, familiarity, proba }: Predictions): string {
  const { classes } = model.facts.target;
  const counts = new Int32Array(classes.length);
  for (const winner of mostProbable(proba)) counts[winner]!++;
  const often = [...counts.keys()].sort((a, b) => counts[b]! - counts[a]!)[0]!;
  const strange = familiarity?.unfamiliar.filter(Boolean).length;
  const told = `${model.name} predicts ${classes[often]} for ${counts[often]} of ${counted(answered.length, 'row')}`;
  return strange === undefined ? told : `${told} and finds ${strange} unfamiliar`;
}

function confusion(predictions: readonly Predictions[], source: Source): FigureOf<'confusion-matrix'>[] {
  const models = predictions.flatMap(({ model, confusion: counts }) => (counts ? [{ model: model.name, counts }] : []));
  if (models.length === 0) return [];
  const wrong = models.map(({ model, counts }) => {
    const rows = counts.flat().reduce((sum, count) => sum + count, 0);
    return `${model} is wrong on ${rows - counts.reduce((sum, row, c) => sum + row[c]!, 0)} of ${rows}`;
  });
  return [
    {
      kind: 'confusion-matrix',
      title: `Confusion matrix of ${source.words}`,
      summary: `Rows by true and predicted class: ${wrong.join(', ')}.`,
      classes: predictions[0]!.model.facts.target.classes,
      models,
    },
  ];
}

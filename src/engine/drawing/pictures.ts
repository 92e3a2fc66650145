import type { Dataset } from '../../data/dataset';
import { encode } from '../../data/encode';
import { fitEncoding } from '../../data/fitEncoding';
import { matrix, rowOf, type Matrix } from '../../data/matrix';
import type { Column } from '../../data/table';
import { counted, listed } from '../../data/words';
import type { FigureOf } from '../../protocol/figures';
import type { Predictions } from '../classifying/predict';
import type { Source } from '../classifying/source';
import type { Evaluation } from '../judging/evaluate';
import { mostProbable } from '../judging/metrics';
import { shortNumber } from '../judging/ranking';
import type { TrainedModel } from '../training/trained';
import type { Ranking } from '../unusual/ranking';
import { imageGrid, type PictureBlock } from './imageGrid';

type ImageGrid = FigureOf<'image-grid'>;

/** Pictures shown of each model. */
const shown = 20;

/** Pixels 0 to 1 of rows of the file, or of columns of another one: [rows, pixels]; an empty cell is NaN. */
export function pixelsOf(
  { features, parts, image }: Dataset,
  rows: ArrayLike<number>,
  columns: readonly Column[] = features,
): Matrix {
  return encode(fitEncoding(features, parts.train, { image }), columns, rows);
}

/** Rows as a model reads or makes them, as pixels 0 to 1: models of counts have the numbers of the file. [n, pixels] */
export function asPixels({ facts }: TrainedModel, x: Matrix, { features, parts, image }: Dataset): Matrix {
  const own = facts.encoding.columns;
  const seen = fitEncoding(features, parts.train, { image }).columns;
  const pixels = x.data.map((value, at) => {
    const [from, to] = [own[at % x.columns]!, seen[at % x.columns]!];
    return (from.mean + from.scale * value - to.mean) / to.scale;
  });
  return matrix(x.rows, x.columns, pixels);
}

/** Of each model the test pictures that it gets wrong, the surest mistakes first. `rows`: those that were judged. */
export function mistakes(evaluations: readonly Evaluation[], dataset: Dataset, rows: Int32Array): ImageGrid[] {
  const { image, target } = dataset;
  if (!image || !target) return [];
  const blocks = evaluations.flatMap(({ model, predictions }): PictureBlock[] => {
    if (!predictions || predictions.labels.length !== rows.length) return [];
    const { proba, labels } = predictions;
    const predicted = mostProbable(proba);
    const sureness = (i: number) => rowOf(proba, i)[predicted[i]!]!;
    const wrong = [...labels.keys()].filter((i) => predicted[i] !== labels[i]);
    const worst = wrong.sort((a, b) => sureness(b) - sureness(a)).slice(0, shown);
    const pixels = pixelsOf(
      dataset,
      worst.map((i) => rows[i]!),
    );
    return [
      {
        heading: `${model.name}: wrong on ${wrong.length} of ${rows.length}`,
        pictures: worst.map((i, at) => ({
          pixels: rowOf(pixels, at),
          caption: `${target.classes[labels[i]!]} as ${target.classes[predicted[i]!]}, ${share(sureness(i))}`,
        })),
      },
    ];
  });
  if (blocks.every(({ pictures }) => pictures.length === 0)) return [];
  const summary = `Test pictures that are not recognised, the surest mistakes first: true class, predicted class and its probability.`;
  return [imageGrid(image, blocks, { title: 'Mistakes', summary })];
}

/** The pictures that each model finds least likely. */
export function unlikely(rankings: readonly Ranking[], dataset: Dataset): ImageGrid[] {
  const { image, rows } = dataset;
  if (!image) return [];
  const blocks = rankings.map(({ model, order, scores }): PictureBlock => {
    const first = order.subarray(0, shown);
    const pixels = pixelsOf(dataset, first);
    return {
      heading: model.name,
      pictures: Array.from(first, (row, i) => ({
        pixels: rowOf(pixels, i),
        caption: `row ${row}: ${shortNumber(scores[row]!)}`,
      })),
    };
  });
  const summary = `The least likely of ${counted(rows, 'picture')}, with ${listed([...new Set(rankings.map(({ measure }) => measure.words))])}.`;
  return [imageGrid(image, blocks, { title: 'Least likely pictures', summary })];
}

/** Of each model the pictures of whose class it is least sure. */
export function leastSure(predictions: readonly Predictions[], source: Source, dataset: Dataset): ImageGrid[] {
  const { image } = dataset;
  if (!image) return [];
  const blocks = predictions.map(({ model, answered, proba }): PictureBlock => {
    const { classes } = model.facts.target;
    const predicted = mostProbable(proba);
    const sureness = (i: number) => rowOf(proba, i)[predicted[i]!]!;
    const x = asPixels(model, source.encode(model).x, dataset);
    const order = [...answered.keys()].sort((a, b) => sureness(a) - sureness(b)).slice(0, shown);
    return {
      heading: model.name,
      pictures: order.map((i) => ({
        pixels: rowOf(x, answered[i]!),
        caption: `row ${source.numbers[answered[i]!]}: ${classes[predicted[i]!]}, ${share(sureness(i))}`,
      })),
    };
  });
  if (blocks.every(({ pictures }) => pictures.length === 0)) return [];
  const summary = `The pictures among ${source.words} of whose class the models are least sure: predicted class and its probability.`;
  return [imageGrid(image, blocks, { title: 'Least sure', summary })];
}

export function share(probability: number): string {
  return `${(100 * probability).toFixed(0)} %`;
}

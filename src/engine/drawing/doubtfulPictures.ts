import type { Dataset } from '../../data/dataset';
import { rowOf } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import type { Column } from '../../data/table';
import { listed } from '../../data/words';
import type { FigureOf } from '../../protocol/figures';
import { shortNumber } from '../judging/ranking';
import type { TrainedModel } from '../training/trained';
import { confidences, entropies } from '../unusual/doubt';
import type { Strange } from '../unusual/strange';
import { imageGrid } from './imageGrid';
import type { PictureBlock } from './imageGrid';
import { pixelsOf, share } from './pictures';

/** Pictures shown of each kind of doubt. */
const shown = 12;

/** Pictures among the rows of a file. */
interface Pictures {
  columns: readonly Column[];
  rows: Int32Array;
}

/**
 * The two kinds of doubt as pictures: of each classifier those whose class it can tell least, and of each density those that
 * are least like what it learned; of strange pictures those that either notices least. `rows`: those that were measured.
 */
export async function doubtfulPictures(
  classifiers: readonly TrainedModel[],
  densities: readonly TrainedModel[],
  dataset: Dataset,
  rows: Int32Array,
  strange: Strange | undefined,
): Promise<FigureOf<'image-grid'>[]> {
  const { image, features, target } = dataset;
  if (!image) return [];
  const blocks: PictureBlock[] = [];
  const unnoticed: PictureBlock[] = [];
  const known = { columns: features, rows };
  for (const model of classifiers) {
    const heading = `${model.name}: most ambiguous`;
    blocks.push(await byClass(model, dataset, known, heading, entropies, 2));
    const sure = `${model.name}: surest of the class of ${strange?.what}`;
    if (strange) unnoticed.push(await byClass(model, dataset, strange, sure, confidences, 1));
  }
  for (const model of densities) {
    blocks.push(await byDensity(model, dataset, known, `${model.name}: most unfamiliar, with log p(x)`, -1));
    const familiar = `${model.name}: most familiar of ${strange?.what}, with log p(x)`;
    if (strange) unnoticed.push(await byDensity(model, dataset, strange, familiar, 1));
  }
  const [asked, learned] = [classifiers, densities].map((models) => listed(models.map(({ name }) => name)));
  const noticed = strange ? `; last, of ${strange.what}, those that are noticed least` : '';
  return [
    imageGrid(image, [...blocks, ...unnoticed], {
      title: 'Ambiguous and unfamiliar pictures',
      summary: `Pictures whose ${target?.name ?? 'class'} ${asked} can tell least (entropy of P(y | x)), and pictures that are least likely by ${learned} (low p(x))${noticed}.`,
    }),
  ];
}

/** The pictures of the largest score of P(y | x), with the `named` most probable classes and the probability of the first. */
async function byClass(
  model: TrainedModel,
  dataset: Dataset,
  pictures: Pictures,
  heading: string,
  score: (proba: Matrix) => Float64Array,
  named: number,
): Promise<PictureBlock> {
  const { classes } = model.facts.target;
  const proba = await model.predictProba(model.encode(pictures.columns, pictures.rows));
  return blockOf(dataset, pictures, heading, score(proba), (i) => {
    const own = rowOf(proba, i);
    const likely = [...own.keys()].sort((a, b) => own[b]! - own[a]!).slice(0, named);
    return `${likely.map((k) => classes[k]!).join(' or ')}, ${share(own[likely[0]!]!)}`;
  });
}

/** The pictures of the largest log p(x), or for a sign of -1 of the smallest. */
async function byDensity(
  model: TrainedModel,
  dataset: Dataset,
  pictures: Pictures,
  heading: string,
  sign: 1 | -1,
): Promise<PictureBlock> {
  const logDensity = await model.logDensity(model.encode(pictures.columns, pictures.rows));
  const score = logDensity.map((value) => sign * value);
  return blockOf(dataset, pictures, heading, score, (i) => shortNumber(logDensity[i]!));
}

function blockOf(
  dataset: Dataset,
  { columns, rows }: Pictures,
  heading: string,
  score: Float64Array,
  words: (i: number) => string,
): PictureBlock {
  const first = [...score.keys()].sort((a, b) => compare(score[b]!, score[a]!)).slice(0, shown);
  const pixels = pixelsOf(
    dataset,
    first.map((i) => rows[i]!),
    columns,
  );
  return {
    heading,
    pictures: first.map((i, at) => ({ pixels: rowOf(pixels, at), caption: `row ${rows[i]}: ${words(i)}` })),
  };
}

/** A difference of two infinite numbers would be none. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

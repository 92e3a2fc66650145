import type { Dataset } from '../../data/dataset';
import { encodeCells } from '../../data/encode';
import { fitEncoding } from '../../data/fitEncoding';
import { matrix, rowOf } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import type { ImageShape } from '../../data/plan';
import { percent } from '../../data/words';
import { meanRow } from './coalitions';
import type { AskedRow } from './askedRow';
import type { Subject } from './explanation';

/** Classes of which maps of pixels are kept, at most. */
const mostClasses = 20;

/** A model that reads pictures as such, and what they are in its encoding. */
export interface PictureSubject extends Subject {
  image: ImageShape;
}

export function pictureSubjects(subjects: readonly Subject[]): PictureSubject[] {
  return subjects.flatMap((subject) => {
    const { image } = subject.model.facts.encoding;
    return image ? [{ ...subject, image }] : [];
  });
}

/** The classes of which maps are kept, in the order of the file: the first model's most probable ones where there are many. */
export function keptClasses([first]: readonly Subject[]): number[] {
  const all = [...first!.model.facts.target.classes.keys()];
  const proba = first!.row?.proba;
  const ranked = proba ? all.sort((a, b) => proba[b]! - proba[a]!) : all;
  return ranked.slice(0, mostClasses).sort((a, b) => a - b);
}

/** The maps of the classes that are kept. */
export function mapsOf(maps: Matrix, kept: readonly number[]): Matrix {
  const out = matrix(kept.length, maps.columns);
  kept.forEach((k, i) => rowOf(out, i).set(rowOf(maps, k)));
  return out;
}

/** The mean training picture, of each pixel over the rows that have it; 0 where none has. [n, d] -> [d] */
export function meanPicture(background: Matrix): Float64Array {
  if (!background.data.some(Number.isNaN)) return meanRow(background);
  return Float64Array.from({ length: background.columns }, (_, j) => {
    let [sum, count] = [0, 0];
    for (let i = 0; i < background.rows; i++) {
      const value = rowOf(background, i)[j]!;
      if (Number.isNaN(value)) continue;
      sum += value;
      count++;
    }
    return sum / Math.max(1, count);
  });
}

/** Pixels, 0 to 1, of the row that is asked about. */
export function askedPixels({ features, parts, image }: Dataset, { cells }: AskedRow): Float64Array {
  const own = Object.fromEntries(features.map(({ name }) => [name, cells[name] ?? null]));
  return encodeCells(fitEncoding(features, parts.train, { image }), own);
}

/** Such as "takes it for 3 (98 %)". */
export function answerWords({ model, row }: Subject): string {
  const { predicted, proba } = row!;
  return `takes it for ${model.facts.target.classes[predicted]} (${percent(proba[predicted]!)})`;
}

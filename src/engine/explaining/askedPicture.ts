import type { FigureOf } from '../../protocol/figures';
import { rowOf } from '../../data/matrix';
import { imageAttribution } from '../drawing/imageAttribution';
import type { ExplainSetting, PixelPanel, Subject } from './explanation';
import { askedPixels, keptClasses, pictureSubjects } from './pictureSubject';

/** What the pixels of the picture that is asked about say, by all models and methods, as one figure; none without maps. */
export function askedPicture(
  found: readonly PixelPanel[],
  subjects: readonly Subject[],
  { asked, dataset }: ExplainSetting,
): FigureOf<'image-attribution'>[] {
  const able = pictureSubjects(subjects);
  const [first] = able;
  if (found.length === 0 || !first || !asked) return [];
  const maps = able.flatMap(({ model: { name } }) => found.filter(({ model }) => model === name));
  const kept = keptClasses(able);
  const classes = kept.map((k) => first.model.facts.target.classes[k]!);
  const shown = kept.indexOf(first.row!.predicted);
  const caption = asked.number === undefined ? asked.words : `row ${asked.number}`;
  const strongest = maps.map((panel) => strongestWords(panel, shown, first.image.width));
  return [
    imageAttribution(first.image, [{ pixels: askedPixels(dataset, asked), caption }], maps, {
      title: `What the pixels of ${asked.words} say`,
      summary: `For ${classes[shown]}. ${strongest.join('; ')}.`,
      classes,
      shown,
    }),
  ];
}

function strongestWords({ model, method, maps }: PixelPanel, shown: number, width: number): string {
  const map = rowOf(maps, shown);
  const high = map.reduce((most, value, at) => (value > map[most]! ? at : most), 0);
  const low = map.reduce((least, value, at) => (value < map[least]! ? at : least), 0);
  const where = (at: number) => `line ${Math.floor(at / width) + 1}, column ${(at % width) + 1}`;
  const pro = map[high]! > 0 ? `most speaks for it at ${where(high)}` : 'nothing speaks for it';
  const con = map[low]! < 0 ? `, most against it at ${where(low)}` : '';
  return `${model} (${method}): ${pro}${con}`;
}

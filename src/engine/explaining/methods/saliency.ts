import { matrix, rowOf } from '../../../data/matrix';
import type { Matrix } from '../../../data/matrix';
import { shuffledIndices } from '../../../data/random';
import { listed } from '../../../data/words';
import { imageAttribution, mapTable } from '../../drawing/imageAttribution';
import { pixelsOf } from '../../drawing/pictures';
import type { InputGradient } from '../../model';
import { completeRows } from '../../training/columns';
import type { ExplainMethod, Explanation, ExplainSetting, PixelPanel } from '../explanation';
import { answerWords, keptClasses, meanPicture, pictureSubjects } from '../pictureSubject';
import type { PictureSubject } from '../pictureSubject';
import { meanSlope, smoothing, smoothSlopes, strongestChannels } from '../saliency';

/** Training pictures of each class of which the mean slope is taken. */
const perClass = 50;
const scale = 'log odds, slope';

type Able = PictureSubject & { gradient: InputGradient };

export const saliency: ExplainMethod = {
  value: 'saliency',
  doc: 'Of pictures, by models that know their slope: how much brighter pixels would speak for each class, smoothed over noise.',
  byDefault: ['picture', 'model of pictures'],
  async explain(subjects, setting) {
    const pictures = pictureSubjects(subjects);
    if (pictures.length === 0) return { notes: ['Saliency is of pictures: say image in the data cell.'] };
    const able = pictures.flatMap((subject): Able[] => {
      const { fitted } = subject.model;
      return fitted.inputGradient ? [{ ...subject, gradient: fitted as InputGradient }] : [];
    });
    const others = pictures.filter(({ model }) => !model.fitted.inputGradient).map(({ model }) => model.name);
    const notes =
      others.length === 0 ? [] : [`No saliency of ${listed(others)}: the slope of such models is not known.`];
    if (able.length === 0) return { notes };
    const found = await (setting.asked ? ofPicture(able, setting) : ofClasses(able, setting));
    return { ...found, notes: [...(found.notes ?? []), ...notes] };
  },
};

async function ofPicture(able: readonly Able[], { asked, rng, pause, progress }: ExplainSetting): Promise<Explanation> {
  const kept = keptClasses(able);
  const maps: PixelPanel[] = [];
  for (const subject of able) {
    const { model, gradient, image } = subject;
    progress(`saliency of ${model.name}`);
    await pause();
    const slopes = await smoothSlopes(
      gradient,
      subject.row!.z,
      { kept, classes: model.facts.target.classes.length },
      rng.fork(`saliency ${model.name}`),
    );
    maps.push(panelOf(subject, answerWords(subject), strongestChannels(slopes, image)));
  }
  return {
    tables: [mapTable('saliency', able[0]!.image, namesOf(able, kept), maps, asked!.number ?? null)],
    maps,
    notes: [
      `Saliency is the slope of the log odds, by how much a pixel from darkest to brightest would change them: the mean over ${smoothing.copies} copies of the picture with noise of ${100 * smoothing.noise} % of its range.`,
    ],
  };
}

/** The mean slope over training pictures of each class, at these pictures. */
async function ofClasses(able: readonly Able[], setting: ExplainSetting): Promise<Explanation> {
  const { dataset, pause, progress } = setting;
  const kept = keptClasses(able);
  const complete = completeRows(dataset.features, dataset.parts.train);
  const rows = kept.map((k) => someOf(complete, k, setting));
  const panels: PixelPanel[] = [];
  for (const subject of able) {
    const { model, gradient, image } = subject;
    progress(`saliency of ${model.name}`);
    const slopes = matrix(kept.length, model.facts.encoding.columns.length);
    for (const [i, k] of kept.entries()) {
      await pause();
      if (rows[i]!.length === 0) continue;
      rowOf(slopes, i).set(
        await meanSlope(gradient, model.encode(dataset.features, rows[i]!), k, model.facts.target.classes.length),
      );
    }
    panels.push(panelOf(subject, `mean of ${perClass} pictures at most`, strongestChannels(slopes, image)));
  }
  const names = namesOf(able, kept);
  const pictures = rows.map((own, i) => ({
    pixels: meanPicture(pixelsOf(dataset, own)),
    caption: `mean of ${names[i]}`,
  }));
  return {
    tables: [mapTable('saliency', able[0]!.image, names, panels, null)],
    figures: [
      imageAttribution(able[0]!.image, pictures, panels, {
        title: 'Where brighter pixels speak for each class',
        summary: `The mean slope of the log odds of each class over training pictures of it, by ${listed(able.map(({ model }) => model.name))}.`,
        classes: names,
        shown: 0,
      }),
    ],
  };
}

/** Some training rows of a class, drawn by chance. */
function someOf(rows: Int32Array, label: number, { dataset, rng }: ExplainSetting): Int32Array {
  const own = rows.filter((row) => dataset.target!.codes[row] === label);
  const order = shuffledIndices(own.length, rng.fork(`saliency ${label}`));
  return Int32Array.from(order.subarray(0, perClass), (i) => own[i]!);
}

function panelOf({ model }: Able, below: string, maps: Matrix): PixelPanel {
  return { model: model.name, method: 'saliency', scale, below, maps };
}

function namesOf([first]: readonly Able[], kept: readonly number[]): string[] {
  return kept.map((k) => first!.model.facts.target.classes[k]!);
}

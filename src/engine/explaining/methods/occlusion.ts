import { mapTable } from '../../drawing/imageAttribution';
import type { ExplainMethod, PixelPanel } from '../explanation';
import { occlusionOf } from '../occlusion';
import type { Occlusion } from '../occlusion';
import { answerWords, keptClasses, mapsOf, meanPicture, pictureSubjects } from '../pictureSubject';
import { scaleWords } from '../shap';
import type { Scale } from '../values';

export const occlusion: ExplainMethod = {
  value: 'occlusion',
  doc: 'Of a picture: what each class loses where a patch is covered by the mean training picture.',
  byDefault: ['picture'],
  async explain(subjects, { asked, options, pause, progress }) {
    const able = pictureSubjects(subjects);
    if (!asked || able.length === 0)
      return { notes: ['Occlusion explains a picture: name one by row or given, and say image in the data cell.'] };
    const kept = keptClasses(able);
    const { classes } = able[0]!.model.facts.target;
    const maps: PixelPanel[] = [];
    const found: Occlusion[] = [];
    for (const subject of able) {
      const { model, background, image } = subject;
      progress(`occlusion of ${model.name}`);
      await pause();
      const mean = meanPicture(background);
      const one = await occlusionOf(model, subject.row!.z, mean, image, options.scale as Scale | 'auto');
      found.push(one);
      const words = {
        model: model.name,
        method: 'occlusion',
        scale: scaleWords[one.scale],
        below: answerWords(subject),
      };
      maps.push({ ...words, maps: mapsOf(one.maps, kept) });
    }
    const { width, height } = found[0]!.patches[0]!;
    return {
      tables: [
        mapTable(
          'occlusion',
          able[0]!.image,
          kept.map((k) => classes[k]!),
          maps,
          asked.number ?? null,
        ),
      ],
      maps,
      notes: [
        `Occlusion: each of ${found[0]!.patches.length} patches of ${width} × ${height} pixels was covered by the mean training picture; a pixel has the mean of what the class lost by the patches over it.`,
      ],
    };
  },
};

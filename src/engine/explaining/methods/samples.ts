import { matrix, stackRows } from '../../../data/matrix';
import { capabilitySentence } from '../../../protocol/capabilitySentence';
import type { FigureOf } from '../../../protocol/figures';
import { chooseAxes } from '../../drawing/plane';
import { generate, samplesFigure } from '../../tasks/drawRows';
import type { Generated } from '../../tasks/drawRows';
import { sampledImages } from '../../tasks/sampledImages';
import type { ExplainMethod, ExplainSetting, Subject } from '../explanation';

/** Rows of each class in the table, and in the figure. */
const perClass = { table: 3, figure: 40 };
const mostClasses = 20;

export const samples: ExplainMethod = {
  value: 'samples',
  doc: 'Rows drawn from each class of a generative model: what it takes the class to be.',
  byDefault: ['row', 'model', 'model of pictures'],
  async explain(subjects, setting) {
    const able = subjects.filter(({ model }) => model.has('Sampler'));
    if (able.length === 0) return {};
    const { asked, pause, progress } = setting;
    const { image } = setting.dataset;
    // the pixels of a picture are no columns to read
    const names = image ? [] : [...new Set(able.flatMap(({ features }) => features.map(({ name }) => name)))];
    const rows: (string | number | null)[][] = [];
    if (asked) rows.push([null, asked.words, ...names.map((name) => asked.cells[name] ?? null)]);
    const drawn: Generated[] = [];
    for (const subject of able) {
      progress(`drawing rows from ${subject.model.name}`);
      await pause();
      const generated = await ofEachClass(subject, setting);
      drawn.push(generated);
      rows.push(...tableRows(subject, generated, names));
    }
    return {
      tables: image ? [] : [{ name: 'class-samples', columns: ['model', 'class', ...names], rows }],
      figures: image
        ? sampledImages(drawn, setting.dataset, image, setting.rng.fork('nearest'))
        : figureOf(drawn, setting),
      notes: subjects
        .filter(({ model }) => !model.has('Sampler'))
        .map(({ model }) => `No rows of each class: ${capabilitySentence(model.card, ['Sampler'], [])}.`),
    };
  },
};

async function ofEachClass({ model }: Subject, { rng }: ExplainSetting): Promise<Generated> {
  const parts: Generated[] = [];
  const { classes } = model.facts.target;
  for (const label of classes.keys()) {
    if (label >= mostClasses || model.logPrior[label] === -Infinity) continue;
    parts.push(await generate(model, { n: perClass.figure, label }, rng.fork(`samples ${model.name} ${label}`)));
  }
  return {
    model,
    z: parts.length > 0 ? stackRows(parts.map(({ z }) => z)) : matrix(0, 0),
    labels: Int32Array.from(parts.flatMap(({ labels }) => [...labels])),
    cells: parts.flatMap(({ cells }) => cells),
  };
}

function tableRows({ model }: Subject, { cells, labels }: Generated, names: string[]): (string | number | null)[][] {
  const position = new Map(model.facts.encoding.features.map(({ name }, i) => [name, i]));
  const seen = new Map<number, number>();
  return cells.flatMap((row, i) => {
    const label = labels[i]!;
    const count = seen.get(label) ?? 0;
    seen.set(label, count + 1);
    if (count >= perClass.table) return [];
    return [
      [model.name, model.facts.target.classes[label]!, ...names.map((name) => row[position.get(name) ?? -1] ?? null)],
    ];
  });
}

function figureOf(drawn: readonly Generated[], { dataset }: ExplainSetting): FigureOf<'samples'>[] {
  const axes = chooseAxes(
    dataset,
    drawn.map(({ model }) => model),
  );
  if (!axes) return [];
  const figure = samplesFigure(drawn, dataset, axes);
  return [
    {
      ...figure,
      title: `What each class is taken to be: ${axes.x.name} × ${axes.y.name}`,
      summary: `Rows drawn from each class by ${drawn.map(({ model }) => model.name).join(', ')}, over the training rows.`,
    },
  ];
}

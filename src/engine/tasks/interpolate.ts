import { requireTarget } from '../../data/dataset';
import type { LabelledDataset } from '../../data/dataset';
import { decode } from '../../data/decode';
import { rowOf } from '../../data/matrix';
import { listed } from '../../data/words';
import type { TaskCard } from '../../protocol/cards';
import type { Figure } from '../../protocol/figures';
import type { ResultTable } from '../../protocol/result';
import { pathCurves, pathFigure } from '../drawing/latentPath';
import { pathPictures } from '../drawing/wholePictures';
import { chooseAxes } from '../drawing/plane';
import { mostProbable } from '../judging/metrics';
import { endsOf } from '../latent/ends';
import { latentPath } from '../latent/path';
import type { JudgedPath, PathKind } from '../latent/path';
import type { Latent } from '../model';
import type { TaskContext, TaskSpec } from '../task';
import { modelNotes } from '../training/modelNotes';
import type { TrainedModel } from '../training/trained';
import { generatedColumn } from './drawRows';
import { obtainAll } from './obtainAll';
import { classifierParameter, classifierRequest } from './classifierOption';
import { seedParameter } from './parameters';
import { wanted } from './show';

/** From so many hidden variables on, normal points lie so near a sphere that a path has to follow it. */
const sphericalFrom = 8;
/** Features in the table. */
const mostColumns = 500;

const card: TaskCard = {
  id: 'interpolate',
  title: 'Interpolate',
  summary:
    'Goes from one row to another through the latent space of a model: what it takes for rows between them, with P(y | x) on the way.',
  models: 'required',
  needs: ['Latent'],
  parameters: [
    {
      name: 'between',
      type: 'list',
      of: { name: 'row', type: 'integer', min: 0, doc: 'Number of a row of the file; the first one is row 0.' },
      minItems: 2,
      maxItems: 2,
      doc: 'The two rows. Default: test rows of two classes.',
    },
    { name: 'steps', type: 'integer', min: 3, max: 101, default: 21, doc: 'Points on the path, both ends included.' },
    {
      name: 'path',
      type: 'choice',
      choices: [
        { value: 'auto', doc: `Spherical from ${sphericalFrom} hidden variables on, else linear.` },
        { value: 'linear', doc: 'The straight line between the two hidden points.' },
        { value: 'spherical', doc: 'Turns evenly from one direction to the other (White 2016).' },
      ],
      default: 'auto',
      doc: 'The way through the latent space.',
    },
    classifierParameter('Gives P(y | x) on the paths of models that do not classify; with its default options.'),
    seedParameter,
  ],
  shows: [
    { value: 'path', doc: 'The path over two features of the rows, beside the straight line between the two rows.' },
    { value: 'curves', doc: 'P(y | x) along the path.' },
  ],
};

type Choices = {
  steps: number;
  path: PathKind | 'auto';
  classifier: string;
};

export const interpolate: TaskSpec = {
  card,
  withoutTarget: true,
  async run(context) {
    const { plan, signal } = context;
    const show = wanted(plan, card, ['path', 'curves']);
    const dataset = requireTarget(context.dataset);
    const models = await obtainAll(context, 'Latent');
    const ends = endsOf(dataset, plan.options.between as number[] | undefined);
    const paths: JudgedPath[] = [];
    for (const model of models) {
      if (signal.aborted) break;
      paths.push(await pathOf(context, dataset, model, ends));
    }
    const axes = chooseAxes(dataset, models);
    const figures: Figure[] = [
      ...(show.has('path') && axes ? [pathFigure(paths, ends, dataset, axes)] : []),
      ...(show.has('path') ? pathPictures(paths, ends, dataset) : []),
      ...(show.has('curves') ? pathCurves(paths, dataset) : []),
    ];
    return {
      models: models.map((model) => model.report({})),
      tables: [tableOf(paths, dataset)],
      figures,
      notes: [
        `The path leads from row ${ends[0]} to row ${ends[1]} of ${plan.data.path}.`,
        ...modelNotes(models),
        ...judgeNotes(paths),
      ],
    };
  },
};

async function pathOf(
  { plan, trainer }: TaskContext,
  dataset: LabelledDataset,
  model: TrainedModel,
  rows: [number, number],
): Promise<JudgedPath> {
  const { steps, path: kind, classifier } = plan.options as Choices;
  const { facts, fitted } = model;
  const latent = fitted as Latent;
  const chosen = kind !== 'auto' ? kind : latent.latentSize >= sphericalFrom ? 'spherical' : 'linear';
  const ends = {
    x: model.encode(dataset.features, rows),
    labels: Int32Array.from(rows, (row) => dataset.target.codes[row]!),
  };
  const path = await latentPath(latent, ends, facts.target.classes.length, steps, chosen);
  const drawn = { ...path, model, cells: decode(facts.encoding, path.x) };
  const density = model.has('Density') ? { logDensity: await model.logDensity(path.x) } : {};
  if (dataset.target.whole) return { ...drawn, ...density };
  const judge = model.classifies ? model : await trainer.obtain(classifierRequest(classifier));
  // as the judge reads them, which may be other columns
  const columns = dataset.features.map((column) => generatedColumn(drawn, column));
  const x =
    judge === model
      ? path.x
      : judge.encode(
          columns,
          Int32Array.from(path.t, (_, i) => i),
        );
  return { ...drawn, ...density, judged: { by: judge.name, proba: await judge.predictProba(x) } };
}

/** Points on the paths. `t`: 0 at the first row, 1 at the second. */
function tableOf(paths: readonly JudgedPath[], { target, features, image }: LabelledDataset): ResultTable {
  const classes = target.whole ? [] : target.classes;
  // pixels are there to be looked at
  const dense = paths.some(({ logDensity }) => logDensity);
  const shown = image ? [] : features.map(({ name }) => name).slice(0, mostColumns);
  return {
    name: 'interpolate',
    columns: [
      'model',
      't',
      ...(target.whole ? [] : ['predicted']),
      ...classes,
      ...(dense ? ['logDensity'] : []),
      ...shown,
    ],
    rows: paths.flatMap(({ model, t, cells, judged, logDensity }) => {
      const names = model.facts.encoding.features.map(({ name }) => name);
      const predicted = judged && mostProbable(judged.proba);
      return Array.from(t, (at, i) => [
        model.name,
        at,
        ...(judged && predicted ? [classes[predicted[i]!]!, ...rowOf(judged.proba, i)] : []),
        ...(dense ? [logDensity?.[i] ?? null] : []),
        ...shown.map((name) => cells[i]![names.indexOf(name)] ?? null),
      ]);
    }),
  };
}

function judgeNotes(paths: readonly JudgedPath[]): string[] {
  const others = paths.filter(({ model, judged }) => judged && judged.by !== model.name);
  if (others.length === 0) return [];
  const names = listed(others.map(({ model }) => model.name));
  return [`${names} ${others.length === 1 ? 'does' : 'do'} not classify: P(y | x) is by ${others[0]!.judged!.by}.`];
}

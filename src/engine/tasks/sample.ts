import type { Dataset } from '../../data/dataset';
import { Problem } from '../../data/problem';
import { counted, listed, shortened } from '../../data/words';
import type { Cell } from '../../data/cells';
import type { Column } from '../../data/table';
import type { Json, TaskCard } from '../../protocol/cards';
import type { Figure, FigureOf } from '../../protocol/figures';
import type { ResultTable } from '../../protocol/result';
import { requireCapability } from '../capability';
import { asWritten } from '../completion/cellValues';
import { plainFeatures } from '../training/columns';
import { histogramOf } from '../drawing/histograms';
import { modelNotes } from '../training/modelNotes';
import { chooseAxes } from '../drawing/plane';
import { modesOf } from '../judging/modes';
import { sampleQuality } from '../judging/sampleQuality';
import type { SampleQuality } from '../judging/sampleQuality';
import type { TaskContext, TaskSpec } from '../task';
import { generate, generatedColumn, requestedRows, samplesFigure } from './drawRows';
import type { Generated } from './drawRows';
import { noPathNotes, pathFigures, pathShown } from './pathShown';
import { seedParameter } from './parameters';
import { sampledImages } from './sampledImages';
import { sequenceFigures, sequenceRows } from './sampledSequences';
import { writeParameters, writeRows } from './writeRows';
import type { Rows } from './writeRows';
import { wanted } from './show';

/** What a result keeps: rows of its table and columns of its histograms. The file written by `to` holds all rows. */
const most = { rows: 1000, cells: 30_000, columns: 12 };

const card: TaskCard = {
  id: 'sample',
  title: 'Sample',
  summary: 'Draws new rows from models of P(x, y), shows them over real ones and says how well they pass for real.',
  models: 'required',
  needs: ['Sampler'],
  parameters: [
    { name: 'n', type: 'integer', min: 1, max: 100_000, default: 200, doc: 'Rows to draw from each model.' },
    {
      name: 'class',
      type: 'class',
      doc: 'Draw rows of this class only. Default: classes as often as the model expects them.',
    },
    {
      name: 'given',
      type: 'row',
      doc: 'Values that are fixed; the other features are drawn from their distribution given these.',
    },
    {
      name: 'modes',
      type: 'column',
      doc: 'A column that names the known modes of the data, such as clusters: how many of them generated rows reach.',
    },
    ...writeParameters,
    seedParameter,
  ],
  shows: [
    {
      value: 'samples',
      doc: 'Generated rows over real ones in a plane of two features; generated images beside the nearest real ones.',
    },
    { value: 'histograms', doc: 'Each feature of real and of generated rows.' },
    pathShown,
  ],
};

export const sample: TaskSpec = {
  card,
  withoutTarget: true,
  async run(context) {
    const { plan, dataset, trainer, rng, signal, environment } = context;
    const show = wanted(plan, card, ['samples', 'histograms']);
    const { given } = plan.options;
    const modes = typeof plan.options.modes === 'string' ? modesOf(dataset, plan.options.modes) : undefined;
    for (const request of plan.models) {
      // a sequence can only be completed by a model that knows how
      requireCapability(trainer.cardOf(request), given && dataset.sequence ? 'Conditional' : 'Sampler', request.at);
    }
    const generated: Generated[] = [];
    const qualities: SampleQuality[] = [];
    for (const request of plan.models) {
      if (signal.aborted) break;
      const model = await trainer.obtain(request);
      environment.progress({ text: `sampling ${model.name}`, model: model.name });
      await environment.breathe();
      const options = requestedRows(plan.options, model, dataset);
      generated.push(await generate(model, options, rng.fork(model.name)));
      qualities.push(given ? { metrics: {} } : await sampleQuality(model, context, options.label, modes));
    }
    if (generated.length === 0) throw new Problem('interrupted', 'The run was stopped before anything was generated.');
    const rows = dataset.sequence ? sequenceRows(generated, dataset) : rowsOf(generated, dataset, plan.options.given);
    const kept = Math.min(most.rows, Math.ceil(most.cells / rows.header.length));
    return {
      models: generated.map(({ model }, i) => model.report(qualities[i]!.metrics)),
      tables: [
        { name: 'samples', columns: rows.header, rows: rows.cells.slice(0, kept).map(tableRow) },
        ...modeTable(generated, qualities),
      ],
      figures: await figuresOf(show, generated, context),
      notes: [
        ...modelNotes(generated.map(({ model }) => model)),
        ...generated.flatMap(({ notes = [] }) => notes),
        ...new Set(qualities.flatMap(({ notes = [] }) => notes)),
        ...modeNotes(generated, qualities),
        ...(show.has('path') ? noPathNotes(generated.map(({ model }) => model)) : []),
        ...(rows.cells.length > kept
          ? [
              `The table holds the first ${kept} of ${counted(rows.cells.length, 'row')}; write them all with to: file.csv.`,
            ]
          : []),
        ...(await writeRows(rows, context)),
      ],
    };
  },
};

/** How often each known mode occurs among real and generated rows. */
function modeTable(generated: readonly Generated[], qualities: readonly SampleQuality[]): ResultTable[] {
  const rows = generated.flatMap(({ model }, i) =>
    (qualities[i]!.modes ?? []).map((share) => [model.name, share.mode, share.training, share.generated]),
  );
  return rows.length === 0 ? [] : [{ name: 'modes', columns: ['model', 'mode', 'training', 'generated'], rows }];
}

function modeNotes(generated: readonly Generated[], qualities: readonly SampleQuality[]): string[] {
  return generated.flatMap(({ model }, i) => {
    const { modes } = qualities[i]!;
    const absent = modes?.filter(({ reached }) => !reached).map(({ mode }) => mode) ?? [];
    if (!modes) return [];
    const reached = `${model.name} reaches ${modes.length - absent.length} of ${counted(modes.length, 'mode')}`;
    return [absent.length === 0 ? `${reached}.` : `${reached}: none or hardly any row of ${listed(absent)}.`];
  });
}

/** A whole sequence, or a long text, is cut: it is there to be looked at. */
function tableRow(cells: readonly Cell[]): Cell[] {
  return cells.map((cell) => (typeof cell === 'string' ? shortened(cell, 2000) : cell));
}

/**
 * The generated rows as rows of a file: features, class, and the model where there are several. Columns of whole numbers have
 * whole numbers, unless others were `given`.
 */
function rowsOf(generated: readonly Generated[], { target, features }: Dataset, given: Json | undefined): Rows {
  const several = generated.length > 1;
  const isGiven = new Set(Object.keys(given ?? {}));
  const header = [...new Set(generated.flatMap(({ model }) => model.facts.encoding.features.map(({ name }) => name)))];
  const byName = new Map(features.map((column) => [column.name, column]));
  const like = header.map((name) => (isGiven.has(name) ? undefined : byName.get(name)));
  const written = (cell: Cell | undefined, column: Column | undefined): Cell =>
    typeof cell === 'number' && column ? asWritten(cell, column) : (cell ?? null);
  const cells = generated.flatMap(({ model, cells: rows, labels }) => {
    const position = new Map(model.facts.encoding.features.map(({ name }, i) => [name, i]));
    return rows.map((row, i): Cell[] => [
      ...header.map((name, j) => written(row[position.get(name) ?? -1], like[j])),
      ...(target?.whole ? [] : [model.facts.target.classes[labels[i]!]!]),
      ...(several ? [model.name] : []),
    ]);
  });
  const targetName = target?.name ?? generated[0]!.model.facts.target.name;
  const named = target?.whole ? header : [...header, targetName];
  return { header: [...named, ...(several ? ['model'] : [])], cells };
}

async function figuresOf(
  show: ReadonlySet<string>,
  generated: readonly Generated[],
  context: TaskContext,
): Promise<Figure[]> {
  const { dataset, plan, rng } = context;
  const models = generated.map(({ model }) => model);
  const axes = chooseAxes(dataset, models);
  const { label } = requestedRows(plan.options, models[0]!, dataset);
  if (dataset.sequence) return sequenceFigures(show, generated, dataset, label);
  const paths = show.has('path') ? await pathFigures(models, dataset, axes, rng.fork('path'), label) : [];
  if (dataset.image) {
    const pictures = show.has('samples') ? sampledImages(generated, dataset, dataset.image, rng.fork('nearest')) : [];
    return [...pictures, ...paths];
  }
  const figures: Figure[] = [];
  if (show.has('samples') && axes) figures.push(samplesFigure(generated, dataset, axes, label));
  figures.push(...paths);
  const drawable = plainFeatures(dataset).some(({ name }) => models.every((model) => model.reads(name)));
  if (show.has('histograms') && drawable) figures.push(histograms(generated, dataset, label));
  return figures;
}

function histograms(
  generated: readonly Generated[],
  dataset: Dataset,
  label: number | undefined,
): FigureOf<'histograms'> {
  const { parts, target } = dataset;
  const real = label === undefined ? parts.train : parts.train.filter((row) => target?.codes[row] === label);
  const shown = plainFeatures(dataset)
    .filter(({ name }) => generated.every(({ model }) => model.reads(name)))
    .slice(0, most.columns);
  const names = generated.map(({ model }) => model.name);
  return {
    kind: 'histograms',
    title: 'Real and generated rows',
    summary: `Distribution of ${listed(shown.map(({ name }) => name))} in the training rows and in rows generated by ${listed(names)}.`,
    groups: ['real', ...names],
    columns: shown.map((column) => {
      const drawn = generated.map((one) => ({
        column: generatedColumn(one, column),
        rows: Int32Array.from(one.cells.keys()),
      }));
      return histogramOf([{ column, rows: real }, ...drawn]);
    }),
  };
}

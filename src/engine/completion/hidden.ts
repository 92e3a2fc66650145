import type { LabelledDataset } from '../../data/dataset';
import { rowOf } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import { sampleOf } from '../drawing/plane';
import { cellChances, withHoles } from '../gaps/holes';
import { imputers } from '../imputation/index';
import type { TaskContext } from '../task';
import type { TrainedModel } from '../training/trained';
import { fillable, levelIn, numberIn } from './cellValues';
import { completerOf } from './completer';

/** Test rows at most, completions times numbers that a model has learned, rows that are kept anyway, and rounds. */
const bounds = { rows: 1000, work: 1e9, least: 100, rounds: 10 };

/** Hidden cells of one column and what a method made of them. */
export interface HiddenColumn {
  feature: string;
  /** Levels of a category. */
  levels?: string[];
  /** True and imputed values in the units of the file; of a category, codes of its levels. */
  truth: number[];
  imputed: number[];
}

export interface HiddenResult {
  method: string;
  /** Absent: a method that asks no model. */
  model?: TrainedModel;
  columns: HiddenColumn[];
}

export interface HiddenMeasurement {
  /** Empty where the user stopped the run. */
  results: HiddenResult[];
  /** Test rows, and times that a share of their cells was hidden. */
  rows: number;
  rounds: number;
  notes: string[];
}

interface Contestant extends HiddenResult {
  /** Whose encoding is used. */
  reader: TrainedModel;
  /** Fills rows; undefined where the user stopped the run. */
  fill(x: Matrix): Promise<Matrix | undefined>;
}

/**
 * Hides a share of the observed cells of the test rows, another share in each round so that every cell is hidden once, and
 * lets the models and the imputers that ask no model fill them in from what is left.
 */
export async function hiddenCells(
  context: TaskContext & { dataset: LabelledDataset },
  models: readonly TrainedModel[],
  { share, givenClass }: { share: number; givenClass: boolean },
): Promise<HiddenMeasurement> {
  const { dataset, rng, environment } = context;
  const { features, parts, target } = dataset;
  const rounds = Math.max(1, Math.min(bounds.rounds, Math.floor(1 / share + 1e-9)));
  const rows = Int32Array.from(sampleOf([...parts.test], mostRows(models, rounds), rng.fork('hidden rows')));
  const labels = givenClass ? Int32Array.from(rows, (row) => target.codes[row]!) : undefined;
  const { contestants, notes } = await enter(context, models, labels);
  const chances = cellChances(rows.length, features.length, rng.fork('hidden cells')).data;
  const nothing = { results: [], rows: rows.length, rounds, notes };
  for (let round = 0; round < rounds; round++) {
    for (const [i, { reader, fill, method, columns }] of contestants.entries()) {
      environment.progress({
        text: `hiding cells, ${round + 1} of ${rounds}: ${method}`,
        fraction: (round + i / contestants.length) / rounds,
      });
      await environment.breathe();
      const { encoding } = reader.facts;
      const x = reader.encode(features, rows);
      const places = encoding.features.map(({ name }) => features.findIndex((column) => column.name === name));
      const hides = (row: number, f: number) =>
        encoding.features[f]!.text === undefined &&
        (chances[row * features.length + places[f]!]! + round * share) % 1 < share;
      const filled = await fill(withHoles(x, encoding.features, hides));
      if (!filled) return nothing;
      collect(reader, columns, x, filled, hides);
    }
  }
  return { ...nothing, results: contestants };
}

/** The models by their conditional mean, then the imputers that ask no model. */
async function enter(
  context: TaskContext & { dataset: LabelledDataset },
  models: readonly TrainedModel[],
  labels: Int32Array | undefined,
): Promise<{ contestants: Contestant[]; notes: string[] }> {
  const { dataset, rng, environment, signal } = context;
  const notes: string[] = [];
  const contestants = models.map((model): Contestant => {
    const completer = completerOf(model, context);
    return {
      method: models.length > 1 ? model.name : 'conditional-mean',
      model,
      reader: model,
      columns: emptyColumns(model),
      fill: (x) => completer.mean(x, labels),
    };
  });
  const reader = models[0]!;
  const training = reader.encode(dataset.features, dataset.parts.train);
  for (const spec of imputers) {
    const refusal = spec.refuses(training.columns);
    const limit = refusal ?? spec.limit(training);
    if (limit !== undefined) notes.push(limit);
    if (refusal !== undefined || signal.aborted) continue;
    const imputer = await spec.fit(training, {
      features: reader.facts.encoding.features,
      rng: rng.fork(spec.id),
      breathe: () => environment.breathe(),
    });
    contestants.push({
      method: spec.id,
      reader,
      columns: emptyColumns(reader),
      fill: (x) => Promise.resolve(signal.aborted ? undefined : imputer.fill(x)),
    });
  }
  return { contestants, notes };
}

function emptyColumns({ facts: { encoding } }: TrainedModel): HiddenColumn[] {
  return fillable(encoding).map(({ name, levels }) => ({
    feature: name,
    ...(levels ? { levels } : {}),
    truth: [],
    imputed: [],
  }));
}

function collect(
  { facts: { encoding } }: TrainedModel,
  columns: readonly HiddenColumn[],
  x: Matrix,
  filled: Matrix,
  hides: (row: number, f: number) => boolean,
): void {
  for (const column of columns) {
    const f = encoding.features.findIndex(({ name }) => name === column.feature);
    const feature = encoding.features[f]!;
    const valueIn = (from: Matrix, row: number) =>
      feature.levels ? levelIn(feature, from, row) : numberIn(encoding, feature, from, row);
    for (let row = 0; row < x.rows; row++) {
      if (!hides(row, f) || Number.isNaN(rowOf(x, row)[feature.start]!)) continue;
      column.truth.push(valueIn(x, row));
      column.imputed.push(valueIn(filled, row));
    }
  }
}

function mostRows(models: readonly TrainedModel[], rounds: number): number {
  const heaviest = Math.max(...models.map(({ facts }) => facts.cost.parameters));
  return Math.max(bounds.least, Math.min(bounds.rows, Math.floor(bounds.work / (heaviest * rounds))));
}

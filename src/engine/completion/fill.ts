import type { Cell } from '../../data/cells';
import type { LabelledDataset } from '../../data/dataset';
import type { EncodedFeature } from '../../data/encoding';
import type { Matrix } from '../../data/matrix';
import type { Column } from '../../data/table';
import type { TaskContext } from '../task';
import { isEmptyCell } from '../training/columns';
import type { TrainedModel } from '../training/trained';
import { cellIn, fillable, levelIn, numberIn } from './cellValues';
import { completerOf } from './completer';

/** An empty cell and what was filled in. */
export interface FilledCell {
  row: number;
  feature: string;
  /** The conditional mean, as it would stand in the file; the most probable level of a category. */
  value: Cell;
  /** Standard deviation between draws, of a number; null where there are no draws. */
  sd: number | null;
  /** Share of the draws that give the most probable level, of a category. */
  share: number | null;
}

/** Empty cells of a file as one model fills them. */
export interface FilledRows {
  model: TrainedModel;
  /** Row numbers of the file with empty cells that the model can fill, ascending. */
  rows: Int32Array;
  cells: FilledCell[];
  /** Completed values by draw (the conditional mean where none is wanted), then for each cell of `cells`. */
  completions: Cell[][];
}

export interface FillOptions {
  /** Completions to draw; 0: the conditional mean. */
  draws: number;
  givenClass: boolean;
  /** Draws by which the spread is known where no draws are wanted, and the rows that get them. */
  spread: { draws: number; rows: number };
}

/** Draws that tell the spread, and completions of rows times the numbers that a model has learned. */
const bounds = { draws: 20, rows: 500, least: 50, work: 2e9 };

/** How the spread is known where the cell asks for no draws. */
export function spreadOf({ facts }: TrainedModel): FillOptions['spread'] {
  const rows = Math.floor(bounds.work / (bounds.draws * facts.cost.parameters));
  return { draws: bounds.draws, rows: Math.max(bounds.least, Math.min(bounds.rows, rows)) };
}

interface Gap {
  /** Position among the rows that are completed. */
  at: number;
  feature: EncodedFeature;
  column: Column;
}

/** Fills the empty cells of all rows; undefined where the user stopped the run. */
export async function fillRows(
  context: TaskContext & { dataset: LabelledDataset },
  model: TrainedModel,
  { draws, givenClass, spread }: FillOptions,
): Promise<FilledRows | undefined> {
  const { dataset, rng, environment } = context;
  const { encoding } = model.facts;
  const { rows, gaps } = gapsOf(dataset, model);
  const x = model.encode(dataset.features, rows);
  const labels = givenClass ? Int32Array.from(rows, (row) => dataset.target.codes[row]!) : undefined;
  const completer = completerOf(model, context);
  environment.progress({ text: `filling empty cells by ${model.name}`, model: model.name });
  const means = await completer.mean(x, labels);
  if (!means) return undefined;
  const cellsOf = (filled: Matrix, of = gaps) =>
    of.map(({ at, feature, column }) => cellIn(encoding, feature, column, filled, at));
  const values = cellsOf(means);
  const part = draws > 0 ? rows.length : Math.min(rows.length, spread.rows);
  const drawn = gaps.filter(({ at }) => at < part);
  const few = part < rows.length ? model.encode(dataset.features, rows.subarray(0, part)) : x;
  const tally = new Spread(drawn.length);
  const completions: Cell[][] = draws > 0 ? [] : [values];
  for (let draw = 0; draw < (draws > 0 ? draws : spread.draws) && part > 0; draw++) {
    environment.progress({
      text: `drawing completions by ${model.name}`,
      model: model.name,
      fraction: draw / Math.max(1, draws),
    });
    const filled = await completer.draw(few, labels, rng.fork(`${model.name}, draw ${draw}`));
    if (!filled) return undefined;
    drawn.forEach(({ at, feature }, i) => {
      if (feature.levels) tally.add(i, Number(levelIn(feature, filled, at) === levelIn(feature, means, at)));
      else tally.add(i, numberIn(encoding, feature, filled, at));
    });
    if (draws > 0) completions.push(cellsOf(filled));
  }
  return {
    model,
    rows,
    cells: gaps.map(({ at, feature }, i) => ({
      row: rows[at]!,
      feature: feature.name,
      value: values[i]!,
      sd: feature.levels || i >= drawn.length ? null : tally.sd(i),
      share: feature.levels && i < drawn.length ? tally.mean(i) : null,
    })),
    completions,
  };
}

/** Rows with empty cells of features that the model reads, and these cells, row by row. */
function gapsOf({ features, rows: count }: LabelledDataset, model: TrainedModel): { rows: Int32Array; gaps: Gap[] } {
  const byName = new Map(features.map((column) => [column.name, column]));
  const readable = fillable(model.facts.encoding).map((feature) => ({ feature, column: byName.get(feature.name)! }));
  const empty = readable.filter(({ column }) => column.missing > 0);
  const rows: number[] = [];
  const gaps: Gap[] = [];
  for (let row = 0; row < count; row++) {
    const own = empty.filter(({ column }) => isEmptyCell(column, row));
    if (own.length === 0) continue;
    gaps.push(...own.map((gap) => ({ ...gap, at: rows.length })));
    rows.push(row);
  }
  return { rows: Int32Array.from(rows), gaps };
}

/** Mean and standard deviation of each of many cells over draws (Welford 1962). */
class Spread {
  private readonly counts: Int32Array;
  private readonly means: Float64Array;
  private readonly squares: Float64Array;

  constructor(cells: number) {
    this.counts = new Int32Array(cells);
    this.means = new Float64Array(cells);
    this.squares = new Float64Array(cells);
  }

  add(cell: number, value: number): void {
    const count = ++this.counts[cell]!;
    const before = value - this.means[cell]!;
    this.means[cell]! += before / count;
    this.squares[cell]! += before * (value - this.means[cell]!);
  }

  mean(cell: number): number | null {
    return this.counts[cell]! > 0 ? this.means[cell]! : null;
  }

  sd(cell: number): number | null {
    return this.counts[cell]! > 1 ? Math.sqrt(this.squares[cell]! / (this.counts[cell]! - 1)) : null;
  }
}

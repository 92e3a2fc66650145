import { reportOf, savedAs } from './report';
import { encode } from '../../data/encode';
import type { Encoding } from '../../data/encoding';
import { matrix, takeRows } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import { Problem } from '../../data/problem';
import type { Rng } from '../../data/random';
import type { Column } from '../../data/table';
import type { Capability, Json, ModelCard } from '../../protocol/cards';
import type { SavedModel } from '../../protocol/messages';
import type { Cost, Metrics, ModelResult } from '../../protocol/result';
import { savedModel } from '../../protocol/savedModel';
import type { HistoryPoint } from './history';
import type { Kernel } from '../math/kernel';
import type { EvidenceBound, Fitted, ModelSpec, Options } from '../model';
import { asClassifier, asMarginalClassifier, logEvidence } from '../posterior';
import { withinRange } from './withinRange';

/** Rows that a model is asked for at a time: bounds the memory of a pass. */
const rowsPerPass = 1 << 14;

/** What is known of a trained model besides its own state; plain data. */
export interface TrainedFacts {
  options: Options;
  seed: number;
  key: string;
  target: { name: string; classes: string[] };
  /** Training rows of each class. */
  classCounts: number[];
  encoding: Encoding;
  cost: Cost;
  history: HistoryPoint[];
  notes: string[];
  /** Training was stopped by the user. */
  interrupted: boolean;
}

/** A trained model together with the way from the file's columns to its inputs. */
export class TrainedModel {
  /** Of pictures, see {@link withinRange}. */
  readonly fitted: Fitted;

  constructor(
    readonly name: string,
    readonly card: ModelCard,
    readonly facts: TrainedFacts,
    fitted: Fitted,
  ) {
    const { range } = facts.encoding;
    this.fitted = range ? withinRange(fitted, range) : fitted;
  }

  /** log P(y): [K]. */
  get logPrior(): Float64Array {
    const { classCounts } = this.facts;
    const total = classCounts.reduce((sum, count) => sum + count, 0);
    return this.fitted.logPrior ?? Float64Array.from(classCounts, (count) => Math.log(count / total));
  }

  get classifies(): boolean {
    return asClassifier(this.fitted) !== undefined;
  }

  /** Whether it can be asked about rows with empty cells. */
  get takesGaps(): boolean {
    return this.fitted.logJointMarginal !== undefined;
  }

  /** Whether a row is a whole sequence, in which a gap is a step that was not observed and cannot be filled like a cell. */
  get readsSequences(): boolean {
    return this.facts.encoding.features.some(({ sequence }) => sequence);
  }

  /** Whether a row is a text, token by token or word by word. */
  get readsTokens(): boolean {
    return this.facts.encoding.features.some(({ tokens, words }) => tokens ?? words);
  }

  has(capability: Capability): boolean {
    return this.card.capabilities.includes(capability);
  }

  /** Whether a column of the file is one of its features. */
  reads(feature: string): boolean {
    return this.facts.encoding.features.some(({ name }) => name === feature);
  }

  /** Rows of the file as the model reads them: [n, d]. */
  encode(columns: readonly Column[], rows: ArrayLike<number>): Matrix {
    return encode(this.facts.encoding, columns, rows);
  }

  /** P(y | x). x: [n, d], encoded, NaN where empty -> [n, K]. */
  predictProba(x: Matrix): Promise<Matrix> {
    const classifier = hasGaps(x) ? asMarginalClassifier(this.fitted) : asClassifier(this.fitted);
    if (!classifier) throw new Error(`${this.card.id} cannot classify these rows`);
    return inPasses(x, this.facts.target.classes.length, (part) => classifier.predictProba(part));
  }

  /** log P(x, y) in encoded units; empty cells are summed out. x: [n, d] -> [n, K]. */
  logJoint(x: Matrix): Promise<Matrix> {
    const { logJoint, logJointMarginal } = this.fitted;
    const density = hasGaps(x) ? logJointMarginal?.bind(this.fitted) : logJoint?.bind(this.fitted);
    if (!density) throw new Error(`${this.card.id} has no density of these rows`);
    return inPasses(x, this.facts.target.classes.length, density);
  }

  /** log p(x) in nats, in the units of the file: log p(z) - sum_j log scale_j over the columns that are not empty. */
  async logDensity(x: Matrix): Promise<Float64Array> {
    return this.inUnits(x, logEvidence(await this.logJoint(x)));
  }

  /** log p(x) in nats up to a constant that nobody knows. x: [n, d], encoded, without gaps -> [n]. */
  async logUnnormalised(x: Matrix): Promise<Float64Array> {
    const { fitted, facts } = this;
    return logEvidence(await inPasses(x, facts.target.classes.length, (part) => fitted.logUnnormalised!(part)));
  }

  /** Lower bounds of log p(x) in nats, in the units of the file. x: [n, d], encoded, without gaps -> [n]. */
  async logDensityBound(x: Matrix, rng: Rng): Promise<Float64Array> {
    return this.inUnits(x, logEvidence(await this.fitted.logBound!(x, rng)));
  }

  /** The terms of the evidence lower bound of log p(x | y), the first in the units of the file; undefined: it has none. */
  async evidenceBound(x: Matrix, labels: Int32Array, rng: Rng): Promise<EvidenceBound | undefined> {
    const bound = await this.fitted.evidenceBound?.(x, labels, rng);
    return bound && { ...bound, reconstruction: this.inUnits(x, bound.reconstruction) };
  }

  /** What a cell's result says of this model. */
  report(metrics: Metrics): ModelResult {
    return reportOf(this, metrics);
  }

  /** Plain JSON; {@link restore} is the inverse. */
  save(): SavedModel {
    return savedAs(this, this.fitted.save());
  }

  dispose(): void {
    this.fitted.dispose();
  }

  /** Log densities of encoded rows as those of the rows of the file. */
  private inUnits(x: Matrix, logDensity: Float64Array): Float64Array {
    const { columns } = this.facts.encoding;
    return logDensity.map((value, i) => value - sumLogScale(columns, x, i));
  }
}

/** A saved model under a name of the user's choice. Throws a `Problem` when what was saved is damaged. */
export function restore(name: string, spec: ModelSpec, saved: SavedModel, kernel: Kernel): TrainedModel {
  const parsed = savedModel.safeParse(saved);
  if (!parsed.success || parsed.data.model !== spec.card.id) {
    throw new Problem('damaged-model', `the saved model ${name} cannot be read; train it again`);
  }
  const { facts, state } = parsed.data;
  return new TrainedModel(
    name,
    spec.card,
    facts as TrainedFacts,
    spec.restore(state as { [name: string]: Json }, kernel),
  );
}

function sumLogScale(columns: readonly { scale: number }[], x: Matrix, row: number): number {
  let sum = 0;
  // a sequence may be longer than those of the training, whose steps all have the same scales
  for (let j = 0; j < x.columns; j++)
    if (!Number.isNaN(x.data[row * x.columns + j]!)) sum += Math.log(columns[j % columns.length]!.scale);
  return sum;
}

function hasGaps(x: Matrix): boolean {
  return x.data.some(Number.isNaN);
}

async function inPasses(x: Matrix, columns: number, f: (part: Matrix) => Promise<Matrix>): Promise<Matrix> {
  if (x.rows <= rowsPerPass) return f(x);
  const out = matrix(x.rows, columns);
  for (let from = 0; from < x.rows; from += rowsPerPass) {
    const rows = Array.from({ length: Math.min(rowsPerPass, x.rows - from) }, (_, i) => from + i);
    out.data.set((await f(takeRows(x, rows))).data, from * columns);
  }
  return out;
}

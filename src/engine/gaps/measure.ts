import type { LabelledDataset } from '../../data/dataset';
import type { Encoding } from '../../data/encoding';
import { takeRows } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import type { Rng } from '../../data/random';
import type { Imputer, ImputerSpec } from '../imputation/imputer';
import { accuracy, confusionCounts, logLoss } from '../judging/metrics';
import type { TaskContext } from '../task';
import type { TrainedModel } from '../training/trained';
import { cellChances, withHoles } from './holes';
import type { GapClassifier, GapMethod } from './method';

/** What one model by one method reached, for every draw that was finished and every rate. */
export interface GapCurve {
  model: TrainedModel;
  method: GapMethod;
  /** [draw][rate] */
  accuracy: number[][];
  logLoss: number[][];
}

export interface GapMeasurement {
  curves: GapCurve[];
  notes: string[];
  /** Test rows in each draw. */
  rows: number;
}

export interface GapQuestion {
  /** The models and with which methods each. */
  pairs: { model: TrainedModel; method: GapMethod }[];
  rates: number[];
  draws: number;
}

/**
 * Most test rows of a draw; rows that are asked about in all, for each model and method; the work of looking for
 * neighbours and of models that keep much, in multiplications; and rows below which no bound goes.
 */
const bounds = { rows: 1500, asked: 60_000, neighbours: 1.5e9, model: 5e9, least: 100 };

/** Measures how well classes are recognised as cells of the test rows go missing completely at random. */
export class GapExperiment {
  private readonly encodings = new Map<string, EncodedPart>();
  private readonly parts: EncodedPart[];
  private readonly chances: Matrix[];
  private readonly testRows: Int32Array[];

  constructor(
    private readonly context: TaskContext,
    private readonly dataset: LabelledDataset,
    private readonly question: GapQuestion,
  ) {
    const { pairs, rates, draws } = question;
    this.parts = pairs.map(({ model }) => this.partOf(model));
    const { test } = dataset.parts;
    const count = Math.min(test.length, this.mostRows(draws * rates.length));
    const { rng } = context;
    this.testRows = Array.from({ length: draws }, (_, draw) => someRows(test, count, rng.fork(`rows ${draw}`)));
    this.chances = this.testRows.map((rows, draw) =>
      cellChances(rows.length, dataset.features.length, rng.fork(`cells ${draw}`)),
    );
  }

  get rowsPerDraw(): number {
    return this.testRows[0]?.length ?? 0;
  }

  /** Prepares every method, then asks them; what was finished when the user stopped the run counts. */
  async run(): Promise<GapMeasurement> {
    const { context, question } = this;
    const { environment, signal } = context;
    const notes = new Set<string>();
    const ready: { curve: GapCurve; classifier: GapClassifier; part: EncodedPart }[] = [];
    try {
      for (const [i, { model, method }] of question.pairs.entries()) {
        if (signal.aborted) break;
        environment.progress({ text: `preparing ${method.id} for ${model.name}`, model: model.name });
        await environment.breathe();
        const part = this.parts[i]!;
        const classifier = await method.prepare(this.settingOf(model, method, part), (why) => notes.add(why));
        classifier?.notes.forEach((note) => notes.add(note));
        if (classifier) ready.push({ curve: { model, method, accuracy: [], logLoss: [] }, classifier, part });
      }
      for (let draw = 0; draw < question.draws && !signal.aborted; draw++) await this.measureDraw(draw, ready);
      return { curves: ready.map(({ curve }) => curve), notes: [...notes], rows: this.rowsPerDraw };
    } finally {
      for (const { classifier } of ready) classifier.dispose();
    }
  }

  private async measureDraw(
    draw: number,
    ready: readonly { curve: GapCurve; classifier: GapClassifier; part: EncodedPart }[],
  ): Promise<void> {
    const { context, question, dataset } = this;
    const { environment, signal } = context;
    const { rates, draws } = question;
    const labels = Int32Array.from(this.testRows[draw]!, (row) => dataset.target.codes[row]!);
    const measured = ready.map(() => ({ accuracy: [] as number[], logLoss: [] as number[] }));
    for (const [r, rate] of rates.entries()) {
      environment.progress({
        text: `${Math.round(100 * rate)} % of the cells missing, draw ${draw + 1} of ${draws}`,
        fraction: (draw * rates.length + r) / (draws * rates.length),
      });
      const rows = new Map<EncodedPart, Matrix>();
      for (const [i, { classifier, part }] of ready.entries()) {
        await environment.breathe();
        if (signal.aborted) return;
        let x = rows.get(part);
        if (!x) rows.set(part, (x = this.withGaps(part, draw, rate)));
        const proba = await classifier.predictProba(x);
        measured[i]!.accuracy.push(accuracy(confusionCounts(proba, labels)));
        measured[i]!.logLoss.push(logLoss(proba, labels));
      }
    }
    ready.forEach(({ curve }, i) => {
      curve.accuracy.push(measured[i]!.accuracy);
      curve.logLoss.push(measured[i]!.logLoss);
    });
  }

  private settingOf(model: TrainedModel, method: GapMethod, part: EncodedPart) {
    const { environment, signal, trainer, rng } = this.context;
    return {
      model,
      training: { x: part.training, y: part.labels },
      trainer,
      environment,
      signal,
      rng: rng.fork(`${method.id} for ${model.name}`),
      imputer: (spec: ImputerSpec) => part.imputer(spec, this.context),
      questions: () => this.allQuestions(part),
    };
  }

  private *allQuestions(part: EncodedPart): Generator<Matrix> {
    for (let draw = 0; draw < this.question.draws; draw++)
      for (const rate of this.question.rates) yield this.withGaps(part, draw, rate);
  }

  /** The test rows of a draw, encoded, with a share of their cells missing; cells that are empty in the file stay so. */
  private withGaps({ encoding, places, test }: EncodedPart, draw: number, rate: number): Matrix {
    const { rows, features } = { rows: this.testRows[draw]!, features: this.dataset.features.length };
    const chances = this.chances[draw]!.data;
    const x = takeRows(
      test,
      Int32Array.from(rows, (row) => this.positionOf(row)),
    );
    return withHoles(x, encoding.features, (row, f) => chances[row * features + places[f]!]! < rate);
  }

  private positions: Map<number, number> | undefined;
  private positionOf(row: number): number {
    this.positions ??= new Map(Array.from(this.dataset.parts.test, (each, i) => [each, i]));
    return this.positions.get(row)!;
  }

  /** Models that read the columns alike share rows and imputers. */
  private partOf(model: TrainedModel): EncodedPart {
    const { encoding } = model.facts;
    const key = JSON.stringify([encoding.features.map(({ name }) => name), encoding.columns]);
    let part = this.encodings.get(key);
    if (!part) this.encodings.set(key, (part = new EncodedPart(model, this.dataset)));
    return part;
  }

  private mostRows(conditions: number): number {
    const { pairs } = this.question;
    const training = Math.min(2000, this.dataset.parts.train.length);
    const widest = Math.max(...this.parts.map(({ encoding }) => encoding.columns.length));
    const heaviest = Math.max(
      ...[...new Set(pairs.map(({ model }) => model))].map(
        (model) => model.facts.cost.parameters * pairs.filter((pair) => pair.model === model).length,
      ),
    );
    const rows = Math.min(
      bounds.rows,
      bounds.asked / conditions,
      bounds.neighbours / (conditions * training * widest),
      bounds.model / (conditions * heaviest),
    );
    return Math.max(bounds.least, Math.floor(rows));
  }
}

/** Rows of the file as some of the models read them. */
class EncodedPart {
  readonly encoding: Encoding;
  /** Which of the data's features each encoded feature is. */
  readonly places: number[];
  readonly training: Matrix;
  readonly labels: Int32Array;
  readonly test: Matrix;
  private readonly imputers = new Map<string, Promise<Imputer>>();

  constructor(model: TrainedModel, { features, parts, target }: LabelledDataset) {
    this.encoding = model.facts.encoding;
    this.places = this.encoding.features.map(({ name }) => features.findIndex((column) => column.name === name));
    this.training = model.encode(features, parts.train);
    this.labels = Int32Array.from(parts.train, (row) => target.codes[row]!);
    this.test = model.encode(features, parts.test);
  }

  imputer(spec: ImputerSpec, { rng, environment }: TaskContext): Promise<Imputer> {
    let imputer = this.imputers.get(spec.id);
    if (!imputer) {
      imputer = spec
        .fit(this.training, {
          features: this.encoding.features,
          rng: rng.fork(spec.id),
          breathe: () => environment.breathe(),
        })
        .then(once);
      this.imputers.set(spec.id, imputer);
    }
    return imputer;
  }
}

/** Fills the same rows once, however many models ask for them. */
function once({ fill }: Imputer): Imputer {
  const known = new WeakMap<Matrix, Matrix>();
  return {
    fill(x) {
      let filled = known.get(x);
      if (!filled) known.set(x, (filled = fill(x)));
      return filled;
    },
  };
}

function someRows(rows: Int32Array, count: number, rng: Rng): Int32Array {
  if (count >= rows.length) return rows;
  const order = rows.slice();
  rng.shuffle(order);
  return order.subarray(0, count).sort();
}

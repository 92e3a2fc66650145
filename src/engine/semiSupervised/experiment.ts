import type { LabelledDataset } from '../../data/dataset';
import { stackRows, takeRows } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import type { Rng } from '../../data/random';
import { mostProbable } from '../judging/metrics';
import { average } from '../judging/ranking';
import { Budget } from '../sizes/budget';
import { tryFit, wrongRows } from '../sizes/trials';
import type { Impossible } from '../sizes/trials';
import type { TaskContext } from '../task';
import type { TrainedModel } from '../training/trained';
import { LabelSpreading } from './labelSpreading';
import type { Reach, SpreadingOptions } from './labelSpreading';
import { Measurements } from './measurements';
import type { Method } from './measurements';
import { drawLabelled } from './participants';
import type { Participants } from './participants';
import { selfTrain } from './selfTraining';
import type { Labelled, SelfTrainingOptions } from './selfTraining';

export interface Design {
  budgets: readonly number[];
  draws: number;
  methods: ReadonlySet<Method>;
  /** Self-training also of models that learn from unlabelled rows by themselves. */
  selfTrainsAll: boolean;
  selfTraining: SelfTrainingOptions;
  spreading: SpreadingOptions;
}

/** What was fitted in the first draw, while it is there. */
export interface Fit {
  labels: number;
  method: Method;
  model: TrainedModel;
  accuracy: number;
  /** Rows of the file that kept their labels. */
  labelled: Int32Array;
}

export interface Outcome {
  measurements: Measurements;
  /** Draws that were begun. */
  draws: number;
  notes: string[];
}

/** A model with the rows that take part, as it reads them. */
interface Contender {
  model: TrainedModel;
  pool: Matrix;
  others: Matrix;
  more: Matrix;
  test: Matrix;
}

/**
 * Fits every model with few labels, without and with the other rows, over several draws of the labelled rows. Stopped by
 * the user, it returns what was measured until then.
 */
export class Experiment {
  private readonly measurements = new Measurements();
  /** Notes of fits, by model: the first of each, with the budgets where it was said. */
  private readonly said = new Map<string, { text: string; labels: Set<number> }>();
  private readonly contenders: Contender[];
  private readonly codes: Int32Array;
  private readonly truth: Int32Array;
  private readonly spreading: { graph: LabelSpreading; test: Reach } | undefined;
  private readonly budget: Budget;
  private begun = 0;

  constructor(
    private readonly context: TaskContext,
    private readonly dataset: LabelledDataset,
    models: readonly TrainedModel[],
    private readonly rows: Participants,
    private readonly design: Design,
    spread: { x: Matrix; test: Matrix } | undefined,
    private readonly seen: (fit: Fit) => Promise<void>,
  ) {
    const { features, target } = dataset;
    const { pool, others, more, test } = rows;
    this.contenders = models.map((model) => ({
      model,
      pool: model.encode(features, pool),
      others: model.encode(features, others),
      more: model.encode(features, model.has('Partial') ? more : []),
      test: model.encode(features, test),
    }));
    this.budget = new Budget(context.environment.now, 2 * models.length);
    this.codes = Int32Array.from(pool, (row) => target.codes[row]!);
    this.truth = Int32Array.from(test, (row) => target.codes[row]!);
    if (spread) {
      const graph = new LabelSpreading(spread.x, design.spreading);
      this.spreading = { graph, test: graph.reach(spread.test) };
    }
  }

  async run(rng: Rng): Promise<Outcome> {
    const { environment, signal } = this.context;
    const { budgets, draws } = this.design;
    for (let draw = 0; draw < draws && !signal.aborted; draw++) {
      this.begun = draw + 1;
      const choose = drawLabelled(this.rows.pool, this.dataset.target, rng.fork(`draw ${draw}`));
      for (const [at, labels] of budgets.entries()) {
        if (signal.aborted) break;
        environment.progress({
          text: `${labels} labels per class, draw ${draw + 1} of ${draws}`,
          fraction: (draw + at / budgets.length) / draws,
        });
        await environment.breathe();
        await this.measure(draw, labels, choose(labels));
      }
    }
    return {
      measurements: this.measurements,
      draws: this.begun,
      notes: [...this.budget.notes('labels per class'), ...this.fitNotes()],
    };
  }

  private async measure(
    draw: number,
    labels: number,
    chosen: { labelled: Int32Array; unlabelled: Int32Array },
  ): Promise<void> {
    const { methods, selfTrainsAll } = this.design;
    for (const contender of this.contenders) {
      const isPartial = contender.model.has('Partial');
      const suitable: { readonly [M in Method]: boolean } = {
        supervised: true,
        unlabelled: isPartial,
        'self-training': !isPartial || selfTrainsAll,
        'label-spreading': false,
      };
      for (const method of methods) {
        const { name } = contender.model;
        const task = `${name}, ${method}`;
        if (!suitable[method] || !this.budget.allows(task, labels, draw)) continue;
        await this.budget.spend(task, labels, draw, () => this.attempt(draw, labels, chosen, contender, method));
      }
      if (this.context.signal.aborted) return;
    }
    if (this.spreading) {
      const y = new Int32Array(this.codes.length + this.rows.others.length).fill(-1);
      for (const i of chosen.labelled) y[i] = this.codes[i]!;
      const spread = this.spreading.graph.spread(y, this.dataset.target.classes.length);
      const wrong = wrongOf(this.spreading.test.average(spread), this.truth);
      this.measurements.add('label-spreading', 'label-spreading', labels, { draw, wrong });
    }
  }

  /** One fit, tested. Where a model cannot be fitted to so few rows, the experiment goes on without it, and says so. */
  private async attempt(
    draw: number,
    labels: number,
    { labelled, unlabelled }: { labelled: Int32Array; unlabelled: Int32Array },
    contender: Contender,
    method: Method,
  ): Promise<void> {
    const { model, pool, others, more, test } = contender;
    const own = { x: takeRows(pool, labelled), y: Int32Array.from(labelled, (i) => this.codes[i]!) };
    const hidden = stackRows([takeRows(pool, unlabelled), others, ...(method === 'unlabelled' ? [more] : [])]);
    const fitted = await this.fit(model, own, hidden, method);
    if (!fitted) return;
    if ('impossible' in fitted) {
      this.note(model, labels, fitted.impossible);
      return;
    }
    try {
      if (method === 'supervised') for (const text of fitted.facts.notes) this.note(model, labels, text);
      const wrong = await wrongRows(fitted, test, this.truth, this.context.environment);
      if ('impossible' in wrong) {
        this.note(model, labels, wrong.impossible);
        return;
      }
      this.measurements.add(model.name, method, labels, { draw, wrong });
      if (draw === 0) {
        const kept = Int32Array.from(labelled, (i) => this.rows.pool[i]!);
        await this.seen({ labels, method, model: fitted, accuracy: 1 - average([...wrong]), labelled: kept });
      }
    } finally {
      fitted.dispose();
    }
  }

  private async fit(
    model: TrainedModel,
    labelled: { x: Matrix; y: Int32Array },
    hidden: Matrix,
    method: Method,
  ): Promise<TrainedModel | Impossible | undefined> {
    const { trainer } = this.context;
    if (method === 'supervised') return tryFit(trainer, model, labelled);
    if (method === 'unlabelled') return tryFit(trainer, model, { ...labelled, unlabelled: hidden });
    let impossible: Impossible | undefined;
    const fitOrGiveUp = async (rows: Labelled) => {
      const fitted = await tryFit(trainer, model, rows);
      if (!fitted || !('impossible' in fitted)) return fitted;
      impossible = fitted;
      return undefined;
    };
    const outcome = await selfTrain(fitOrGiveUp, labelled, hidden, this.design.selfTraining);
    return outcome?.model ?? impossible;
  }

  /** Keeps what a fit to few labels has to say, unless the model says the like of all labels. */
  private note({ name, facts }: TrainedModel, labels: number, text: string): void {
    const opening = (sentence: string) => sentence.split(' ').slice(0, 2).join(' ');
    if (facts.notes.some((own) => opening(own) === opening(text))) return;
    const found = this.said.get(name);
    if (found) found.labels.add(labels);
    else this.said.set(name, { text, labels: new Set([labels]) });
  }

  private fitNotes(): string[] {
    return [...this.said].map(
      ([model, { text, labels }]) =>
        `${model} with ${[...labels].sort((a, b) => a - b).join(', ')} labels per class: ${text}`,
    );
  }
}

function wrongOf(proba: Matrix, truth: Int32Array): Uint8Array {
  return Uint8Array.from(mostProbable(proba), (predicted, i) => Number(predicted !== truth[i]));
}

import type { FigureOf } from '../../protocol/figures';
import type { ResultTable } from '../../protocol/result';
import { contrastOf, errorOf, isSure } from '../sizes/trials';
import type { Trial } from '../sizes/trials';

/** Ways to use rows without a label, and `supervised`, which does not. */
export type Method = 'supervised' | 'unlabelled' | 'self-training' | 'label-spreading';

/** The tests of one way to learn from `labels` per class. */
export interface Measurement {
  model: string;
  method: Method;
  labels: number;
  trials: Trial[];
}

/** How each is learned, in words. */
const describedAs: { readonly [M in Method]: string } = {
  supervised: 'labelled rows only',
  unlabelled: 'with unlabelled rows',
  'self-training': 'self-training',
  'label-spreading': '',
};

/** Collects accuracies as they come. */
export class Measurements {
  private readonly all: Measurement[] = [];

  add(model: string, method: Method, labels: number, trial: Trial): void {
    let found = this.of(model, method, labels);
    if (!found) this.all.push((found = { model, method, labels, trials: [] }));
    found.trials.push(trial);
  }

  get isEmpty(): boolean {
    return this.all.length === 0;
  }

  of(model: string, method: Method, labels: number): Measurement | undefined {
    return this.all.find((one) => one.model === model && one.method === method && one.labels === labels);
  }

  table(): ResultTable {
    return {
      name: 'semi-supervised',
      columns: ['model', 'method', 'labels', 'accuracy', 'sd', 'draws'],
      rows: this.lines().flatMap((line) =>
        line.map((one) => {
          const { mean, sd } = accuracyOf(one);
          return [one.model, one.method, one.labels, mean, sd, one.trials.length];
        }),
      ),
    };
  }

  /** Accuracy against labels. `allLabels`: accuracy with every label, by model. */
  figure(allLabels: ReadonlyMap<string, number>, draws: number, test: number): FigureOf<'curves'> {
    const several = draws > 1;
    return {
      kind: 'curves',
      title: 'Accuracy against labels',
      summary: `${this.course()}. Mean over ${draws} ${several ? 'draws of the labelled rows; bands: one standard deviation' : 'draw of the labelled rows'}; ${test} test rows.`,
      x: { title: 'labels per class', log: true },
      y: { title: 'test accuracy' },
      series: this.lines().map((line) => {
        const { model, method } = line[0]!;
        const points = line.map(accuracyOf);
        const asymptote = method === 'supervised' ? allLabels.get(model) : undefined;
        return {
          name: this.nameOf(model, method),
          group: model,
          x: line.map(({ labels }) => labels),
          y: points.map(({ mean }) => mean),
          ...(several
            ? {
                low: points.map(({ mean, sd }) => Math.max(0, mean - sd)),
                high: points.map(({ mean, sd }) => Math.min(1, mean + sd)),
              }
            : {}),
          ...(asymptote === undefined ? {} : { asymptote }),
        };
      }),
      marks: [],
    };
  }

  /** Of a line; where it is cut, the way to learn is left, and its colour tells the model. */
  private nameOf(model: string, method: Method): string {
    if (model === method) return model;
    const several = new Set(this.all.flatMap((one) => (one.model === one.method ? [] : [one.model]))).size > 1;
    return several ? `${method}, ${model}` : describedAs[method];
  }

  /** Measurements of one model and method, by labels. */
  private lines(): Measurement[][] {
    const lines = new Map<string, Measurement[]>();
    for (const one of this.all) {
      const key = `${one.model}\n${one.method}`;
      lines.set(key, [...(lines.get(key) ?? []), one]);
    }
    return [...lines.values()].map((line) => line.sort((a, b) => a.labels - b.labels));
  }

  private course(): string {
    const lines = this.lines().map((line) => {
      const { model, method } = line[0]!;
      const at = (one: Measurement) => `${accuracyOf(one).mean.toFixed(3)} with ${one.labels}`;
      const words = describedAs[method];
      return `${model}${words === '' ? '' : ` (${words})`} ${[...new Set([line[0]!, line.at(-1)!])].map(at).join(', ')}`;
    });
    return `Test accuracy by labels per class: ${lines.join('; ')}`;
  }
}

/** Mean over the draws and standard deviation of the accuracy; 0 of a single draw. */
function accuracyOf({ trials }: Measurement): { mean: number; sd: number } {
  const { mean, sd } = errorOf(trials);
  return { mean: 1 - mean, sd };
}

const subjects: { readonly [M in 'unlabelled' | 'self-training']: string } = {
  unlabelled: 'unlabelled rows',
  'self-training': 'self-training',
};

/** Whether unlabelled rows helped, in one sentence per model and method. */
export function verdicts(
  measurements: Measurements,
  models: readonly string[],
  budgets: readonly number[],
  draws: number,
): string[] {
  const found = models.flatMap((model) =>
    (['unlabelled', 'self-training'] as const).flatMap((method) => {
      const changes = budgets.flatMap((labels) => changeOf(measurements, model, method, labels) ?? []);
      return changes.length > 0 ? [{ model, method, changes }] : [];
    }),
  );
  if (found.length === 0) return [];
  const hurt = (method: Method) =>
    found.some((one) => one.method === method && one.changes.some(({ effect }) => effect === 'hurt'));
  return [
    ...found.map(({ model, method, changes }) => `${model}: ${subjects[method]} ${courseOf(changes)}.`),
    draws > 1
      ? 'A difference is clear beyond two standard errors, over the draws and the test rows.'
      : 'One draw cannot tell how much is due to the choice of the labelled rows; ask for more draws.',
    ...(hurt('unlabelled')
      ? [
          'Unlabelled rows hurt where the model is wrong about the shape of a class: the fit that explains all rows best is then not the one with the best boundary.',
        ]
      : []),
    ...(hurt('self-training')
      ? ['Self-training hurts where early guesses are wrong: the model learns its own mistakes.']
      : []),
  ];
}

const effects = {
  helped: 'helped with',
  hurt: 'hurt with',
  unclear: 'made no clear difference with',
} as const;

interface Change {
  labels: number;
  effect: keyof typeof effects;
  before: number;
  after: number;
}

/** Over the draws that both have. */
function changeOf(measurements: Measurements, model: string, method: Method, labels: number): Change | undefined {
  const base = measurements.of(model, 'supervised', labels)?.trials ?? [];
  const other = measurements.of(model, method, labels)?.trials ?? [];
  const contrast = contrastOf(base, other);
  if (!contrast) return undefined;
  const common = base.filter(({ draw }) => other.some((trial) => trial.draw === draw));
  const before = 1 - errorOf(common).mean;
  // a single draw is no measure of chance
  const effect = common.length < 2 || !isSure(contrast) ? 'unclear' : contrast.difference > 0 ? 'helped' : 'hurt';
  return { labels, effect, before, after: before + contrast.difference };
}

/** "helped with 2 labels per class (accuracy 0.852 instead of 0.569), 5 (...); made no clear difference with 50 (...)". */
function courseOf(changes: readonly Change[]): string {
  let isFirst = true;
  const parts = (Object.keys(effects) as (keyof typeof effects)[]).flatMap((effect) => {
    const own = changes.filter((change) => change.effect === effect);
    if (own.length === 0) return [];
    const told = own.map(({ labels, before, after }) => {
      const [unit, what] = isFirst ? [labels === 1 ? ' label per class' : ' labels per class', 'accuracy '] : ['', ''];
      isFirst = false;
      return `${labels}${unit} (${what}${after.toFixed(3)} instead of ${before.toFixed(3)})`;
    });
    return [`${effects[effect]} ${told.join(', ')}`];
  });
  return parts.join('; ');
}

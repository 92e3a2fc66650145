import { listed } from '../../data/words';
import type { FigureOf } from '../../protocol/figures';
import type { ResultTable } from '../../protocol/result';

/** Ways to use rows without a label, and `supervised`, which does not. */
export type Method = 'supervised' | 'unlabelled' | 'self-training' | 'label-spreading';

/** Accuracy on the test rows of one way to learn from `labels` per class, draw by draw (undefined: not measured). */
export interface Measurement {
  model: string;
  method: Method;
  labels: number;
  accuracy: (number | undefined)[];
}

const describedAs: { readonly [M in Method]: string } = {
  supervised: 'labelled rows only',
  unlabelled: 'and unlabelled rows',
  'self-training': 'self-training',
  'label-spreading': '',
};

/** Collects accuracies as they come. */
export class Measurements {
  private readonly all: Measurement[] = [];

  add(model: string, method: Method, labels: number, draw: number, accuracy: number): void {
    let found = this.of(model, method, labels);
    if (!found) this.all.push((found = { model, method, labels, accuracy: [] }));
    found.accuracy[draw] = accuracy;
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
        line.map(({ model, method, labels, accuracy }) => {
          const { mean, sd, count } = moments(accuracy);
          return [model, method, labels, mean, sd ?? null, count];
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
        const points = line.map(({ accuracy }) => moments(accuracy));
        const asymptote = method === 'supervised' ? allLabels.get(model) : undefined;
        const words = describedAs[method];
        return {
          name: words === '' ? model : `${model}, ${words}`,
          group: model,
          x: line.map(({ labels }) => labels),
          y: points.map(({ mean }) => mean),
          ...(several
            ? {
                low: points.map(({ mean, sd = 0 }) => Math.max(0, mean - sd)),
                high: points.map(({ mean, sd = 0 }) => Math.min(1, mean + sd)),
              }
            : {}),
          ...(asymptote === undefined ? {} : { asymptote }),
        };
      }),
      marks: [],
    };
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
      const at = (one: Measurement) => `${moments(one.accuracy).mean.toFixed(3)} with ${one.labels}`;
      const words = describedAs[method];
      return `${model}${words === '' ? '' : ` (${words})`} ${[...new Set([line[0]!, line.at(-1)!])].map(at).join(', ')}`;
    });
    return `Test accuracy by labels per class: ${lines.join('; ')}`;
  }
}

/** Mean and standard deviation (divisor n - 1; undefined of one value) over the draws that were measured. */
export function moments(values: readonly (number | undefined)[]): {
  mean: number;
  sd: number | undefined;
  count: number;
} {
  const known = values.filter((value) => value !== undefined);
  const count = known.length;
  const mean = known.reduce((sum, value) => sum + value, 0) / count;
  const squares = known.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, sd: count > 1 ? Math.sqrt(squares / (count - 1)) : undefined, count };
}

/** How far one way of learning is from another over the same draws, and the standard error of this mean difference. */
export function paired(
  a: Measurement,
  b: Measurement,
): { difference: number; standardError: number | undefined } | undefined {
  const differences = a.accuracy.flatMap((value, draw) => {
    const other = b.accuracy[draw];
    return value === undefined || other === undefined ? [] : [value - other];
  });
  if (differences.length === 0) return undefined;
  const { mean, sd, count } = moments(differences);
  return { difference: mean, standardError: sd === undefined ? undefined : sd / Math.sqrt(count) };
}

/** What a method does to a model: the verbs of the sentence. */
const what: { readonly [M in Exclude<Method, 'supervised' | 'label-spreading'>]: string } = {
  unlabelled: 'Unlabelled rows',
  'self-training': 'Self-training',
};

/**
 * Whether unlabelled rows helped, in one sentence per model and method. A difference within two standard errors is none.
 */
export function verdicts(measurements: Measurements, models: readonly string[], budgets: readonly number[]): string[] {
  const sentences: string[] = [];
  let anyHurt = false;
  for (const name of models) {
    for (const method of ['unlabelled', 'self-training'] as const) {
      const found = budgets.flatMap((labels) => {
        const base = measurements.of(name, 'supervised', labels);
        const other = measurements.of(name, method, labels);
        const difference = base && other && paired(other, base);
        return difference ? [{ labels, base, other, ...difference }] : [];
      });
      if (found.length === 0) continue;
      const isClear = ({ difference, standardError }: (typeof found)[number]) =>
        standardError !== undefined && Math.abs(difference) > 2 * standardError;
      const helped = found.filter((one) => isClear(one) && one.difference > 0);
      const hurt = found.filter((one) => isClear(one) && one.difference < 0);
      const unclear = found.filter((one) => !isClear(one));
      const numbers = (ones: typeof found) =>
        listed(
          ones.map(
            ({ labels, base, other }) =>
              `${labels} (${moments(other.accuracy).mean.toFixed(3)} instead of ${moments(base.accuracy).mean.toFixed(3)})`,
          ),
        );
      const parts = [
        ...(helped.length > 0 ? [`helped with ${numbers(helped)}`] : []),
        ...(hurt.length > 0 ? [`hurt with ${numbers(hurt)}`] : []),
        ...(unclear.length > 0 ? [`made no clear difference with ${numbers(unclear)}`] : []),
      ];
      sentences.push(`${name}, labels per class: ${what[method].toLowerCase()} ${parts.join('; ')}.`);
      anyHurt ||= hurt.length > 0;
    }
  }
  if (sentences.length > 0) {
    sentences.push(
      'A difference counts as clear when it is more than two standard errors over the draws, which share the same test rows.',
    );
  }
  if (anyHurt) {
    sentences.push(
      'Unlabelled rows can hurt: a model fits them by its own idea of a class, and where that idea is wrong, the fit that explains all rows best does not have the best boundary. Self-training hurts when early guesses are wrong: it learns its own mistakes.',
    );
  }
  return sentences;
}

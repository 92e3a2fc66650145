import { metricTitles, seconds } from '../protocol/textSummary';
import type { Metrics } from '../protocol/result';
import type { SavedResult } from './savedResult';

/** What the status bar of a finished cell says, in one short text each. */
export interface Headline {
  /** The best model and its first metric: "mlp: accuracy 0.981". Absent: the verb trains nothing. */
  model?: string;
  time: string;
  /** `webgl`, with the reason in the tooltip. */
  backend: string;
  backendTooltip: string;
}

/** Metrics that stand for a run, the first that it has; each with what is worse about a value. */
const headlines: readonly [keyof Metrics, (value: number) => number][] = [
  ['accuracy', (value) => -value],
  ['logDensity', (value) => -value],
  ['twoSampleAuc', (value) => Math.abs(value - 0.5)],
];

/** Of models with the same headline metric, the one with the lower log loss is the better. */
export function headline(result: SavedResult): Headline {
  const { engine, interrupted } = result;
  const model = bestModel(result);
  return {
    ...(model === undefined ? {} : { model }),
    time: `${seconds(result.seconds)}${interrupted ? ', stopped' : ''}`,
    backend: engine.backend,
    backendTooltip: `${engine.precision} on ${engine.device}${engine.reason === undefined ? '' : `. ${engine.reason}`}`,
  };
}

function bestModel({ models }: SavedResult): string | undefined {
  for (const [metric, badness] of headlines) {
    const measured = models.flatMap(({ name, metrics: { [metric]: value, logLoss = Infinity } }) =>
      value === undefined ? [] : [{ name, value, logLoss }],
    );
    const [best] = measured.sort((a, b) => badness(a.value) - badness(b.value) || a.logLoss - b.logLoss);
    if (!best) continue;
    const title = metricTitles.find(([name]) => name === metric)![1];
    return `${best.name}: ${title} ${best.value.toFixed(3)}`;
  }
  return models.length > 0 ? models.map(({ name }) => name).join(', ') : undefined;
}

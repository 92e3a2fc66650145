import { metricTitles, seconds } from '../protocol/textSummary';
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

/** The best model is the one with the highest accuracy; without one, the one with the highest mean log density. */
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
  for (const metric of ['accuracy', 'logDensity'] as const) {
    const measured = models.filter((model) => model.metrics[metric] !== undefined);
    const [first, ...others] = measured;
    if (!first) continue;
    const best = others.reduce(
      (winner, model) => (model.metrics[metric]! > winner.metrics[metric]! ? model : winner),
      first,
    );
    const title = metricTitles.find(([name]) => name === metric)![1];
    return `${best.name}: ${title} ${best.metrics[metric]!.toFixed(3)}`;
  }
  return models.length > 0 ? models.map(({ name }) => name).join(', ') : undefined;
}

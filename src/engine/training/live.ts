import type { Dataset } from '../../data/dataset';
import type { Encoding } from '../../data/encode';
import type { ModelCard } from '../../protocol/cards';
import type { Figure } from '../../protocol/figures';
import { chooseAxes } from '../drawing/plane';
import type { Axes } from '../drawing/plane';
import type { FitStep } from '../model';
import { liveAdversaries } from './liveAdversaries';
import { liveBoundary } from './liveBoundary';
import { liveSamples } from './liveSamples';

/** What is known of a fit before its first step; all that its data have are two numeric features. */
export interface LiveSetting {
  name: string;
  card: ModelCard;
  dataset: Dataset;
  axes: Axes;
  encoding: Encoding;
}

/** A picture of a model as it is at some step; undefined where this model has none of the kind. */
export type LiveView = (current: NonNullable<FitStep['current']>) => Promise<Figure> | undefined;

/** What a model in training can be watched by, the most telling first. */
const views: readonly ((setting: LiveSetting) => LiveView | undefined)[] = [liveBoundary, liveAdversaries, liveSamples];

/** How a fit is watched; only where two features are all that there is. */
export function liveView(
  name: string,
  card: ModelCard,
  dataset: Dataset,
  encoding: Encoding,
): ((current: NonNullable<FitStep['current']>) => Promise<Figure | undefined>) | undefined {
  const axes = dataset.features.length === 2 ? chooseAxes(dataset) : undefined;
  if (!axes) return undefined;
  const able = views.flatMap((view) => view({ name, card, dataset, axes, encoding }) ?? []);
  return async (current) => {
    for (const view of able) {
      const figure = view(current);
      if (figure) return figure;
    }
    return undefined;
  };
}

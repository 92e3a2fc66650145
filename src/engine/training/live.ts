import type { Dataset } from '../../data/dataset';
import type { Encoding } from '../../data/encoding';
import type { ModelCard } from '../../protocol/cards';
import type { Figure } from '../../protocol/figures';
import { chooseAxes } from '../drawing/plane';
import type { Axes } from '../drawing/plane';
import type { FitStep } from '../model';
import { liveAdversaries } from './liveAdversaries';
import { liveBoundary } from './liveBoundary';
import { liveImages } from './liveImages';
import { liveSamples } from './liveSamples';

/** What is known of a fit before its first step. */
export interface LiveSetting {
  name: string;
  card: ModelCard;
  dataset: Dataset;
  encoding: Encoding;
  /** Where two numeric features are all that the data have: a plane shows everything then. */
  axes?: Axes;
}

/** A picture of a model as it is at some step; undefined where this model has none of the kind. */
export type LiveView = (current: NonNullable<FitStep['current']>) => Promise<Figure> | undefined;

/** What a model in training can be watched by, the most telling first; undefined where it does not suit the data. */
const views: readonly ((setting: LiveSetting) => LiveView | undefined)[] = [
  liveBoundary,
  liveAdversaries,
  liveSamples,
  liveImages,
];

/** How a fit is watched; undefined where nothing suits its data. */
export function liveView(
  name: string,
  card: ModelCard,
  dataset: Dataset,
  encoding: Encoding,
): ((current: NonNullable<FitStep['current']>) => Promise<Figure | undefined>) | undefined {
  const axes = dataset.features.length === 2 ? chooseAxes(dataset) : undefined;
  const able = views.flatMap((view) => view({ name, card, dataset, encoding, ...(axes ? { axes } : {}) }) ?? []);
  if (able.length === 0) return undefined;
  return async (current) => {
    for (const view of able) {
      const figure = view(current);
      if (figure) return figure;
    }
    return undefined;
  };
}

import { boundaryFigure, packPosterior } from '../drawing/boundary';
import { gridRows } from '../drawing/maps';
import { planeOf } from '../drawing/plane';
import type { Classifier } from '../model';
import { asClassifier } from '../posterior';
import type { LiveSetting, LiveView } from './live';

/** Points per side: coarse, so that the picture can move. */
const side = 60;

/** The boundary of a classifier while it trains. */
export function liveBoundary({ name, card, dataset, axes, encoding }: LiveSetting): LiveView | undefined {
  if (!axes || dataset.target?.whole) return undefined;
  const plane = planeOf(axes, dataset, side);
  const grid = gridRows(encoding, axes, plane, undefined);
  const draw = async (classifier: Classifier) => {
    const posterior = packPosterior(await classifier.predictProba(grid), plane);
    return boundaryFigure([{ model: name, family: card.family, posterior }], dataset, axes, plane);
  };
  return (current) => {
    const classifier = asClassifier(current);
    return classifier && draw(classifier);
  };
}

import { decisionBoundary } from '../drawing/boundary';
import { axesNamed } from '../drawing/plane';
import type { QuerySpec } from './query';

/** Decision boundaries and densities over two other features. args: `x` and `y`, names of numeric features. */
export const plane: QuerySpec = {
  id: 'plane',
  answer({ dataset, models, args }) {
    const axes = axesNamed(dataset, String(args.x), String(args.y));
    return decisionBoundary(
      models.filter((model) => model.classifies),
      dataset,
      axes,
      true,
    );
  },
};

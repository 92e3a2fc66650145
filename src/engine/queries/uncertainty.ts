import { axesNamed } from '../drawing/plane';
import { uncertaintyFigure } from '../drawing/uncertainty';
import { uncertainty as task } from '../tasks/uncertainty';
import { resolveOptions } from '../training/options';
import { strangeRows } from '../unusual/strange';
import type { QuerySpec } from './query';

/**
 * Two kinds of doubt over two other features. args: `x` and `y`, numeric features; `classifiers`, the names of the models
 * whose ambiguity is drawn.
 */
export const uncertainty: QuerySpec = {
  id: 'uncertainty',
  async answer({ plan, dataset: given, models, args, readTable }) {
    const options = resolveOptions(task.card.parameters, plan.options, []);
    const { dataset, strange } = await strangeRows(given, options, readTable);
    const classifiers = args.classifiers as string[];
    return uncertaintyFigure(
      models.filter(({ name }) => classifiers.includes(name)),
      models.filter((model) => model.has('Density')),
      dataset,
      {
        axes: axesNamed(dataset, String(args.x), String(args.y)),
        quantile: options.quantile as number,
        confident: options.confident as number,
        strange,
      },
    );
  },
};

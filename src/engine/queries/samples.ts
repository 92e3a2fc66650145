import { createRng } from '../../data/random';
import { axesNamed } from '../drawing/plane';
import { findTask } from '../tasks/index';
import { generate, requestedRows, samplesFigure } from '../tasks/drawRows';
import { resolveOptions } from '../training/options';
import type { QuerySpec } from './query';

/** The rows that a run generated, drawn again with its seed, over two other features. args: `x` and `y`, numeric features. */
export const samples: QuerySpec = {
  id: 'samples',
  async answer({ plan, dataset, models, args }) {
    const axes = axesNamed(dataset, String(args.x), String(args.y));
    const options = resolveOptions(findTask(plan.verb).card.parameters, plan.options, []);
    const rng = createRng(typeof options.seed === 'number' ? options.seed : 0).fork(plan.verb);
    const generated = [];
    for (const model of models)
      generated.push(await generate(model, requestedRows(options, model, dataset), rng.fork(model.name)));
    const [first] = models;
    return samplesFigure(generated, dataset, axes, first && requestedRows(options, first, dataset).label);
  },
};

import type { Cell } from '../../data/cells';
import { createRng } from '../../data/random';
import type { Json } from '../../protocol/cards';
import { bayesLedger } from '../drawing/ledger';
import { unpaused } from '../explaining/pause';
import type { QuerySpec } from './query';

/** Share of the work of a whole explanation that an answer at once may take. */
const effort = 0.02;

/**
 * The ledger of a row with other values. args: `words`, what the row is called; `cells` and `original`, values by feature, null
 * for one that is cleared.
 */
export const ledger: QuerySpec = {
  id: 'ledger',
  answer({ dataset, models, args }) {
    const row = (cells: Json | undefined) => ({ words: String(args.words), cells: cells as { [name: string]: Cell } });
    return bayesLedger(models, dataset, row(args.cells), row(args.original), {
      scale: 'auto',
      background: 100,
      effort,
      rng: createRng(0),
      pause: unpaused,
    });
  },
};

import { imputers } from '../imputation/index';
import { imputing } from './imputing';
import { marginalise } from './marginalise';
import { mask } from './mask';
import type { GapMethod } from './method';
import { perPattern } from './perPattern';

/** Every way to classify rows with gaps, in the order in which they are measured. */
export const gapMethods: readonly GapMethod[] = [
  marginalise, //
  ...imputers.map(imputing),
  mask,
  perPattern,
];

import type { ImputerSpec } from './imputer';
import { iterative } from './iterative';
import { mean } from './mean';
import { nearest } from './nearest';

/** Every imputer that asks no model, from the simplest on. */
export const imputers: readonly ImputerSpec[] = [
  mean, //
  nearest,
  iterative,
];

import { unknown } from '../../data/problem';
import type { TaskSpec } from '../task';
import { classify } from './classify';
import { augment } from './augment';
import { anomalies } from './anomalies';
import { data } from './data';
import { exportModels } from './export';
import { explain } from './explain';
import { generate } from './generate';
import { impute } from './impute';
import { inpaint } from './inpaint';
import { interpolate } from './interpolate';
import { learningCurve } from './learningCurve';
import { missing } from './missing';
import { recommend } from './recommend';
import { sample } from './sample';
import { semiSupervised } from './semiSupervised';
import { train } from './train';
import { uncertainty } from './uncertainty';

/** Every verb, in the order in which they are offered. */
export const tasks: readonly TaskSpec[] = [
  data, //
  train,
  classify,
  explain,
  sample,
  interpolate,
  generate,
  anomalies,
  uncertainty,
  missing,
  impute,
  inpaint,
  learningCurve,
  semiSupervised,
  augment,
  recommend,
  exportModels,
];

/** Throws a `Problem` for a verb that does not exist. */
export function findTask(verb: string): TaskSpec {
  const task = tasks.find(({ card }) => card.id === verb);
  if (!task)
    throw unknown(
      'verb',
      verb,
      tasks.map(({ card }) => card.id),
      [verb],
    );
  return task;
}

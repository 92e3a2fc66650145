import type { Matrix } from '../../data/matrix';
import type { ImputerSpec } from '../imputation/imputer';
import type { GapMethod } from './method';

/** The gaps are filled before the model, which is the one trained already, sees the rows. */
export function imputing(spec: ImputerSpec): GapMethod {
  return {
    id: spec.id,
    doc: `Fill each gap with ${spec.doc}, then ask the model.`,
    serves: (model) => model.classifies && !model.readsSequences,
    isUsual: () => true,
    async prepare({ model, training, imputer }, refuse) {
      const refusal = spec.refuses(training.x.columns);
      if (refusal !== undefined) {
        refuse(refusal);
        return undefined;
      }
      const { fill } = await imputer(spec);
      const limit = spec.limit(training.x);
      return {
        predictProba: (x: Matrix) => model.predictProba(fill(x)),
        notes: limit === undefined ? [] : [limit],
        dispose: () => undefined,
      };
    },
  };
}

import { bandwidthFolds, bandwidthGrid } from '../../models/shared/bandwidth';
import { call, python, sameOptions } from './estimator';
import type { PythonEstimator } from './estimator';

export const kernelDensityPython: PythonEstimator = {
  imports: ['from sklearn.neighbors import KernelDensity'],
  helpers: ['ByBayes', 'best_density'],
  make(options) {
    const { bandwidth } = options;
    const grid = `10 ** np.linspace(${Math.log10(bandwidthGrid[0]!).toFixed(1)}, ${Math.log10(bandwidthGrid.at(-1)!).toFixed(1)}, ${bandwidthGrid.length})`;
    const fit =
      bandwidth === 'cv'
        ? `lambda x: best_density(x, ${grid}, folds=${bandwidthFolds})`
        : `lambda x: KernelDensity(bandwidth=${python(bandwidth)}).fit(x)`;
    return call('ByBayes', [fit, ...sameOptions(options, ['priors'])]);
  },
};

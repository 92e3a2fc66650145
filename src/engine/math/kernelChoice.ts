import type { Kernel } from './kernel';
import { featureCount, kernelFloat64 } from './kernelFloat64';
import { kernelTfjs } from './kernelTfjs';

/**
 * Multiply-adds from which a pass is worth a GPU: about 20 ms in float64 on one core, against some milliseconds for
 * upload, programs and read. Below it everything is float64, whatever the backend.
 */
const largePass = 1 << 24;

/** Backends that compute on a GPU; on the others float64 is as fast as tfjs and exact. */
const gpuBackends: readonly string[] = ['webgl', 'webgpu'];

/** The kernel for a tfjs backend: float64 for the small, float32 on the GPU for the large. */
export function createKernel(backend: string): Kernel {
  if (!gpuBackends.includes(backend)) return kernelFloat64;
  const gpu = kernelTfjs(backend);
  const choose = (multiplyAdds: number) => (multiplyAdds >= largePass ? gpu : kernelFloat64);
  return {
    name: `${gpu.name} for passes of ${largePass} multiply-adds or more, else ${kernelFloat64.name}`,
    largePass,
    scores: (features, theta, x) =>
      choose(x.rows * theta.rows * featureCount(features, x.columns)).scores(features, theta, x),
    softmaxLoss: (x, y, classWeights) =>
      choose(x.rows * classWeights.length * (x.columns + 1)).softmaxLoss(x, y, classWeights),
  };
}

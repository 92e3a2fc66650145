import { backend } from '@tensorflow/tfjs-core';
import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';

/** What some work asks of the GPU. */
export interface GpuWork {
  /** Shader programs that ran. */
  programs: number;
  /** Arrays that went to the GPU. */
  uploads: number;
  /** Arrays that were waited for from the GPU: each stalls it. */
  reads: number;
}

/** Counts from now on; the function returned says how much it is by then. */
export function watchGpu(): () => GpuWork {
  const webgl = backend() as MathBackendWebGL;
  const work: GpuWork = { programs: 0, uploads: 0, reads: 0 };
  const { runWebGLProgram, uploadToGPU, read, readSync } = webgl;
  webgl.runWebGLProgram = (...args) => {
    work.programs++;
    return runWebGLProgram.apply(webgl, args);
  };
  webgl.uploadToGPU = (id) => {
    const { texture, values } = webgl.texData.get(id);
    if (!texture && values) work.uploads++;
    return uploadToGPU.call(webgl, id);
  };
  const isOnGpu = (id: object) => !webgl.texData.get(id).values;
  webgl.read = (id) => {
    if (isOnGpu(id)) work.reads++;
    return read.call(webgl, id);
  };
  webgl.readSync = (id) => {
    if (isOnGpu(id)) work.reads++;
    return readSync.call(webgl, id);
  };
  return () => {
    // instance properties hide the methods of the class
    for (const name of ['runWebGLProgram', 'uploadToGPU', 'read', 'readSync'] as const)
      delete (webgl as Partial<MathBackendWebGL>)[name];
    return work;
  };
}

/* In a page of a browser: what a step of training asks of WebGL, ours and the library's own `model.fit`. */
import { createRng } from '../../src/data/random';
import { assemble } from '../../src/engine/training/assemble';
import { resolveOptions } from '../../src/engine/training/options';
import type { TrainingData } from '../../src/engine/model';
import { findModel } from '../../src/engine/models/index';
import { openBackend } from '../../renderers/worker/backend';
import type { OpenBackend } from '../../renderers/worker/backend';
import { batchesPerEpoch, data } from './data';
import type { DataName } from './data';
import { peers } from './peers';
import { watchGpu } from './webglCost';
import type { GpuWork } from './webglCost';

/** Of one step. */
export interface StepCost extends GpuWork {
  milliseconds: number;
}

/** What the page offers to `main.ts`. */
export interface StepsWindow {
  /** Opens WebGL; its device. */
  open(): Promise<string>;
  ours(model: string, name: DataName, batch: number): Promise<StepCost>;
  /** Undefined: nobody can write this network with the library's layers alone. */
  peer(model: string, name: DataName, batch: number): Promise<StepCost | undefined>;
}

/** Epochs that are measured, after one in which shaders are compiled. */
const epochs = 2;
let opened: OpenBackend | undefined;

/** Rows of so many full batches, as the model reads them. */
function prepare(model: string, name: DataName, batch: number) {
  const spec = findModel(model);
  if (!spec) throw new Error(`no model "${model}" in the registry`);
  const options = resolveOptions(
    spec.card.parameters,
    {
      max_iter: 1 + epochs,
      batch_size: batch,
      ...(spec.card.parameters.some((parameter) => parameter.name === 'early_stopping') && { early_stopping: false }),
    },
    [],
  );
  const training = assemble(data[name](batchesPerEpoch * batch), spec, options).data;
  return { spec, options, training };
}

async function perStep(steps: () => Promise<number>): Promise<StepCost> {
  const watched = watchGpu();
  const start = performance.now();
  const count = await steps();
  const milliseconds = (performance.now() - start) / count;
  const { programs, uploads, reads } = watched();
  return { programs: programs / count, uploads: uploads / count, reads: reads / count, milliseconds };
}

async function fitPeer(
  peer: (training: TrainingData) => ReturnType<(typeof peers)[string]>,
  training: TrainingData,
  batchSize: number,
) {
  const { model, x, y } = peer(training);
  const fit = (count: number) => model.fit(x, y, { epochs: count, batchSize, verbose: 0 });
  await fit(1);
  return perStep(async () => {
    await fit(epochs);
    return epochs * batchesPerEpoch;
  });
}

Object.assign(globalThis, {
  async open() {
    opened = await openBackend('webgl');
    if (opened.name !== 'webgl') throw new Error(`${opened.name}: ${opened.description.reason}`);
    return opened.description.device;
  },
  async ours(model, name, batch) {
    const { spec, options, training } = prepare(model, name, batch);
    const steps = spec.fit(training, options, {
      rng: createRng(1),
      signal: new AbortController().signal,
      kernel: opened!.kernel,
    });
    const go = async (count: number) => {
      for (let i = 0; i < count; i++)
        if ((await steps.next()).done) throw new Error(`${model} ended after ${i} of ${count} steps`);
      return count;
    };
    await go(batchesPerEpoch);
    const cost = await perStep(() => go(epochs * batchesPerEpoch));
    await steps.return(undefined as never);
    return cost;
  },
  async peer(model, name, batch) {
    const peer = peers[model];
    if (!peer) return undefined;
    const { training } = prepare(model, name, batch);
    return fitPeer(peer, training, batch);
  },
} satisfies StepsWindow);

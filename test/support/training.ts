import { createRng } from '../../src/data/random';
import { kernelFloat64 } from '../../src/engine/math/kernelFloat64';
import type { Fitted, FitContext, FitStep, ModelSpec, TrainingData } from '../../src/engine/model';
import { models } from '../../src/engine/models/index';
import { resolveOptions } from '../../src/engine/training/options';
import type { Json } from '../../src/protocol/cards';

export interface Training {
  options?: { [name: string]: Json };
  context?: Partial<FitContext>;
  /** Stopped after so many steps. */
  maxSteps?: number;
  /** Sees every step. */
  onStep?: (step: FitStep) => void | Promise<void>;
}

export function modelOf(id: string): ModelSpec {
  const spec = models.find((model) => model.card.id === id);
  if (!spec) throw new Error(`no model ${id}`);
  return spec;
}

/** Fits a model to the end, with its defaults filled in as the engine does. */
export async function fit(spec: ModelSpec, data: TrainingData, training: Training = {}): Promise<Fitted> {
  const options = resolveOptions(spec.card.parameters, training.options ?? {}, []);
  const stop = new AbortController();
  const context: FitContext = {
    rng: createRng(7),
    signal: stop.signal,
    kernel: kernelFloat64,
    ...training.context,
  };
  const steps = spec.fit(data, options, context);
  for (;;) {
    const next = await steps.next();
    if (next.done) return next.value;
    await training.onStep?.(next.value);
    if (next.value.step === training.maxSteps) stop.abort();
  }
}

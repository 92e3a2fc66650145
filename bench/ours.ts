import { createRng } from '../src/data/random';
import type { Matrix } from '../src/data/matrix';
import { resolveOptions } from '../src/engine/training/options';
import type { Kernel } from '../src/engine/math/kernel';
import type { Classifier, Fitted } from '../src/engine/model';
import { findModel } from '../src/engine/models/index';
import { asClassifier } from '../src/engine/posterior';
import type { Problemset } from './data';

/** Fits one model of the registry, as the engine does but without a cell around it. */
export async function fit(
  id: string,
  data: Problemset,
  kernel: Kernel,
  options: { [name: string]: number | number[] } = {},
): Promise<Fitted> {
  const spec = findModel(id);
  if (!spec) throw new Error(`no model "${id}" in the registry`);
  const { x, y, classes } = data;
  const classNames = Array.from({ length: classes }, (_, k) => `${k}`);
  const columns = Array.from({ length: x.columns }, (_, j) => ({ feature: `x${j}`, mean: 0, scale: 1 }));
  const steps = spec.fit({ x, y, classes, classNames, columns }, resolveOptions(spec.card.parameters, options, []), {
    rng: createRng(0),
    signal: new AbortController().signal,
    kernel,
  });
  for (;;) {
    const step = await steps.next();
    if (step.done) return step.value;
  }
}

export async function predict(fitted: Fitted, x: Matrix): Promise<Matrix> {
  return (asClassifier(fitted) as Classifier).predictProba(x);
}

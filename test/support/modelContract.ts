import * as tf from '@tensorflow/tfjs-core';
import { matrix, rowOf } from '../../src/data/matrix';
import type { Matrix } from '../../src/data/matrix';
import { Problem } from '../../src/data/problem';
import { createRng } from '../../src/data/random';
import { blobs, moons } from '../../src/data/toy';
import type { Toy } from '../../src/data/toy';
import type { Kernel } from '../../src/engine/math/kernel';
import type { Fitted, ModelSpec, TrainingData } from '../../src/engine/model';
import { models } from '../../src/engine/models/index';
import { resolveOptions } from '../../src/engine/training/options';
import { asClassifier, logEvidence, posterior } from '../../src/engine/posterior';
import type { Capability, Json } from '../../src/protocol/cards';
import { smallModels } from './smallModels';
import { fit } from './training';
import type { Training } from './training';

/** Where the contract is checked: in Node or in a browser, on any backend that is active. */
export interface ContractSetup {
  test(name: string, body: () => Promise<void>): void;
  kernel: Kernel;
  /** Leaves out what a model of many steps must have learned: for a backend that is slow here. */
  brief?: boolean;
}

/** What every model of the registry keeps, capability by capability. */
export function contractTests({ test, kernel, brief = false }: ContractSetup): void {
  for (const spec of models) {
    const unlearned = brief && spec.card.id in smallModels;
    const check = new Contract(spec, kernel, unlearned ? { maxSteps: briefly } : {});
    const has = (capability: Capability) => spec.card.capabilities.includes(capability);
    const add = (name: string, body: () => Promise<void>) => test(`${spec.card.id}: ${name}`, body);

    add('its card agrees with what it has', () => check.card());
    add('the same seed gives the same model', () => check.seed());
    add('it is the same after save and restore', () => check.saves());
    add('a damaged state is refused', () => check.damage());
    add('an abort ends the fit within a step, with a usable model', () => check.abort());
    add('it leaves no tensor behind', () => check.leaks());
    for (const [name, data] of awkwardData()) {
      // each is another shape to compile; what happens in it is the same on every backend
      if (unlearned && name !== 'one column') continue;
      add(`it survives ${name}`, () => check.survives(check.toys.adapt(data)));
    }
    if (spec.gaps) add('it learns from rows with gaps', () => check.gaps());
    if (has('Classifier')) {
      add('probabilities sum to one, also far from the data', () => check.probabilities());
      if (!unlearned) add('it beats the majority class on moons', () => check.beatsMajority());
    }
    if (has('Density')) {
      if (!unlearned) add('its density integrates to one', () => check.integral());
      add('its density is finite far from the data', () => check.finiteDensity());
    }
    if (has('Sampler')) add('its samples have the shape asked for and follow the seed', () => check.samples());
    if (has('Sampler') && has('Density') && !unlearned)
      add('refitted to its samples it is itself', () => check.refit());
    if (has('Marginal')) add('it sums missing features out', () => check.marginal());
    if (has('Conditional')) add('it completes rows', () => check.conditional());
    if (has('BoundedDensity')) add('its bound of the density is finite and follows the seed', () => check.bound());
    if (has('UnnormalisedDensity')) add('its energies are finite far from the data', () => check.energies());
    if (has('Latent')) add('rows go to the latent space and back', () => check.latent());
    if (has('Attention')) add('attention is shared out among the columns', () => check.attention());
    if (check.inpaints) add('it fills in what is hidden and nothing else', () => check.inpainting());
    if (has('Partial')) add('it learns from rows without a label', () => check.unlabelled());
  }
}

const far = [1e2, -1e3, 1e6];

class Contract {
  readonly toys: Toys;
  private fitted: Promise<Fitted> | undefined;

  constructor(
    private readonly spec: ModelSpec,
    private readonly kernel: Kernel,
    private readonly training: Training = {},
  ) {
    this.toys = toysRead[spec.reads ?? 'numbers'];
  }

  async card(): Promise<void> {
    const { card } = this.spec;
    expect(/^[a-z]+(-[a-z]+)*$/.test(card.id), `id ${card.id} is in kebab case`);
    expect(
      card.summary !== '' && card.formula !== '' && card.references.length > 0,
      'summary, formula and references are there',
    );
    for (const { name, doc } of card.parameters) expect(doc !== '', `option ${name} is described`);
    resolveOptions(card.parameters, {}, []);
    resolveOptions(
      card.parameters,
      Object.fromEntries(card.parameters.flatMap((p) => (p.default === undefined ? [] : [[p.name, p.default]]))),
      [],
    );
    const fitted = await this.onMoons();
    const found: { [C in Capability]?: boolean } = {
      Classifier: asClassifier(fitted) !== undefined,
      Density: fitted.logJoint !== undefined,
      Sampler: fitted.sample !== undefined && fitted.logPrior !== undefined,
      Marginal: fitted.logJointMarginal !== undefined,
      Conditional: fitted.conditionalMean !== undefined && fitted.conditionalSample !== undefined,
      BoundedDensity: fitted.logBound !== undefined,
      UnnormalisedDensity: fitted.logUnnormalised !== undefined,
      Latent: fitted.encode !== undefined && fitted.decode !== undefined && fitted.latentSize !== undefined,
      Attention: fitted.attention !== undefined,
    };
    for (const [capability, there] of Object.entries(found)) {
      equal(card.capabilities.includes(capability as Capability), there, `capability ${capability}`);
    }
    expect(Number.isInteger(fitted.parameters) && fitted.parameters > 0, `${fitted.parameters} parameters`);
  }

  async probabilities(): Promise<void> {
    const { train } = this.toys.moonsData;
    const proba = await classify(await this.onMoons(), train.x);
    equal(proba.rows, train.x.rows, 'rows');
    equal(proba.columns, train.classes, 'columns');
    expectDistributions(proba);
    expectDistributions(await classify(await this.onMoons(), corners(far)));
  }

  async beatsMajority(): Promise<void> {
    const { x, y } = this.toys.moonsData.test;
    const proba = await classify(await this.onMoons(), x);
    const right = y.filter((label, i) => rowOf(proba, i)[label]! > 0.5).length / y.length;
    expect(right > 0.75, `accuracy ${right} on moons; expected more than 0.75`);
  }

  async seed(): Promise<void> {
    const brief = { maxSteps: briefly };
    const [a, b] = [await this.fit(this.toys.tiny, brief), await this.fit(this.toys.tiny, brief)];
    equal(JSON.stringify(a.save()), JSON.stringify(b.save()), 'saved state');
  }

  async saves(): Promise<void> {
    const fitted = await this.onMoons();
    const restored = this.spec.restore(
      JSON.parse(JSON.stringify(fitted.save())) as { [name: string]: Json },
      this.kernel,
    );
    const { x } = this.toys.moonsData.test;
    const gaps = withGaps(x);
    equal(restored.parameters, fitted.parameters, 'parameters');
    equal(JSON.stringify(restored.notes), JSON.stringify(fitted.notes), 'notes');
    same(
      (await asClassifier(restored)?.predictProba(x))?.data,
      (await asClassifier(fitted)?.predictProba(x))?.data,
      'probabilities',
    );
    same((await restored.logJoint?.(x))?.data, (await fitted.logJoint?.(x))?.data, 'density');
    same(
      (await restored.logJointMarginal?.(gaps))?.data,
      (await fitted.logJointMarginal?.(gaps))?.data,
      'marginal density',
    );
    same(
      (await restored.sample?.(5, 0, createRng(1)))?.data,
      (await fitted.sample?.(5, 0, createRng(1)))?.data,
      'samples',
    );
    restored.dispose();
  }

  async damage(): Promise<void> {
    const state = (await this.onMoons()).save();
    for (const key of Object.keys(state)) {
      for (const value of [undefined, null, 7, 'x', [], {}, [0], [null]]) {
        const damagedState = { ...state } as { [name: string]: Json };
        if (value === undefined) delete damagedState[key];
        // a shorter list of notes, or another number of them, is no damage
        else if (key === 'notes' && Array.isArray(value)) continue;
        else damagedState[key] = value;
        let error: unknown;
        try {
          this.spec.restore(damagedState, this.kernel);
        } catch (caught) {
          error = caught;
        }
        expect(
          error instanceof Problem && error.code === 'damaged-model',
          `${key} = ${JSON.stringify(value)} gives ${String(error)}`,
        );
      }
    }
  }

  async abort(): Promise<void> {
    const controller = new AbortController();
    let steps = 0;
    const fitted = await this.fit(this.toys.tiny, {
      context: { signal: controller.signal },
      onStep: () => {
        steps++;
        controller.abort();
      },
    });
    expect(steps <= 2, `${steps} steps after the abort`);
    if (asClassifier(fitted)) expectDistributions(await classify(fitted, this.toys.tiny.x));
  }

  async leaks(): Promise<void> {
    const before = tf.memory().numTensors;
    const controller = new AbortController();
    let steps = 0;
    const fitted = await this.fit(this.toys.tiny, {
      context: { signal: controller.signal },
      onStep: async ({ current }) => {
        const live = current && asClassifier(current);
        if (++steps % 20 === 1 && live) expectDistributions(await live.predictProba(this.toys.tiny.x));
        if (steps === 40) controller.abort();
      },
    });
    await asClassifier(fitted)?.predictProba(this.toys.tiny.x);
    await fitted.logJoint?.(this.toys.tiny.x);
    await fitted.sample?.(3, 0, createRng(1));
    fitted.dispose();
    equal(tf.memory().numTensors, before, 'tensors alive');

    // a consumer that leaves the generator early, as an error in it would
    const options = resolveOptions(this.spec.card.parameters, { ...smallModels[this.spec.card.id] }, []);
    const steps2 = this.spec.fit(this.toys.tiny, options, {
      rng: createRng(1),
      signal: new AbortController().signal,
      kernel: this.kernel,
    });
    await steps2.next();
    await steps2.return(undefined as never);
    equal(tf.memory().numTensors, before, 'tensors alive after leaving early');
  }

  async survives(data: TrainingData): Promise<void> {
    const fitted = await this.fit(data, { maxSteps: briefly });
    for (const note of fitted.notes) expect(note.endsWith('.'), `a note is a sentence: ${note}`);
    if (asClassifier(fitted)) expectDistributions(await classify(fitted, data.x));
    if (fitted.logJoint)
      expect(logEvidence(await fitted.logJoint(data.x)).every(Number.isFinite), 'log p(x) is finite');
    if (fitted.sample) expectFinite(await fitted.sample(3, 0, createRng(1)));
    if (fitted.conditionalMean) expectFinite(await fitted.conditionalMean(withGaps(data.x)));
  }

  async gaps(): Promise<void> {
    const { train, test } = this.toys.moonsData;
    const fitted = await this.fit({ ...train, x: withGaps(train.x) });
    if (asClassifier(fitted)) expectDistributions(await classify(fitted, test.x));
  }

  async integral(): Promise<void> {
    const fitted = await this.fit(this.toys.blobsData);
    const { x, cell } = mesh(this.toys.axis, this.toys.exists);
    const joint = await fitted.logJoint!(x);
    const mass = new Float64Array(joint.columns);
    for (let i = 0; i < joint.rows; i++) rowOf(joint, i).forEach((value, k) => (mass[k]! += Math.exp(value) * cell));
    const total = mass.reduce((sum, value) => sum + value, 0);
    near(total, 1, 0.02, 'integral of p(x)');
    if (fitted.logPrior)
      mass.forEach((value, k) => near(value, Math.exp(fitted.logPrior![k]!), 0.02, `integral of P(x, ${k})`));
    const proba = await classify(fitted, this.toys.blobsData.x);
    close(proba.data, posterior(await fitted.logJoint!(this.toys.blobsData.x)).data, 1e-9, 'posterior');
  }

  async finiteDensity(): Promise<void> {
    expect((await (await this.onMoons()).logJoint!(corners(far))).data.every(Number.isFinite), 'log P(x, y) is finite');
  }

  async samples(): Promise<void> {
    const fitted = await this.onMoons();
    const [a, b, c] = await Promise.all([1, 1, 2].map((seed) => fitted.sample!(50, 1, createRng(seed))));
    equal(a!.rows, 50, 'rows');
    equal(a!.columns, this.toys.moonsData.train.x.columns, 'columns');
    expectFinite(a!);
    same(a!.data, b!.data, 'samples of one seed');
    expect(
      a!.data.some((value, at) => value !== c!.data[at]),
      'another seed gives other rows',
    );
    const prior = fitted.logPrior!.reduce((sum, value) => sum + Math.exp(value), 0);
    near(prior, 1, 1e-9, 'sum of P(y)');
  }

  async refit(): Promise<void> {
    const fitted = await this.fit(this.toys.blobsData);
    const rng = createRng(3);
    const perClass = 4000;
    const x = matrix(perClass * this.toys.blobsData.classes, this.toys.blobsData.x.columns);
    for (let k = 0; k < this.toys.blobsData.classes; k++) {
      const rows = await fitted.sample!(perClass, k, rng);
      x.data.set(rows.data, k * rows.data.length);
    }
    const y = Int32Array.from({ length: x.rows }, (_, i) => Math.floor(i / perClass));
    const again = await this.fit({ ...this.toys.blobsData, x, y });
    // the divergence of the second from the first, by rows of its own that neither was fitted to
    for (let k = 0; k < this.toys.blobsData.classes; k++) {
      const fresh = await fitted.sample!(perClass, k, rng);
      const [before, after] = [await fitted.logJoint!(fresh), await again.logJoint!(fresh)];
      let divergence = 0;
      for (let i = 0; i < perClass; i++) divergence += (rowOf(before, i)[k]! - rowOf(after, i)[k]!) / perClass;
      near(divergence, 0, 0.03, `nats between class ${k} and itself refitted`);
    }
  }

  async marginal(): Promise<void> {
    const fitted = await this.fit(this.toys.blobsData);
    const rows = matrix(4, 2, this.toys.blobsData.x.data.slice(0, 8));
    close((await fitted.logJointMarginal!(rows)).data, (await fitted.logJoint!(rows)).data, 1e-4, 'nothing missing');
    const none = await fitted.logJointMarginal!(matrix(1, 2, new Float64Array(2).fill(NaN)));
    const prior = fitted.logPrior ?? none.data;
    close(none.data, prior, 1e-9, 'everything missing');
    const { ticks, step } = this.toys.axis;
    for (const missing of [0, 1]) {
      const value = rows.data[1 - missing]!;
      const gap = matrix(1, 2, Float64Array.of(missing === 0 ? NaN : value, missing === 1 ? NaN : value));
      const line = matrix(
        ticks.length,
        2,
        Float64Array.from(ticks.flatMap((t) => (missing === 0 ? [t, value] : [value, t]))),
      );
      const joint = await fitted.logJoint!(line);
      const sums = new Float64Array(joint.columns);
      for (let i = 0; i < joint.rows; i++) rowOf(joint, i).forEach((z, k) => (sums[k]! += Math.exp(z) * step));
      close((await fitted.logJointMarginal!(gap)).data.map(Math.exp), sums, 1e-4, `feature ${missing} summed out`);
    }
  }

  async conditional(): Promise<void> {
    const fitted = await this.fit(this.toys.blobsData);
    const value = this.toys.blobsData.x.data[0]!;
    const gap = matrix(1, 2, Float64Array.of(value, NaN));
    const { ticks } = this.toys.axis;
    const line = await fitted.logJoint!(matrix(ticks.length, 2, Float64Array.from(ticks.flatMap((t) => [value, t]))));
    for (const label of [undefined, 1]) {
      const weights = ticks.map((_, i) => {
        const row = rowOf(line, i);
        return label === undefined ? row.reduce((sum, z) => sum + Math.exp(z), 0) : Math.exp(row[label]!);
      });
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      const expected = weights.reduce((sum, weight, i) => sum + weight * ticks[i]!, 0) / total;
      const mean = await fitted.conditionalMean!(gap, label);
      equal(mean.data[0], value, 'the observed value');
      near(mean.data[1]!, expected, 1e-3, `E[x2 | x1${label === undefined ? '' : ', y'}]`);
      const many = matrix(4000, 2);
      for (let i = 0; i < many.rows; i++) rowOf(many, i).set(gap.data);
      const draws = await fitted.conditionalSample!(many, createRng(5), label);
      expectFinite(draws);
      expect(
        draws.data.every((drawn, at) => at % 2 === 1 || drawn === value),
        'observed values are kept',
      );
      const average = draws.data.reduce((sum, drawn, at) => sum + (at % 2 === 1 ? drawn : 0), 0) / many.rows;
      const square = weights.reduce((sum, weight, i) => sum + weight * (ticks[i]! - expected) ** 2, 0) / total;
      near(average, expected, 5 * Math.sqrt(square / many.rows), 'mean of the draws');
    }
    const complete = matrix(2, 2, Float64Array.of(1, 2, 3, 4));
    same((await fitted.conditionalMean!(complete)).data, complete.data, 'rows without gaps');
  }

  async unlabelled(): Promise<void> {
    const { blobsData } = this.toys;
    const dense = this.spec.card.capabilities.includes('Density');
    const rows = (from: number, to: number) => matrix(to - from, 2, blobsData.x.data.slice(2 * from, 2 * to));
    const few: TrainingData = { ...blobsData, x: rows(0, 15), y: blobsData.y.slice(0, 15) };
    const many: TrainingData = { ...few, unlabelled: rows(15, blobsData.x.rows) };
    if (dense) {
      const density = async (fitted: Fitted) =>
        logEvidence(await fitted.logJoint!(blobsData.x)).reduce((sum, value) => sum + value, 0) / blobsData.x.rows;
      const [alone, together] = [await density(await this.fit(few)), await density(await this.fit(many))];
      expect(together > alone, `log p(x) of all rows is ${together}, with labelled rows only ${alone}`);
    }
    const controller = new AbortController();
    const stopped = await this.fit(many, {
      context: { signal: controller.signal },
      onStep: () => controller.abort(),
    });
    expectDistributions(await classify(stopped, blobsData.x));
    for (const [, data] of awkwardData()) {
      const adapted = this.toys.adapt(data);
      const fitted = await this.fit({ ...adapted, unlabelled: adapted.x }, { maxSteps: briefly });
      expectDistributions(await classify(fitted, adapted.x));
    }
  }

  async bound(): Promise<void> {
    const fitted = await this.onMoons();
    const { x } = this.toys.moonsData.test;
    const [a, b] = [await fitted.logBound!(x, createRng(1)), await fitted.logBound!(x, createRng(1))];
    equal(a.columns, this.toys.moonsData.train.classes, 'columns');
    expectFinite(a);
    same(a.data, b.data, 'bounds of one seed');
  }

  async energies(): Promise<void> {
    const fitted = await this.onMoons();
    expectFinite(await fitted.logUnnormalised!(this.toys.moonsData.test.x));
    expectFinite(await fitted.logUnnormalised!(corners(far)));
  }

  async latent(): Promise<void> {
    const fitted = await this.onMoons();
    const { x, y } = this.toys.moonsData.test;
    const z = await fitted.encode!(x, y);
    equal(z.rows, x.rows, 'rows');
    equal(z.columns, fitted.latentSize, 'latent columns');
    const classes = matrix(x.rows, this.toys.moonsData.train.classes);
    y.forEach((label, i) => (rowOf(classes, i)[label] = 1));
    const back = await fitted.decode!(z, classes);
    equal(back.columns, x.columns, 'columns');
    expectFinite(z);
    expectFinite(back);
    same((await fitted.decode!(z, classes)).data, back.data, 'decoded twice');
    classes.data.fill(1 / classes.columns);
    expectFinite(await fitted.decode!(z, classes));
  }

  async attention(): Promise<void> {
    expectDistributions(await (await this.onMoons()).attention!(this.toys.moonsData.test.x), 1e-5);
  }

  async inpainting(): Promise<void> {
    const fitted = await this.onMoons();
    const gaps = withGaps(this.toys.moonsData.test.x);
    for (const label of [undefined, 1]) {
      const [a, b] = [
        await fitted.inpaint!(gaps, createRng(4), label),
        await fitted.inpaint!(gaps, createRng(4), label),
      ];
      expectFinite(a);
      gaps.data.forEach((value, at) => expect(Number.isNaN(value) || a.data[at] === value, `cell ${at} is kept`));
      same(a.data, b.data, 'rows of one seed');
    }
  }

  get inpaints(): boolean {
    return this.spec.inpaints === true;
  }

  private onMoons(): Promise<Fitted> {
    return (this.fitted ??= this.fit(this.toys.moonsData.train));
  }

  private fit(data: TrainingData, training: Training = {}): Promise<Fitted> {
    return fit(this.spec, data, {
      ...this.training,
      options: { ...smallModels[this.spec.card.id] },
      ...training,
      context: { kernel: this.kernel, ...training.context },
    });
  }
}

/** Steps of a fit that needs no optimum. */
const briefly = 60;

async function classify(fitted: Fitted, x: Matrix): Promise<Matrix> {
  return asClassifier(fitted)!.predictProba(x);
}

function trainingData({ x, y, classes }: Toy): TrainingData {
  const d = x.columns;
  const columns = Array.from({ length: d }, (_, j) => ({ feature: `x${j + 1}`, mean: 0, scale: 1 }));
  return { x, y, classes: classes.length, classNames: classes, columns };
}

const moonsData = (() => {
  const all = moons(240, 0.2, createRng(11));
  const part = (from: number, to: number) => ({
    x: matrix(
      to - from,
      2,
      all.x.data.slice(2 * from, 2 * to).map((value, at) => (value - [0.5, 0.25][at % 2]!) / [0.87, 0.5][at % 2]!),
    ),
    y: all.y.slice(from, to),
    classes: all.classes,
  });
  return { train: trainingData(part(0, 140)), test: part(140, 240) };
})();

const blobsData = trainingData(
  blobs(
    300,
    [
      [-1.2, -0.5],
      [1, -0.8],
      [0.3, 1.2],
    ],
    0.6,
    createRng(12),
  ),
);

const tiny = trainingData(moons(40, 0.1, createRng(13)));

/** Data that has brought down many a program. */
function* awkwardData(): Generator<[string, TrainingData]> {
  const rng = createRng(14);
  const make = (
    rows: number,
    d: number,
    classes: number,
    value: (i: number, j: number) => number,
    label: (i: number) => number,
  ): TrainingData => ({
    x: matrix(
      rows,
      d,
      Float64Array.from({ length: rows * d }, (_, at) => value(Math.floor(at / d), at % d)),
    ),
    y: Int32Array.from({ length: rows }, (_, i) => label(i)),
    classes,
    classNames: Array.from({ length: classes }, (_, k) => `c${k}`),
    columns: Array.from({ length: d }, (_, j) => ({ feature: `x${j}`, mean: 0, scale: 1 })),
  });
  const normal = () => rng.normal();
  const alternate = (i: number) => i % 2;
  yield ['a single class', make(12, 2, 1, normal, () => 0)];
  yield ['one row per class', make(3, 2, 3, normal, (i) => i)];
  yield ['a constant column', make(20, 2, 2, (_, j) => (j === 0 ? 0 : rng.normal()), alternate)];
  yield ['nothing but constants', make(10, 2, 2, () => 0, alternate)];
  yield ['equal columns', make(20, 3, 2, (i, j) => (j < 2 ? Math.sin(i) : rng.normal()), alternate)];
  yield ['more columns than rows', make(6, 12, 2, normal, alternate)];
  yield ['a class without rows', make(12, 2, 3, normal, alternate)];
  yield [
    'one column',
    make(
      12,
      1,
      2,
      (i) => i - 6,
      (i) => Number(i > 5),
    ),
  ];
  const levels = ['a', 'b', 'c'];
  yield [
    'nothing but categories',
    {
      ...make(24, 4, 2, (i, j) => Number(j < 3 ? i % 3 === j : i % 4 < 2), alternate),
      columns: [
        ...levels.map((level) => ({ feature: 'x1', level, mean: 0, scale: 1 })),
        { feature: 'x2', level: 'yes', mean: 0, scale: 1 },
      ],
    },
  ];
  yield [
    'classes that a line separates',
    make(20, 2, 2, (i) => (i % 2 === 0 ? 5 : -5) + 0.1 * rng.normal(), alternate),
  ];
}

/** Each second cell of the second column empty, and one row with nothing. */
function withGaps(x: Matrix): Matrix {
  const out = matrix(x.rows, x.columns, x.data.slice());
  for (let i = 0; i < x.rows; i += 2) out.data[i * x.columns + x.columns - 1] = NaN;
  rowOf(out, 0).fill(NaN);
  return out;
}

function corners(sizes: number[]): Matrix {
  return matrix(2 * sizes.length, 2, Float64Array.from(sizes.flatMap((size) => [size, size, -size, size])));
}

/** Values of a feature that lie `step` apart and cover what the toys have. */
interface Axis {
  ticks: number[];
  step: number;
}

function axis(low: number, high: number, step: number): Axis {
  return { ticks: Array.from({ length: Math.round((high - low) / step) + 1 }, (_, i) => low + i * step), step };
}

/** Every pair of values that there can be. */
function mesh({ ticks, step }: Axis, exists: Toys['exists'] = () => true): { x: Matrix; cell: number } {
  const stride = step < 1 ? 2 : 1;
  const coarse = ticks.filter((_, i) => i % stride === 0);
  const pairs = coarse.flatMap((a) => coarse.flatMap((b) => (exists(a, b) ? [a, b] : [])));
  return { x: matrix(pairs.length / 2, 2, Float64Array.from(pairs)), cell: (stride * step) ** 2 };
}

/** The toy data in the form in which a model reads features. */
interface Toys {
  moonsData: typeof moonsData;
  blobsData: TrainingData;
  tiny: TrainingData;
  axis: Axis;
  /** Whether a row of two values can be. Absent: any can. */
  exists?(a: number, b: number): boolean;
  adapt(data: TrainingData): TrainingData;
}

function toys(
  axis: Axis,
  valueOf: (z: number) => number,
  more: (columns: number) => Partial<TrainingData> = () => ({}),
): Toys {
  const adapt = (data: TrainingData) => ({
    ...data,
    x: { ...data.x, data: data.x.data.map(valueOf) },
    ...more(data.x.columns),
  });
  const { train, test } = moonsData;
  return {
    moonsData: { train: adapt(train), test: { ...test, x: { ...test.x, data: test.x.data.map(valueOf) } } },
    blobsData: adapt(blobsData),
    tiny: adapt(tiny),
    axis,
    adapt,
  };
}

const letters = 'abcdefghijklmnopq';

const toysRead: { readonly [reads in NonNullable<ModelSpec['reads']>]: Toys } = {
  numbers: toys(axis(-8, 8, 0.05), (z) => z),
  counts: toys(axis(0, 80, 1), (z) => Math.max(0, Math.round(8 + 4 * z))),
  presence: toys(axis(0, 1, 1), (z) => Number(z > 0)),
  // each row is a sequence of as many numbers as it has columns
  sequences: toys(
    axis(-8, 8, 0.05),
    (z) => z,
    () => ({ sequence: { names: ['value'] } }),
  ),
  // each row is a picture one pixel high, or a text of as many letters as it has columns
  images: toys(
    axis(0, 1, 0.01),
    (z) => Math.min(1, Math.max(0, 0.5 + z / 8)),
    (width) => ({ image: { width, height: 1, channels: 1 } }),
  ),
  // -1: after the end, where nothing follows
  tokens: {
    ...toys(
      axis(-1, letters.length - 1, 1),
      // 0 stands for what was never seen, which no model draws
      (z) => Math.min(letters.length - 1, Math.max(1, Math.round(9 + 4 * z))),
      (length) => ({ tokens: { vocabulary: [...letters], length } }),
    ),
    exists: (a, b) => a >= 0 || b < 0,
  },
  words: toys(
    axis(-1, letters.length - 1, 1),
    (z) => Math.min(letters.length - 1, Math.max(0, Math.round(8 + 4 * z))),
    (length) => ({ words: { vocabulary: [...letters], length, lowercase: true } }),
  ),
};

function expectDistributions(proba: Matrix, tolerance = 1e-9): void {
  for (let i = 0; i < proba.rows; i++) {
    const row = rowOf(proba, i);
    near(
      row.reduce((sum, p) => sum + p, 0),
      1,
      tolerance,
      `sum of row ${i}`,
    );
    expect(
      row.every((p) => p >= 0),
      `row ${i} is not negative`,
    );
  }
  expect(proba.rows > 0, 'there are rows');
}

function expectFinite(x: Matrix): void {
  expect(x.data.length > 0 && x.data.every(Number.isFinite), 'every value is finite');
}

function expect(condition: boolean, what: string): void {
  if (!condition) throw new Error(`expected: ${what}`);
}

function equal(actual: unknown, expected: unknown, what: string): void {
  expect(Object.is(actual, expected), `${what}: ${String(actual)} is ${String(expected)}`);
}

function near(actual: number, expected: number, tolerance: number, what: string): void {
  expect(Math.abs(actual - expected) <= tolerance, `${what}: ${actual} is ${expected} within ${tolerance}`);
}

function same(actual: Float64Array | undefined, expected: Float64Array | undefined, what: string): void {
  equal(actual?.length, expected?.length, `${what}: length`);
  expected?.forEach((value, at) => equal(actual![at], value, `${what}: entry ${at}`));
}

function close(actual: Float64Array, expected: Float64Array, tolerance: number, what: string): void {
  equal(actual.length, expected.length, `${what}: length`);
  expected.forEach((value, at) => near(actual[at]!, value, tolerance * (1 + Math.abs(value)), `${what}: entry ${at}`));
}

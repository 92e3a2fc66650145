// Small figures of every kind and a whole result, drawn from known distributions: no engine is needed to test what draws them.
import type { Figure, FigureKind, FigureOf } from '../../src/protocol/figures';
import { pack, quantise, unpack } from '../../src/protocol/packing';
import type { ModelResult, Result } from '../../src/protocol/result';

/** Numbers in [0, 1) that are the same in every run (Park and Miller, 1988). */
function generator(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Two features, as penguins have them: mean, standard deviations and correlation of each class. */
const groups = [
  { name: 'Adelie', mean: [38.8, 190], sd: [2.7, 6.5], r: 0.33, n: 76 },
  { name: 'Chinstrap', mean: [48.8, 196], sd: [3.3, 7.1], r: 0.47, n: 34 },
  { name: 'Gentoo', mean: [47.5, 217], sd: [3.1, 6.5], r: 0.66, n: 62 },
] as const;

export const sampleClasses = groups.map(({ name }) => name);

function draw(n: (group: (typeof groups)[number]) => number, seed: number) {
  const random = generator(seed);
  const x: number[] = [];
  const y: number[] = [];
  const label: number[] = [];
  groups.forEach((group, k) => {
    for (let i = 0; i < n(group); i++) {
      const [a, b] = [normal(random), normal(random)];
      x.push(group.mean[0] + group.sd[0] * a);
      y.push(group.mean[1] + group.sd[1] * (group.r * a + Math.sqrt(1 - group.r ** 2) * b));
      label.push(k);
    }
  });
  return { x, y, label };
}

const packPoints = ({ x, y, label }: { x: number[]; y: number[]; label: number[] }) => ({
  x: pack('f32', x),
  y: pack('f32', y),
  label: pack('i32', label),
});

/** log p(x | y) of a Gaussian whose correlation and spread are scaled. */
function logGaussian(
  group: (typeof groups)[number],
  x: number,
  y: number,
  keepCorrelation: number,
  pooled: boolean,
): number {
  const sd = pooled ? [3, 6.7] : group.sd;
  const r = keepCorrelation * (pooled ? 0.5 : group.r);
  const [u, v] = [(x - group.mean[0]) / sd[0]!, (y - group.mean[1]) / sd[1]!];
  return (
    -(u * u - 2 * r * u * v + v * v) / (2 * (1 - r * r)) -
    Math.log(2 * Math.PI * sd[0]! * sd[1]! * Math.sqrt(1 - r * r))
  );
}

const plane = {
  x: { feature: 'bill_length_mm', low: 30, high: 60 },
  y: { feature: 'flipper_length_mm', low: 170, high: 236 },
  width: 60,
  height: 50,
  choices: ['bill_length_mm', 'flipper_length_mm', 'bill_depth_mm', 'body_mass_g'],
};

/** Posterior and class densities on the plane's grid; `wiggle` bends the space, as a network might. */
function maps(keepCorrelation: number, pooled: boolean, wiggle: number) {
  const cells = plane.width * plane.height;
  const posterior = new Float64Array(groups.length * cells);
  const logDensity = new Float64Array(groups.length * cells);
  for (let row = 0; row < plane.height; row++) {
    for (let column = 0; column < plane.width; column++) {
      const x = plane.x.low + ((plane.x.high - plane.x.low) * column) / (plane.width - 1);
      const y = plane.y.low + ((plane.y.high - plane.y.low) * row) / (plane.height - 1);
      const densities = groups.map((group) =>
        logGaussian(group, x + wiggle * Math.sin(y / 6), y + 2 * wiggle * Math.cos(x / 3), keepCorrelation, pooled),
      );
      const weights = densities.map((value, k) => Math.exp(value) * groups[k]!.n);
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      groups.forEach((_, k) => {
        const at = k * cells + row * plane.width + column;
        posterior[at] = weights[k]! / total;
        logDensity[at] = densities[k]!;
      });
    }
  }
  const shape = [groups.length, plane.height, plane.width];
  return {
    posterior: quantise('u8', posterior, shape, { low: 0, high: 1 }),
    logDensity: quantise('u16', logDensity, shape),
  };
}

/** What a model of a Gaussian for each class has besides its maps. */
function gaussianParts(keepCorrelation: number) {
  const total = groups.reduce((sum, { n }) => sum + n, 0);
  const curve = (axis: { low: number; high: number }, j: 0 | 1) => {
    const places = 40;
    const values = groups.flatMap(({ mean, sd }) =>
      Array.from({ length: places }, (_, i) => {
        const z = (axis.low + ((axis.high - axis.low) * i) / (places - 1) - mean[j]) / sd[j];
        return Math.exp(-(z * z) / 2) / (sd[j] * Math.sqrt(2 * Math.PI));
      }),
    );
    return pack('f32', values, [groups.length, places]);
  };
  return {
    logPrior: pack(
      'f64',
      groups.map(({ n }) => Math.log(n / total)),
    ),
    components: {
      label: pack('i32', [0, 1, 2]),
      weight: pack('f32', [1, 1, 1]),
      mean: pack(
        'f64',
        groups.flatMap(({ mean }) => mean),
        [3, 2],
      ),
      covariance: pack(
        'f64',
        groups.flatMap(({ sd, r }) => [sd[0] ** 2, keepCorrelation * r * sd[0] * sd[1], sd[1] ** 2]),
        [3, 3],
      ),
    },
    marginals: { source: 'model' as const, x: curve(plane.x, 0), y: curve(plane.y, 1) },
  };
}

function decisionBoundary(): FigureOf<'decision-boundary'> {
  const logistic = maps(1, true, 0);
  const bayes = maps(0, false, 0);
  const quadratic = maps(1, false, 0);
  const network = maps(1, false, 1.4);
  return {
    kind: 'decision-boundary',
    title: 'Decision boundaries',
    summary: 'Four models over bill length and flipper length; they differ most where Adelie and Chinstrap meet.',
    classes: sampleClasses,
    plane,
    panels: [
      {
        model: 'logistic-regression',
        family: 'discriminative',
        others: 'bill_depth_mm and body_mass_g held at their median',
        posterior: logistic.posterior,
      },
      {
        model: 'gaussian-naive-bayes',
        family: 'generative',
        others: 'bill_depth_mm and body_mass_g marginalised',
        ...bayes,
        ...gaussianParts(0),
      },
      {
        model: 'quadratic-discriminant-analysis',
        family: 'generative',
        others: 'bill_depth_mm and body_mass_g marginalised',
        ...quadratic,
        ...gaussianParts(1),
      },
      {
        model: 'mlp',
        family: 'discriminative',
        others: 'bill_depth_mm and body_mass_g held at their median',
        posterior: network.posterior,
      },
    ],
    train: packPoints(draw(({ n }) => n, 3)),
    test: packPoints(draw(({ n }) => Math.round(n / 3), 4)),
  };
}

const histogram = (values: number[], label: number[], low: number, high: number, bins: number) => {
  const edges = Array.from({ length: bins + 1 }, (_, i) => low + ((high - low) * i) / bins);
  const counts = groups.map((_, k) =>
    edges
      .slice(0, -1)
      .map((edge, b) => values.filter((value, i) => label[i] === k && value >= edge && value < edges[b + 1]!).length),
  );
  return { edges, counts };
};

/** Curves of scores whose means differ by `distance` standard deviations, over falling thresholds. */
function thresholdCurve(model: string, label: number, distance: number, share: number, recall: boolean) {
  const tail = (z: number) => 1 / (1 + Math.exp(1.702 * z));
  const thresholds = Array.from({ length: 41 }, (_, i) => 4 - 0.2 * i);
  const found = thresholds.map((t) => tail(t - distance));
  const alarms = thresholds.map(tail);
  const precision = found.map((y, i) => (share * y) / (share * y + (1 - share) * alarms[i]!));
  const area = found.reduce(
    (sum, y, i) => sum + (i === 0 ? 0 : (y + found[i - 1]!) * (alarms[i]! - alarms[i - 1]!)) / 2,
    0,
  );
  return recall
    ? { model, label, area: 0.96 * area, share, x: [0, ...found], y: [precision[0]!, ...precision] }
    : { model, label, area, share, x: [0, ...alarms, 1], y: [0, ...found, 1] };
}

/** Steps on a path. */
const nine = Array.from({ length: 9 }, (_, i) => i);

/** A model that is this much surer than it is right. */
function reliabilitySeries(method: string, excess: number, rows: number[]) {
  const bins = rows.map((count, i) => {
    const low = (10 - rows.length + i) / 10;
    return { low, high: low + 0.1, rows: count, confidence: low + 0.05, accuracy: Math.max(0, low + 0.05 - excess) };
  });
  return { method, calibrationError: excess, bins };
}

function partialDependence(): FigureOf<'partial-dependence'> {
  const at = Array.from({ length: 12 }, (_, g) => 175 + 5 * g);
  const share = (k: number, x: number, shift: number) => {
    const weights = [195 - x, 200 - Math.abs(x - 200), x - 205].map((value) => Math.exp((value + shift) / 8));
    return weights[k]! / weights.reduce((sum, weight) => sum + weight, 0);
  };
  const all = groups.map((_, k) => k);
  const packedOf = (values: number[], shape: number[]) => quantise('u16', values, shape, { low: 0, high: 1 });
  return {
    kind: 'partial-dependence',
    title: 'Partial dependence',
    summary: 'P(y | x) as flipper length and island take other values.',
    classes: sampleClasses,
    panels: [
      {
        model: 'mlp',
        feature: 'flipper_length_mm',
        at,
        mean: packedOf(
          all.flatMap((k) => at.map((x) => share(k, x, 0))),
          [3, 12],
        ),
        single: packedOf(
          all.flatMap((k) => [-6, 3, 8].flatMap((shift) => at.map((x) => share(k, x + shift, 0)))),
          [3, 3, 12],
        ),
        row: 211,
      },
      {
        model: 'mlp',
        feature: 'island',
        levels: ['Biscoe', 'Dream', 'Torgersen'],
        mean: packedOf([0.2, 0.5, 0.9, 0.1, 0.4, 0.05, 0.7, 0.1, 0.05], [3, 3]),
        single: packedOf([0.1, 0.6, 0.8, 0.1, 0.3, 0.1, 0.8, 0.1, 0.1], [3, 1, 3]),
      },
    ],
  };
}

function shapSummary(): FigureOf<'shap-summary'> {
  const random = generator(21);
  const rows = 40;
  const place = Array.from({ length: 3 * rows }, (_, at) => (at < 2 * rows ? random() : NaN));
  const values = groups.flatMap((_, k) =>
    place.map((share) => (k - 1) * (Number.isNaN(share) ? 0.3 : share - 0.5) * 2),
  );
  return {
    kind: 'shap-summary',
    title: 'SHAP values of many rows',
    summary: 'What each feature adds to the prediction of each of 40 training rows.',
    classes: sampleClasses,
    shown: 2,
    features: ['flipper_length_mm', 'bill_length_mm', 'island'],
    panels: [
      {
        model: 'logistic-regression',
        scale: 'log odds, centred',
        values: pack('f32', values, [3, 3, rows]),
        place: pack('f32', place, [3, rows]),
      },
    ],
  };
}

/** log p(x) of rows drawn from the three groups, a few of them moved far away. */
function anomalyScores(): FigureOf<'anomaly-scores'> {
  const logDensity = (x: number, y: number) => {
    const total = groups.reduce((sum, group) => sum + group.n * Math.exp(logGaussian(group, x, y, 1, false)), 0);
    return Math.log(total / groups.reduce((sum, { n }) => sum + n, 0));
  };
  const training = draw(({ n }) => n, 3);
  const rows = draw(({ n }) => n, 12);
  [0, 50, 100].forEach((i, k) => (rows.x[i] = 33 + 13 * k));
  [0, 50, 100].forEach((i) => (rows.y[i] = 231));
  const scores = rows.x.map((x, i) => logDensity(x, rows.y[i]!));
  const order = [...scores.keys()].sort((a, b) => scores[a]! - scores[b]!);
  const of = (values: (number | undefined)[]) => order.map((i) => values[i]!);
  const grid = Array.from({ length: plane.height }, (_, row) =>
    Array.from({ length: plane.width }, (_, column) =>
      logDensity(
        plane.x.low + ((plane.x.high - plane.x.low) * column) / (plane.width - 1),
        plane.y.low + ((plane.y.high - plane.y.low) * row) / (plane.height - 1),
      ),
    ),
  );
  return {
    kind: 'anomaly-scores',
    title: 'How likely each row is',
    summary: 'quadratic-discriminant-analysis: 4 of 172 rows below the threshold.',
    quantile: 0.01,
    anomaly: 'moved = yes',
    plane,
    models: [
      {
        model: 'quadratic-discriminant-analysis',
        training: pack(
          'f32',
          training.x.map((x, i) => logDensity(x, training.y[i]!)).sort((a, b) => a - b),
        ),
        rows: pack('i32', order),
        logDensity: pack('f32', of(scores)),
        label: pack('i32', of(scores.map((_, i) => Number([0, 50, 100].includes(i))))),
        tested: pack('i32', of(scores.map((_, i) => Number(i % 2 === 0)))),
        exact: order.length,
        weight: 1,
        reasons: order
          .slice(0, 5)
          .map((i) => `flipper_length_mm = ${rows.y[i]!.toFixed(0)} (surprise 9.2 nats, usually 3.1)`),
        x: pack('f32', of(rows.x)),
        y: pack('f32', of(rows.y)),
        map: quantise('u16', grid.flat(), [1, plane.height, plane.width]),
        others: 'summed out: bill_depth_mm, body_mass_g',
      },
    ],
  };
}

/** Doubt of two models over the plane, with a class that they have never seen. */
function uncertainty(): FigureOf<'uncertainty'> {
  const shape = [1, plane.height, plane.width];
  const cells = plane.width * plane.height;
  const ambiguityOf = (posterior: ReturnType<typeof maps>['posterior']) => {
    const values = unpack(posterior);
    const at = (i: number) => groups.map((_, k) => values[k * cells + i]!);
    const each = (f: (p: number[]) => number) => Array.from({ length: cells }, (_, i) => f(at(i)));
    return {
      entropy: quantise(
        'u8',
        each((p) => p.reduce((sum, share) => (share > 0 ? sum - share * Math.log(share) : sum), 0)),
        shape,
        { low: 0, high: Math.log(groups.length) },
      ),
      confidence: quantise(
        'u8',
        each((p) => Math.max(...p)),
        shape,
        { low: 0, high: 1 },
      ),
    };
  };
  const logDensity = unpack(maps(1, false, 0).logDensity);
  const density = Array.from({ length: cells }, (_, i) =>
    Math.log(groups.reduce((sum, _group, k) => sum + Math.exp(logDensity[k * cells + i]!) / groups.length, 0)),
  );
  const strange = draw(({ name }) => (name === 'Gentoo' ? 30 : 0), 8);
  return {
    kind: 'uncertainty',
    title: 'Ambiguous and unfamiliar',
    summary: 'logistic-regression is sure of the class also where no training row is.',
    classes: sampleClasses,
    plane,
    confident: 0.9,
    ambiguous: [
      {
        model: 'logistic-regression',
        family: 'discriminative',
        others: 'held at the median: bill_depth_mm, body_mass_g',
        ...ambiguityOf(maps(1, true, 0).posterior),
      },
      { model: 'mlp', family: 'discriminative', ...ambiguityOf(maps(1, false, 1.4).posterior) },
    ],
    unfamiliar: [
      {
        model: 'gaussian-mixture',
        others: 'summed out: bill_depth_mm, body_mass_g',
        logDensity: quantise('u16', density, shape),
        threshold: -11,
      },
    ],
    quantile: 0.01,
    train: packPoints(draw(({ n }) => n, 3)),
    strange: {
      what: 'rows of elsewhere.csv',
      places: {
        x: pack(
          'f32',
          strange.x.map((x) => x + 8),
        ),
        y: pack(
          'f32',
          strange.y.map((y) => y - 30),
        ),
      },
    },
  };
}

/** Weeks of weather, and the states that they were most likely in. */
function statePath(): FigureOf<'state-path'> {
  const sequence = (name: string, label: number, predicted: number, values: number[], path: number[]) => ({
    name,
    label,
    predicted,
    logDensity: -1.1 * values.length,
    steps: name === '2014-06' ? 30 : values.length,
    values: pack('f32', values, [values.length, 1]),
    path: pack('i32', path),
  });
  return {
    kind: 'state-path',
    title: 'Hidden states of test sequences: hmm',
    summary: 'Spells of rain and of sun in three test sequences.',
    model: 'hmm',
    classes: ['summer', 'winter'],
    states: ['A', 'B'],
    symbols: ['fog', 'rain', 'sun'],
    columns: ['weather'],
    sequences: [
      sequence('2012-12', 1, 1, [1, 1, 1, 0, 1, 1, 2, 1, 1, 1], [0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
      sequence('2013-07', 0, 0, [2, 2, 2, 1, 2, NaN, 2, 2, 0, 0], [1, 1, 1, 1, 1, 1, 1, 1, 0, 0]),
      sequence('2014-06', 0, 1, [1, 1, 2, 1, 2, 2, 2, 2, 1, 1], [0, 0, 0, 0, 1, 1, 1, 1, 0, 0]),
    ],
  };
}

/** A discriminator that is unsure about a class, and a grid that bends over its rows. */
function adversarial(rows: ReturnType<typeof draw>): FigureOf<'adversarial'> {
  const [width, height, lines] = [24, 20, 5];
  const panel = (label: number) => {
    const { mean, sd, r } = groups[label]!;
    const judged = Array.from({ length: width * height }, (_, i) => {
      const x = plane.x.low + ((plane.x.high - plane.x.low) * (i % width)) / (width - 1);
      const y = plane.y.low + ((plane.y.high - plane.y.low) * Math.floor(i / width)) / (height - 1);
      const distance = Math.hypot((x - mean[0]) / sd[0], (y - mean[1]) / sd[1]);
      return 0.55 / (1 + Math.exp(distance - 3)) + 0.4 * Math.exp(-((distance - 3.5) ** 2));
    });
    // half of the lines go along the first hidden variable, half along the second
    const places = Array.from({ length: 2 * lines * nine.length }, (_, i) => {
      const [line, place] = [Math.floor(i / nine.length), i % nine.length];
      const [moving, fixed] = [place / 2 - 2, (line % lines) - 2];
      const [a, b] = line < lines ? [moving, fixed] : [fixed, moving];
      return { x: mean[0] + sd[0] * a, y: mean[1] + sd[1] * (r * a + 0.3 * a * a + 0.7 * b) };
    });
    return {
      model: 'gan',
      label,
      judged: quantise('u8', judged, [1, height, width], { low: 0, high: 1 }),
      manifold: {
        x: pack(
          'f32',
          places.map(({ x }) => x),
          [2 * lines, nine.length],
        ),
        y: pack(
          'f32',
          places.map(({ y }) => y),
          [2 * lines, nine.length],
        ),
      },
    };
  };
  return {
    kind: 'adversarial',
    title: 'Discriminator and generator',
    summary: 'Shades: P(real | x) by the discriminator; grid: where the generator sends its hidden variables.',
    classes: sampleClasses,
    plane: { ...plane, width, height },
    real: packPoints(rows),
    panels: [panel(0), { ...panel(1), slice: 'grid: the first two of 3 hidden variables, the others at 0' }],
  };
}

function build(): { [K in FigureKind]: FigureOf<K> } {
  const rows = draw(({ n }) => n, 3);
  const random = generator(9);
  const mass = rows.y.map((flipper) => 50 * (flipper - 117) + 300 * normal(random));
  const depth = rows.label.map((k) => [18.3, 18.4, 15][k]! + 1.1 * normal(random));
  const steps = Array.from({ length: 60 }, (_, i) => 5 * i);
  return {
    'decision-boundary': decisionBoundary(),
    'image-grid': imageGrid(),
    'image-attribution': imageAttribution(),
    'state-path': statePath(),
    'hidden-states': {
      kind: 'hidden-states',
      title: 'Hidden states: hmm',
      summary: 'Temperatures of two hidden states in each season.',
      model: 'hmm',
      states: ['A', 'B'],
      columns: ['temp_max'],
      chains: [
        {
          name: 'summer',
          start: [0.5, 0.5],
          transition: [
            [0.85, 0.15],
            [0.25, 0.75],
          ],
          means: [[20.5], [27.1]],
          deviations: [[2.4], [3.3]],
        },
        {
          name: 'winter',
          start: [0.9, 0.1],
          transition: [
            [0.6, 0.4],
            [0.1, 0.9],
          ],
          means: [[5.1], [10.2]],
          deviations: [[2.9], [2.2]],
        },
      ],
    },
    histograms: {
      kind: 'histograms',
      title: 'Distributions by species',
      summary: 'Flipper length tells Gentoo from the others; bill length tells Adelie.',
      groups: sampleClasses,
      columns: [
        { feature: 'bill_length_mm', ...histogram(rows.x, rows.label, 30, 60, 20) },
        { feature: 'bill_depth_mm', ...histogram(depth, rows.label, 12, 22, 20) },
        { feature: 'flipper_length_mm', ...histogram(rows.y, rows.label, 170, 236, 20) },
        { feature: 'body_mass_g', ...histogram(mass, rows.label, 2500, 6500, 20) },
        {
          feature: 'island',
          levels: ['Biscoe', 'Dream', 'Torgersen'],
          counts: [
            [22, 28, 26],
            [0, 34, 0],
            [62, 0, 0],
          ],
        },
        {
          feature: 'sex',
          levels: ['FEMALE', 'MALE'],
          counts: [
            [37, 39],
            [17, 17],
            [29, 33],
          ],
        },
      ],
    },
    'class-balance': {
      kind: 'class-balance',
      title: 'Rows per species',
      summary: 'Adelie is the most frequent class with 44 % of the rows, Chinstrap the rarest with 20 %.',
      target: 'species',
      classes: sampleClasses,
      counts: [152, 68, 124],
      unlabelled: 6,
    },
    'scatter-matrix': {
      kind: 'scatter-matrix',
      title: 'Pairs of features',
      summary: 'Flipper length and body mass rise together (r = 0.9).',
      features: ['bill_length_mm', 'bill_depth_mm', 'flipper_length_mm', 'body_mass_g'],
      classes: sampleClasses,
      values: pack(
        'f32',
        rows.x.flatMap((x, i) => [x, i === 5 ? NaN : depth[i]!, rows.y[i]!, mass[i]!]),
        [rows.x.length, 4],
      ),
      label: pack('i32', rows.label),
    },
    'confusion-matrix': {
      kind: 'confusion-matrix',
      title: 'Confusion on the test rows',
      summary: 'Most mistakes take Chinstrap for Adelie.',
      classes: sampleClasses,
      models: [
        {
          model: 'logistic-regression',
          counts: [
            [37, 1, 0],
            [1, 16, 0],
            [0, 0, 31],
          ],
        },
        {
          model: 'gaussian-naive-bayes',
          counts: [
            [35, 3, 0],
            [2, 15, 0],
            [0, 1, 30],
          ],
        },
        {
          model: 'quadratic-discriminant-analysis',
          counts: [
            [37, 1, 0],
            [2, 15, 0],
            [0, 0, 31],
          ],
        },
        {
          model: 'mlp',
          counts: [
            [36, 2, 0],
            [1, 16, 0],
            [0, 0, 31],
          ],
        },
      ],
    },
    'loss-curve': {
      kind: 'loss-curve',
      title: 'Loss',
      summary: 'The loss of mlp fell from 1.1 to 0.05 in 295 steps.',
      series: [
        {
          model: 'mlp',
          step: steps,
          loss: steps.map((step) => 0.05 + 1.05 * Math.exp(-step / 40)),
          validation: steps.map((step) => 0.09 + Math.exp(-step / 35)),
        },
        { model: 'logistic-regression', step: [0, 1, 2, 3, 4, 5], loss: [1.1, 0.5, 0.21, 0.12, 0.1, 0.099] },
      ],
    },
    samples: {
      kind: 'samples',
      title: 'Generated and real rows',
      summary:
        'Rows of quadratic-discriminant-analysis lie where the real ones lie; gaussian-naive-bayes has lost the correlation.',
      classes: sampleClasses,
      plane,
      real: packPoints(rows),
      panels: [
        { model: 'gaussian-naive-bayes', generated: packPoints(draw(() => 40, 21)) },
        { model: 'quadratic-discriminant-analysis', generated: packPoints(draw(() => 40, 22)) },
      ],
    },
    denoising: {
      kind: 'denoising',
      title: 'From noise to rows',
      summary: 'Rows that diffusion makes start anywhere and end where the real ones lie.',
      classes: sampleClasses,
      plane,
      real: packPoints(rows),
      shown: 1,
      panels: [
        {
          model: 'diffusion',
          frames: [1, 0.5, 0].map((noise) => {
            const [made, from] = [draw(() => 30, 23), draw(() => 30, 24)];
            const towards = (end: number[], start: number[]) =>
              end.map((value, i) => value + noise * (start[(i * 37) % start.length]! - value));
            return packPoints({ x: towards(made.x, from.x), y: towards(made.y, from.y), label: made.label });
          }),
        },
      ],
    },
    adversarial: adversarial(rows),
    'latent-path': {
      kind: 'latent-path',
      title: 'Paths between two rows',
      summary: 'The path through the latent space keeps to where rows are; the straight line does not.',
      classes: sampleClasses,
      plane,
      real: packPoints(rows),
      straight: { x: pack('f32', [38, 50]), y: pack('f32', [185, 222]) },
      panels: [0, 6].map((bend, i) => ({
        model: i === 0 ? 'autoencoder-classifier' : 'vae-classifier',
        path: packPoints({
          x: nine.map((step) => 38 + 1.5 * step + (bend / 3) * Math.sin((Math.PI * step) / 8)),
          y: nine.map((step) => 185 + 4.6 * step - bend * Math.sin((Math.PI * step) / 8)),
          label: nine.map((step) => Math.floor(step / 3)),
        }),
      })),
    },
    'token-probabilities': {
      kind: 'token-probabilities',
      title: 'Generated texts',
      summary: 'Texts that language-model wrote; each character with its probability, given those before it.',
      measure: 'P(next character)',
      lines: ['Anselm <b>', 'Bertrude the elder'].map((text, line) => ({
        heading: sampleClasses[line]!,
        tokens: [...text],
        values: pack(
          'f32',
          [...text].map((_, i) => 1 / (1 + ((i * 7 + line) % 5))),
        ),
        hints: [...text].map((letter) => `${letter} 60 %, <i> 20 %, end 5 %`),
      })),
    },
    'text-attribution': {
      kind: 'text-attribution',
      title: 'What the words of row 3 of notes.csv say',
      summary:
        'For Gentoo, by what changes where a word is left out. multinomial-naive-bayes: “large” speaks most for it.',
      classes: sampleClasses,
      shown: 2,
      measure: 'log odds, centred',
      segments: 'A |large| |bird|, |not| |a| |small| |one|, |with| |<b>black|</b> |feet| & |a| |voice|!'.split('|'),
      panels: ['multinomial-naive-bayes', 'text-transformer'].map((model, m) => ({
        model,
        beside: `Gentoo, ${m === 0 ? 91 : 97}.0 %`,
        values: pack(
          'f32',
          sampleClasses.flatMap((_, k) =>
            Array.from({ length: 23 }, (__, i) => (i % 2 === 0 ? NaN : Math.sin(1 + i * (k + m + 1)) * (3 - m))),
          ),
          [3, 23],
        ),
      })),
    },
    'roc-curve': {
      kind: 'roc-curve',
      title: 'ROC curve',
      summary: 'Share found against false alarms, each class against the rest; Gentoo is told apart best.',
      classes: sampleClasses,
      curves: ['logistic-regression', 'gaussian-naive-bayes'].flatMap((name, m) =>
        sampleClasses.map((_, k) => thresholdCurve(name, k, 3 + 0.5 * k - m, [0.44, 0.2, 0.36][k]!, false)),
      ),
    },
    'precision-recall-curve': {
      kind: 'precision-recall-curve',
      title: 'Precision and recall',
      summary: 'Precision against recall, Gentoo against Adelie.',
      classes: ['Adelie', 'Gentoo'],
      curves: ['logistic-regression', 'gaussian-naive-bayes'].map((name, m) =>
        thresholdCurve(name, 1, 2.5 - m, 0.36, true),
      ),
    },
    reliability: {
      kind: 'reliability',
      title: 'Reliability',
      summary: 'gaussian-naive-bayes is surer than it is right; isotonic calibration mends it.',
      panels: [
        {
          model: 'gaussian-naive-bayes',
          series: [
            reliabilitySeries('raw', 0.14, [8, 14, 9, 16, 21, 104]),
            reliabilitySeries('isotonic', 0.02, [12, 20, 24, 31, 37, 48]),
          ],
        },
        {
          model: 'mlp',
          series: [
            reliabilitySeries('raw', 0.05, [5, 9, 14, 22, 122]),
            reliabilitySeries('isotonic', 0.03, [7, 13, 19, 27, 106]),
          ],
        },
      ],
    },
    'bayes-ledger': {
      kind: 'bayes-ledger',
      title: 'From the features of row 12 to its class',
      summary: 'gaussian-naive-bayes says Gentoo (97.6 %), mostly by flipper_length_mm against Chinstrap.',
      words: 'row 12 of penguins.csv',
      classes: sampleClasses,
      features: [
        { name: 'bill_length_mm', value: 46.1, original: 46.1, low: 32.1, high: 59.6 },
        { name: 'flipper_length_mm', value: 211, original: 211, low: 172, high: 231 },
        { name: 'island', value: 'Biscoe', original: 'Biscoe', levels: ['Biscoe', 'Dream', 'Torgersen'] },
      ],
      panels: [
        {
          model: 'gaussian-naive-bayes',
          family: 'generative',
          scale: 'log probability, in nats',
          method: 'log p(x, y) = log p(y) + sum of log p(x_j | y)',
          start: { name: 'log p(y)', values: [-0.82, -1.62, -1.02] },
          terms: [
            { name: 'bill_length_mm', values: [-5.56, -2.45, -2.15] },
            { name: 'flipper_length_mm', values: [-8.01, -5.11, -3.22] },
            { name: 'island', values: [-1.24, null, -0.01] },
          ],
          total: { name: 'log p(x, y)', values: [-15.63, null, -6.4] },
          evidence: -6.39,
          posterior: [0.0001, 0, 0.9999],
        },
        {
          model: 'logistic-regression',
          family: 'discriminative',
          scale: 'log odds, centred',
          method: 'SHAP, exact, as its log odds are a sum over features; 172 background rows',
          start: { name: 'mean of all rows', values: [0.4, -0.9, 0.5] },
          terms: [
            { name: 'bill_length_mm', values: [-2.1, 1.4, 0.7] },
            { name: 'flipper_length_mm', values: [-0.9, -0.8, 1.7] },
            { name: 'island', values: [-0.2, -1.3, 1.5] },
          ],
          total: { name: 'log odds', values: [-2.8, -1.6, 4.4] },
          posterior: [0.0007, 0.0025, 0.9968],
        },
        {
          model: 'mlp',
          family: 'discriminative',
          scale: '',
          method: '',
          start: { name: '', values: [] },
          terms: [],
          total: { name: '', values: [] },
          posterior: [],
          silent:
            'mlp learns P(y | x) only: it cannot sum out features that are missing: without bill_depth_mm it has no answer.',
        },
      ],
    },
    attribution: {
      kind: 'attribution',
      title: 'What speaks for and against each class in row 12',
      summary: 'For Gentoo. logistic-regression (SHAP): flipper_length_mm speaks most for it.',
      classes: sampleClasses,
      shown: 2,
      features: [{ name: 'flipper_length_mm', value: '211' }, { name: 'island', value: 'Biscoe' }, { name: 'word' }],
      panels: [
        {
          model: 'logistic-regression',
          family: 'discriminative',
          method: 'SHAP',
          scale: 'log odds, centred',
          how: 'exact, as its log odds are a sum over features; 172 background rows',
          base: [0.4, -0.9, 0.5],
          value: [-0.7, -3, 3.7],
          contributions: [
            [-0.9, -0.8, 1.7],
            [-0.2, -1.3, 1.5],
            [0, 0, 0],
          ],
        },
        {
          model: 'gaussian-naive-bayes',
          family: 'generative',
          method: 'LIME',
          scale: 'probability per sd',
          how: 'fits 71 % of 5,000 rows around',
          contributions: [
            [-0.1, -0.02, 0.12],
            [0.03, 0.02, -0.05],
            [null, null, null],
          ],
        },
      ],
    },
    importance: {
      kind: 'importance',
      title: 'Permutation importance',
      summary: 'mlp loses most accuracy (0.271) without flipper_length_mm.',
      features: ['flipper_length_mm', 'bill_length_mm', 'island'],
      shown: 'accuracyDrop',
      panels: [
        {
          model: 'mlp',
          accuracyDrop: { mean: [0.271, 0.212, -0.002], sd: [0.031, 0.027, 0.004] },
          logLossIncrease: { mean: [0.91, 0.65, 0.01], sd: [0.1, 0.08, 0.005] },
        },
        {
          model: 'gaussian-naive-bayes',
          accuracyDrop: { mean: [0.2, 0.24, null], sd: [0.02, 0.03, null] },
          logLossIncrease: { mean: [0.7, 0.72, null], sd: [0.07, 0.08, null] },
        },
      ],
    },
    'partial-dependence': partialDependence(),
    'shap-summary': shapSummary(),
    'anomaly-scores': anomalyScores(),
    uncertainty: uncertainty(),
    curves: {
      kind: 'curves',
      title: 'Learning curve',
      summary: 'gaussian-naive-bayes is better up to about 40 rows, logistic-regression from there on.',
      x: { title: 'training rows', log: true },
      y: { title: 'test error' },
      series: [learningCurve('gaussian-naive-bayes', 0.09, 0.3), learningCurve('logistic-regression', 0.05, 1.9)],
      marks: [{ x: 40, y: 0.0975, text: 'logistic-regression overtakes' }],
    },
    'label-budget': {
      kind: 'label-budget',
      title: 'Few labels: bill_length_mm × flipper_length_mm',
      summary: 'With 2 labelled rows of each class, in the first draw.',
      classes: sampleClasses,
      plane: { ...plane, choices: [] },
      unlabelled: packPoints({ ...rows, label: rows.label.map(() => -1) }),
      shown: 0,
      budgets: [2, 10].map((labels) => ({
        labels,
        summary: `With ${labels} labelled rows of each class, in the first draw.`,
        labelled: packPoints(draw(() => labels, 31)),
        panels: [
          {
            model: 'quadratic-discriminant-analysis',
            method: 'supervised' as const,
            accuracy: 0.81,
            posterior: maps(1, false, 4 / labels).posterior,
          },
          {
            model: 'quadratic-discriminant-analysis',
            method: 'unlabelled' as const,
            accuracy: 0.95,
            others: 'summed out: body_mass_g',
            posterior: maps(1, false, 0).posterior,
          },
        ],
      })),
    },
    imputation: {
      kind: 'imputation',
      title: 'Hidden cells: true and imputed',
      summary: 'Root mean squared error in standard deviations: conditional-mean 0.5, mean 1.',
      methods: ['conditional-mean', 'mean'],
      columns: [
        { feature: 'flipper_length_mm', truth: rows.y, mean: 201 },
        { feature: 'body_mass_g', truth: mass, mean: 4200 },
      ].map(({ feature, truth, mean }) => ({
        feature,
        truth: pack('f32', truth),
        imputed: [
          pack(
            'f32',
            truth.map((value) => mean + 0.75 * (value - mean) + 0.02 * mean * normal(random)),
          ),
          pack(
            'f32',
            truth.map(() => mean),
          ),
        ],
      })),
    },
    'completed-rows': {
      kind: 'completed-rows',
      title: 'Completed rows: bill_length_mm × flipper_length_mm',
      summary: 'Rows that lack bill_length_mm or flipper_length_mm, over the training rows.',
      classes: sampleClasses,
      plane: { ...plane, choices: ['bill_length_mm', 'flipper_length_mm'] },
      real: packPoints(rows),
      panels: ['quadratic-discriminant-analysis', 'kernel-density'].map((model, i) => {
        const completed = draw(() => 4, 41 + i);
        return {
          model,
          completed: packPoints(completed),
          spreadX: pack(
            'f32',
            completed.x.map((_, row) => (row % 2 === 0 ? 2.5 : 0)),
          ),
          spreadY: pack(
            'f32',
            completed.y.map((_, row) => (row % 2 === 0 ? 0 : 6)),
          ),
        };
      }),
    },
    'item-map': {
      kind: 'item-map',
      title: 'Map of film',
      summary: '24 films in the two directions in which tastes differ most: near ones are liked by the same users.',
      axes: { x: 'first direction of taste', y: 'second direction of taste' },
      grouping: 'genre',
      groups: ['comedy', 'horror'],
      panels: [itemPanel('matrix-factorization', 1), itemPanel('pmf-2', 2)],
    },
    'top-list': {
      kind: 'top-list',
      title: 'Recommendations',
      summary: 'Best items that were not rated yet: The 3rd Door for u7, The 5th Door for u9.',
      rating: 'stars',
      panels: ['u7', 'u9'].map((user, u) => ({
        user,
        model: 'matrix-factorization',
        ratings: 40 - 38 * u,
        items: [3, 5, 8, 1].map((item, i) => ({
          item: `The ${item}th Door`,
          rating: 4.6 - 0.2 * i,
          sd: 0.4 + 0.3 * u + 0.05 * i,
        })),
      })),
    },
  };
}

function itemPanel(model: string, seed: number) {
  const random = generator(seed);
  const items = Array.from({ length: 24 }, (_, i) => i);
  const group = items.map((i) => (i < 12 ? 0 : 1));
  return {
    model,
    items: items.map((i) => `Film ${i + 1}`),
    x: pack(
      'f32',
      group.map((k) => 2 * k - 1 + 0.6 * normal(random)),
    ),
    y: pack(
      'f32',
      items.map(() => normal(random)),
    ),
    group: pack('i32', group),
    ratings: pack(
      'i32',
      items.map((i) => 3 * i + 1),
    ),
  };
}

/** Error that falls to `limit` as 1 / rows. */
function learningCurve(name: string, limit: number, slope: number) {
  const x = [10, 20, 40, 80, 160, 240];
  const y = x.map((rows) => limit + slope / rows);
  return { name, x, y, low: y.map((e) => e - 0.02), high: y.map((e) => e + 0.02), asymptote: limit };
}

/** Discs and squares of growing size, generated ones beside real ones. */
function imageGrid(): FigureOf<'image-grid'> {
  const side = 8;
  const values = Array.from({ length: 8 * side * side }, (_, at) => {
    const picture = Math.floor(at / (side * side));
    const [y, x] = [Math.floor(at / side) % side, at % side];
    const [u, v] = [Math.abs(x - 3.5), Math.abs(y - 3.5)];
    const distance = picture < 4 ? Math.hypot(u, v) : Math.max(u, v);
    return picture === 7 && y > 5 ? NaN : Math.min(1, Math.max(0, 2 + 0.4 * (picture % 4) - distance));
  });
  return {
    kind: 'image-grid',
    title: 'Generated pictures',
    summary: 'Pictures that gaussian-mixture generates, each beside the nearest training picture.',
    pictures: quantise('u8', values, [8, side, side, 1], { low: 0, high: 1 }),
    captions: ['generated', 'nearest real, 0.31', 'generated', 'nearest real, 0.12', 'generated', '', 'generated', ''],
    blocks: [
      { heading: 'disc', count: 4 },
      { heading: 'square', count: 4 },
    ],
    together: 2,
  };
}

/** A disc, which is told from a square by its empty corners: two models, two methods. */
function imageAttribution(): FigureOf<'image-attribution'> {
  const side = 8;
  const pixels = Array.from(
    { length: side * side },
    (_, at) => [(at % side) - 3.5, Math.floor(at / side) - 3.5] as const,
  );
  const disc = pixels.map(([u, v]) => Math.min(1, Math.max(0, 3.6 - Math.hypot(u, v))));
  const map = (soft: number, tilt: number) => {
    const forDisc = pixels.map(
      ([u, v]) =>
        Math.exp(-((Math.hypot(u, v) - 3.4) ** 2) / soft) * (Math.abs(u) > 2 && Math.abs(v) > 2 ? 1 : -0.4) + tilt * u,
    );
    return quantise('u16', [...forDisc, ...forDisc.map((value) => -value)], [2, side, side], { low: -2, high: 2 });
  };
  return {
    kind: 'image-attribution',
    title: 'What the pixels of row 12 of shapes.csv say',
    summary: 'For disc. cnn (occlusion): most speaks for it at line 1, column 1, most against it at line 1, column 4.',
    classes: ['disc', 'square'],
    shown: 0,
    pictures: quantise('u8', disc, [1, side, side, 1], { low: 0, high: 1 }),
    captions: ['row 12'],
    panels: [
      { model: 'cnn', method: 'occlusion', scale: 'log odds', below: 'takes it for disc (98.2 %)', maps: map(2, 0) },
      {
        model: 'cnn',
        method: 'saliency',
        scale: 'log odds, slope',
        below: 'takes it for disc (98.2 %)',
        maps: map(1, 0.05),
      },
      {
        model: 'logistic-regression',
        method: 'occlusion',
        scale: 'log odds',
        below: 'takes it for disc (61.0 %)',
        maps: map(4, -0.1),
      },
    ],
  };
}

export const sampleFigures = build();
export const sampleKinds = Object.keys(sampleFigures) as FigureKind[];

function model(
  name: string,
  family: ModelResult['family'],
  metrics: ModelResult['metrics'],
  cost: Partial<ModelResult['cost']>,
): ModelResult {
  return {
    name,
    id: name,
    family,
    capabilities: family === 'generative' ? ['Density', 'Sampler', 'Marginal'] : ['Classifier'],
    options: {},
    metrics,
    cost: {
      parameters: 15,
      bytes: 1240,
      fitSeconds: 0.012,
      predictMicrosecondsPerRow: 0.8,
      steps: 0,
      backend: 'cpu float64',
      ...cost,
    },
    history: [],
    key: `key-of-${name}`,
  };
}

/** A result as `train` returns it, with the given figures. */
export function sampleResult(figures: Figure[], changes: Partial<Result> = {}): Result {
  return {
    version: 1,
    runId: 'run-1',
    verb: 'train',
    data: {
      path: 'data/penguins.csv',
      hash: '6c8f2f4f0a3d9e5b7a1c',
      rows: 344,
      features: plane.choices,
      target: 'species',
      classes: sampleClasses,
      train: 258,
      validation: 0,
      test: 86,
      missingCells: 8,
      unlabelled: 0,
    },
    engine: {
      backend: 'webgl',
      device: 'SwiftShader',
      precision: 'float32',
      tfjs: '4.22.0',
      seed: 0,
      reason: 'the only one that was asked for',
    },
    models: [
      model(
        'logistic-regression',
        'discriminative',
        {
          accuracy: 0.9767,
          balancedAccuracy: 0.9715,
          f1: 0.973,
          logLoss: 0.0712,
          brier: 0.0371,
          calibrationError: 0.021,
          rocAuc: 0.9981,
        },
        { steps: 6, fitSeconds: 0.031 },
      ),
      model(
        'gaussian-naive-bayes',
        'generative',
        {
          accuracy: 0.9302,
          balancedAccuracy: 0.9265,
          f1: 0.924,
          logLoss: 0.2011,
          brier: 0.1034,
          calibrationError: 0.046,
          rocAuc: 0.9872,
          logDensity: -14.21,
        },
        { parameters: 26 },
      ),
      model(
        'quadratic-discriminant-analysis',
        'generative',
        {
          accuracy: 0.9651,
          balancedAccuracy: 0.9518,
          f1: 0.957,
          logLoss: 0.0934,
          brier: 0.0502,
          calibrationError: 0.018,
          rocAuc: 0.9969,
          logDensity: -13.38,
        },
        { parameters: 44 },
      ),
      model(
        'mlp',
        'discriminative',
        {
          accuracy: 0.9651,
          balancedAccuracy: 0.9629,
          f1: 0.961,
          logLoss: 0.0811,
          brier: 0.0441,
          calibrationError: 0.025,
          rocAuc: 0.9978,
        },
        { parameters: 1443, bytes: 7100, steps: 400, fitSeconds: 2.31, backend: 'webgl float32' },
      ),
    ],
    tables: [],
    figures,
    notes: ['2 rows with an empty cell were left out of training: these models need every feature.'],
    seconds: 3.42,
    plan: { verb: 'train', data: { path: 'data/penguins.csv' }, models: [], options: {} },
    ...changes,
  };
}

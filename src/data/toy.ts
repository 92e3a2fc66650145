import { numericColumn } from './infer';
import { matrix, type Matrix } from './matrix';
import type { Rng } from './random';
import type { Table } from './table';

/** Points of known origin: x [n, 2], `classes[y[i]]`; rows in random order. */
export interface Toy {
  x: Matrix;
  y: Int32Array;
  classes: string[];
}

/** Two interleaving half circles with Gaussian noise, as scikit-learn's `make_moons`: upper is the one open below. */
export function moons(n: number, noise: number, rng: Rng): Toy {
  const upper = Math.floor(n / 2);
  return toy(['upper', 'lower'], [upper, n - upper], rng, (c, i, count) => {
    const angle = count > 1 ? (Math.PI * i) / (count - 1) : 0;
    const [x, y] = [Math.cos(angle), Math.sin(angle)];
    return jitter(c === 0 ? [x, y] : [1 - x, 0.5 - y], noise, rng);
  });
}

/** Two concentric circles with Gaussian noise, as scikit-learn's `make_circles`; `factor` is the inner radius. */
export function circles(n: number, noise: number, factor: number, rng: Rng): Toy {
  const outer = Math.floor(n / 2);
  return toy(['outer', 'inner'], [outer, n - outer], rng, (c, i, count) => {
    const angle = (2 * Math.PI * i) / count;
    const radius = c === 0 ? 1 : factor;
    return jitter([radius * Math.cos(angle), radius * Math.sin(angle)], noise, rng);
  });
}

/** One spherical Gaussian per centre. */
export function blobs(n: number, centers: readonly (readonly [number, number])[], sd: number, rng: Rng): Toy {
  return toy(letters(centers.length), shares(n, centers.length), rng, (c) => jitter(centers[c]!, sd, rng));
}

/**
 * One quantity read by several gauges that agree but for a little noise, and another read by one: x [n, gauges + 1]. Of class
 * `fault` both are higher by one and a half standard deviations. Features that repeat each other are what naive Bayes does not expect.
 */
export function gauges(n: number, count: number, rng: Rng): Toy {
  const y = Int32Array.from({ length: n }, () => rng.integer(2));
  const x = matrix(n, count + 1);
  y.forEach((fault, i) => {
    const heat = 1.5 * fault + rng.normal();
    for (let j = 0; j < count; j++) x.data[i * (count + 1) + j] = heat + 0.3 * rng.normal();
    x.data[i * (count + 1) + count] = 1.5 * fault + rng.normal();
  });
  return { x, y, classes: ['sound', 'fault'] };
}

/** Arms that wind once around the origin, one per class. */
export function spiral(n: number, arms: number, noise: number, rng: Rng): Toy {
  return toy(letters(arms), shares(n, arms), rng, (c, i, count) => {
    const along = (i + 1) / count;
    const angle = 2 * Math.PI * (along + c / arms);
    return jitter([along * Math.cos(angle), along * Math.sin(angle)], noise, rng);
  });
}

/** Gaussians evenly on a circle of radius 2, one class each. */
export function ring(n: number, modes: number, sd: number, rng: Rng): Toy {
  const centers = Array.from({ length: modes }, (_, k): [number, number] => {
    const angle = (2 * Math.PI * k) / modes;
    return [2 * Math.cos(angle), 2 * Math.sin(angle)];
  });
  return blobs(n, centers, sd, rng);
}

/** Gaussians on a square grid of `side` by `side` points at distance 2 around the origin, one class each. */
export function grid(n: number, side: number, sd: number, rng: Rng): Toy {
  const centers = Array.from({ length: side * side }, (_, k): [number, number] => [
    2 * (k % side) - (side - 1),
    2 * Math.floor(k / side) - (side - 1),
  ]);
  return blobs(n, centers, sd, rng);
}

/** The points as a table with the columns `x1`, `x2` and the target. */
export function toyTable({ x, y, classes }: Toy, target = 'label'): Table {
  const coordinate = (j: number): Float64Array => Float64Array.from(y, (_, i) => x.data[i * x.columns + j]!);
  const levels = [...classes].sort();
  const codes = y.map((c) => levels.indexOf(classes[c]!));
  return {
    rows: x.rows,
    columns: [
      numericColumn('x1', coordinate(0)),
      numericColumn('x2', coordinate(1)),
      { kind: 'categorical', name: target, codes, levels, missing: 0 },
    ],
    report: { format: 'toy', raggedRows: 0, notes: [] },
  };
}

type Point = readonly [number, number];

function toy(
  classes: string[],
  counts: readonly number[],
  rng: Rng,
  point: (c: number, i: number, count: number) => Point,
): Toy {
  const points: { c: number; at: Point }[] = [];
  for (const [c, count] of counts.entries()) for (let i = 0; i < count; i++) points.push({ c, at: point(c, i, count) });
  rng.shuffle(points);
  const x = matrix(points.length, 2, Float64Array.from(points.flatMap(({ at }) => at)));
  return { x, y: Int32Array.from(points, ({ c }) => c), classes };
}

function jitter([x, y]: Point, sd: number, rng: Rng): Point {
  return [x + sd * rng.normal(), y + sd * rng.normal()];
}

function shares(n: number, parts: number): number[] {
  return Array.from({ length: parts }, (_, k) => Math.floor((n + k) / parts));
}

function letters(n: number): string[] {
  return Array.from({ length: n }, (_, k) =>
    n <= 26 ? String.fromCharCode(97 + k) : `c${String(k + 1).padStart(3, '0')}`,
  );
}

/** One rating of an invented film by an invented person. */
export interface FilmRating {
  viewer: string;
  age: number;
  film: string;
  genre: string;
  /** 1 to 5. */
  stars: number;
}

/** How each genre lies to two directions of taste: light against dark, loud against quiet. */
const genres: readonly (readonly [string, number, number])[] = [
  ['comedy', 1.1, -0.2],
  ['family', 0.9, 0.5],
  ['adventure', 0.3, 1.2],
  ['horror', -1.2, 0.7],
  ['crime', -0.8, 0.1],
  ['drama', -0.3, -1.1],
];

const titleWords = {
  first: ['Silent', 'Crooked', 'Golden', 'Last', 'Hidden', 'Borrowed', 'Paper', 'Winter', 'Second', 'Burning'],
  second: [
    'Harbour',
    'Orchard',
    'Lantern',
    'Staircase',
    'Kingdom',
    'Neighbour',
    'Compass',
    'Garden',
    'Signal',
    'Letter',
  ],
  more: ['Returns', 'at Midnight', 'of Glass', 'in the Rain'],
};

/**
 * Ratings of films with a title and a genre by people with an age. A rating is 3.4 and how good the film is, how kind the
 * viewer is and the product of their two directions of taste, with noise, as whole stars. Tastes are those of the genre
 * and, of people, drawn to the loud the younger they are; most people rate few films, some rate many.
 */
export function filmRatings(viewers: number, films: number, n: number, rng: Rng): FilmRating[] {
  const titles = Array.from({ length: films }, (_, i) => titleOf(i));
  rng.shuffle(titles);
  const shelf = titles.map((film, i) => {
    const [genre, light, loud] = genres[i % genres.length]!;
    const taste: Point = [light + 0.35 * rng.normal(), loud + 0.35 * rng.normal()];
    return { film, genre, taste, quality: 0.45 * rng.normal(), fame: Math.exp(0.8 * rng.normal()) };
  });
  const people = Array.from({ length: viewers }, (_, i) => {
    const age = 16 + rng.integer(60);
    const taste: Point = [0.75 * rng.normal(), (45 - age) / 30 + 0.5 * rng.normal()];
    const viewer = `v${String(i + 1).padStart(3, '0')}`;
    return { viewer, age, taste, kindness: 0.35 * rng.normal(), zeal: Math.exp(rng.normal()) };
  });
  const zeal = people.map((person) => person.zeal);
  const fame = shelf.map((film) => film.fame);
  const rated = new Set<string>();
  const rows: FilmRating[] = [];
  while (rows.length < Math.min(n, viewers * films)) {
    const { viewer, age, taste, kindness } = people[rng.choice(zeal)]!;
    const { film, genre, taste: direction, quality } = shelf[rng.choice(fame)]!;
    if (rated.has(`${viewer} ${film}`)) continue;
    rated.add(`${viewer} ${film}`);
    const match = taste[0] * direction[0] + taste[1] * direction[1];
    const stars = Math.round(3.4 + quality + kindness + match + 0.6 * rng.normal());
    rows.push({ viewer, age, film, genre, stars: Math.max(1, Math.min(5, stars)) });
  }
  return rows;
}

/** `The Silent Harbour`, ..., then with a tail. */
function titleOf(i: number): string {
  const { first, second, more } = titleWords;
  const base = `The ${first[i % first.length]!} ${second[Math.floor(i / first.length) % second.length]!}`;
  const tail = Math.floor(i / (first.length * second.length));
  return tail === 0 ? base : `${base} ${more[(tail - 1) % more.length]!}`;
}

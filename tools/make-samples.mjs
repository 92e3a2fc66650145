// node tools/make-samples.mjs: writes the data files of samples/ from their sources; the results are committed.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { encode } from 'fast-png';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'samples', 'data');
const { createRng, filmRatings, gauges, helpDeskMessages, moons, strokeDigits, toCsv, toyNames, toyShapes } =
  await bundled(`
  export { createRng } from './src/data/random';
  export { filmRatings, gauges, moons } from './src/data/toy';
  export { strokeDigits } from './src/data/strokeDigits';
  export { helpDeskMessages } from './src/data/toyMessages';
  export { toyNames } from './src/data/toyNames';
  export { toyShapes } from './src/data/toyShapes';
  export { toCsv } from './src/data/write';
`);

mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'penguins.csv'), penguins());
writeFileSync(join(folder, 'two-moons.csv'), twoMoons(600, 0.15));
writeFileSync(join(folder, 'thin-moons.csv'), twoMoons(560, 0.09));
writeFileSync(join(folder, 'seattle-weather.csv'), seattleWeather());
writeFileSync(join(folder, 'film-ratings.csv'), films());
writeFileSync(join(folder, 'help-desk.csv'), helpDesk());
writeFileSync(join(folder, 'pumps.csv'), pumps());
writeFileSync(join(folder, 'names.csv'), names());
writeFileSync(join(folder, 'digits.csv'), digits());
shapes(100, 16);

/** Values as in the source: an empty cell for null, and one sex written as ".". */
function penguins() {
  const names = {
    species: 'Species',
    island: 'Island',
    bill_length_mm: 'Beak Length (mm)',
    bill_depth_mm: 'Beak Depth (mm)',
    flipper_length_mm: 'Flipper Length (mm)',
    body_mass_g: 'Body Mass (g)',
    sex: 'Sex',
  };
  const source = join(root, 'node_modules', 'vega-datasets', 'data', 'penguins.json');
  const rows = JSON.parse(readFileSync(source, 'utf8'));
  return toCsv(
    Object.keys(names),
    rows.map((row) => Object.values(names).map((name) => row[name] ?? null)),
  );
}

/** Days in fortnights, each named by its first day; a new one begins with each half of the year, too. */
function seattleWeather() {
  const source = join(root, 'node_modules', 'vega-datasets', 'data', 'seattle-weather.csv');
  const [, ...lines] = readFileSync(source, 'utf8').trimEnd().split(/\r?\n/);
  let [fortnight, half, days] = ['', '', 0];
  const rows = lines.map((line) => {
    const [date, , temperature, , wind, weather] = line.split(',');
    const month = Number(date.slice(5, 7));
    const now = month >= 5 && month <= 9 ? 'dry' : 'wet';
    if (now !== half || days === 14) [fortnight, half, days] = [date, now, 0];
    days++;
    return [date, fortnight, half, weather, Number(temperature), Number(wind)];
  });
  return toCsv(['date', 'fortnight', 'season', 'weather', 'temp_max', 'wind'], rows);
}

function names() {
  const rows = toyNames(1200, createRng(8));
  return toCsv(
    ['name', 'language'],
    rows.map(({ name, tongue }) => [name, tongue]),
  );
}

function helpDesk() {
  const rows = helpDeskMessages(800, createRng(3));
  return toCsv(
    ['message', 'urgency'],
    rows.map(({ text, urgency }) => [text, urgency]),
  );
}

/** A folder of pictures with a sub-folder for each kind of shape. */
function shapes(perKind, side) {
  for (const [i, { kind, rgb }] of toyShapes(perKind, side, createRng(12)).entries()) {
    const name = `${kind}-${String((i % perKind) + 1).padStart(3, '0')}.png`;
    mkdirSync(join(folder, 'shapes', kind), { recursive: true });
    writeFileSync(join(folder, 'shapes', kind, name), encode({ width: side, height: side, channels: 3, data: rgb }));
  }
}

/** A pump's heat by eight gauges, in degrees Celsius, and its vibration, in millimetres per second. */
function pumps() {
  const { x, y, classes } = gauges(1500, 8, createRng(6));
  const names = Array.from({ length: 8 }, (_, j) => `heat_${j + 1}`);
  const rows = Array.from(y, (c, i) => {
    const own = Array.from(x.data.subarray(9 * i, 9 * (i + 1)));
    const heat = own.slice(0, 8).map((value) => Number((60 + 4 * value).toFixed(1)));
    return [...heat, Number((5 + own[8]).toFixed(2)), classes[c]];
  });
  return toCsv([...names, 'vibration', 'state'], rows);
}

/** Pictures of 8 by 8 pixels, shades from 0 to 16, and what digit each shows. */
function digits() {
  const { x, y } = strokeDigits(1500, 8, createRng(8));
  const names = Array.from({ length: 64 }, (_, j) => `pixel_${Math.floor(j / 8)}_${j % 8}`);
  return toCsv(
    [...names, 'digit'],
    Array.from(y, (digit, i) => [...x.data.subarray(64 * i, 64 * (i + 1)), digit]),
  );
}

function twoMoons(n, noise) {
  const { x, y, classes } = moons(n, noise, createRng(1));
  const rounded = (value) => Number(value.toFixed(4));
  const rows = Array.from(y, (c, i) => [rounded(x.data[2 * i]), rounded(x.data[2 * i + 1]), classes[c]]);
  return toCsv(['x1', 'x2', 'moon'], rows);
}

function films() {
  const rows = filmRatings(300, 120, 5000, createRng(5));
  const header = ['viewer', 'age', 'film', 'genre', 'stars'];
  return toCsv(
    header,
    rows.map((row) => header.map((name) => row[name])),
  );
}

/** The exports of a few lines of TypeScript that import the product's own sources. */
async function bundled(contents) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: root, loader: 'ts' },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}

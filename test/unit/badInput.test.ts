// Whatever a file or a cell holds ends in a sentence that helps, soon, and the next cell runs: from the text of the cell
// to the result, by the path that `model-cells execute` takes.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import '@tensorflow/tfjs-backend-cpu';
import { setBackend } from '@tensorflow/tfjs-core';
import type { Engine } from '../../src/cli/engine';
import { CellFailure, executeCells } from '../../src/cli/execute';
import { NotebookFiles } from '../../src/cli/files';
import { House } from '../../src/cli/house';
import { Notebook } from '../../src/cli/notebook';
import { createKernel } from '../../src/engine/math/kernelChoice';
import { EngineMemory } from '../../src/engine/memory';
import { runPlan } from '../../src/engine/run';
import type { Result } from '../../src/protocol/result';
import { writeNotebook } from '../support/notebookFile';

const allModels =
  'train: [logistic-regression, gaussian-naive-bayes, linear-discriminant-analysis, quadratic-discriminant-analysis]';
const good = `a,b,kind\n${rows(40, (i) => `${i % 7},${(i * i) % 11},${i % 2 ? 'x' : 'y'}`)}`;

interface Case {
  name: string;
  file?: string | Uint8Array;
  cells: string[];
  /** The sentence: of an error, or `notes` of a result that is there nevertheless. */
  error?: RegExp;
  notes?: RegExp;
}

const target = 'data: it.csv\ntarget: kind';
const cases: Case[] = [
  { name: 'an empty file', file: '', cells: ['data: it.csv'], error: /empty/ },
  { name: 'blank lines', file: '\n\n  \n', cells: ['data: it.csv'], error: /file is empty/ },
  { name: 'a header only', file: 'a,b,kind\n', cells: [target, allModels], error: /no rows.*expected rows/ },
  {
    name: 'one class only',
    file: `a,kind\n${rows(30, (i) => `${i},x`)}`,
    cells: [target, allModels],
    error: /one class only.*at least two/,
  },
  {
    name: 'one row per class',
    file: `a,kind\n${rows(8, (i) => `${i},class ${i}`)}`,
    cells: [target, allModels],
    error: /single row.*several rows of each class/,
  },
  {
    name: 'a constant column',
    file: `a,b,kind\n${rows(40, (i) => `3,${i % 9},${i % 2 ? 'x' : 'y'}`)}`,
    cells: [target, allModels],
    notes: /same value in every row.*: a\./,
  },
  {
    name: 'only constant columns',
    file: `a,kind\n${rows(40, (i) => `3,${i % 2 ? 'x' : 'y'}`)}`,
    cells: [target, allModels],
    error: /no column can be used.*same value.*: a/,
  },
  {
    name: 'an all-missing column',
    file: `a,b,kind\n${rows(40, (i) => `,${i % 9},${i % 2 ? 'x' : 'y'}`)}`,
    cells: [target, allModels],
    notes: /empty in every row.*: a\./,
  },
  {
    name: 'nothing but a target',
    file: `kind\n${rows(40, (i) => (i % 2 ? 'x' : 'y'))}`,
    cells: [target, allModels],
    error: /no column can be used as a feature/,
  },
  {
    name: 'a target without a value',
    file: `a,kind\n${rows(40, (i) => `${i},`)}`,
    cells: [target, allModels],
    error: /column kind is empty/,
  },
  {
    name: 'a target that measures',
    file: `a,kind\n${rows(300, (i) => `${i},${i / 7}`)}`,
    cells: [target, allModels],
    error: /column kind.*different numbers.*choose a column of classes/,
  },
  {
    name: 'text where numbers are asked',
    file: `a,kind\n${rows(300, (i) => `words ${i},${i % 2 ? 'x' : 'y'}`)}`,
    cells: [`${target}\nfeatures: [a]`, allModels],
    error: /column a holds text.*expected numbers or categories/,
  },
  {
    name: '5,000 columns',
    file: wide(5000),
    cells: [target, 'train: [logistic-regression, gaussian-naive-bayes]'],
    notes: /first 24 of 5000/,
  },
  {
    name: '5,000 columns and full covariances',
    file: wide(5000),
    cells: [target, 'train: quadratic-discriminant-analysis'],
    error: /5000 x 5000.*at most 2000 features/,
  },
  { name: '30,000 columns', file: wide(30_000), cells: ['data: it.csv'], error: /30,0\d\d columns.*20,000/ },
  {
    name: 'duplicate column names',
    file: `a,a,kind\n${rows(40, (i) => `${i},${i % 9},${i % 2 ? 'x' : 'y'}`)}`,
    cells: [target, allModels],
    notes: /same name.*a\.2/,
  },
  { name: 'a picture called .csv', file: picture(), cells: ['data: it.csv'], error: /looks like a PNG picture/ },
  {
    name: 'a delimiter that nobody uses, 200,000 rows',
    file: `a~b~kind\n${rows(200_000, (i) => `${i}~${i % 9}~x`)}`,
    cells: [target],
    error: /unknown column: kind.*a~b~kind.*separated by/,
  },
  {
    name: 'a quote that never ends',
    file: `a,kind\n1,"x\n${rows(20_000, (i) => `${i},y`)}`,
    cells: [target],
    notes: /quote that is not closed.*line 2/,
  },
  {
    name: 'numbers too large to compute with',
    file: `a,b,kind\n${rows(40, (i) => `${i % 3 ? '1e308' : '-1e308'},${i},${i % 2 ? 'x' : 'y'}`)}`,
    cells: [target],
    error: /column a .*change its unit/,
  },
  { name: 'a file that is not there', cells: ['data: nothing.csv'], error: /missing file: nothing\.csv/ },
  { name: 'a folder', cells: ['data: folder'], error: /folder is a folder/ },
  { name: 'a way out', cells: ['data: ../../etc/passwd'], error: /outside the workspace/ },
  { name: 'an absolute path', cells: ['data: /etc/passwd'], error: /outside the workspace/ },
  { name: 'malformed YAML', cells: ['data: [it.csv'], error: /bracket.*not closed/ },
  { name: 'a tab', cells: ['data:\n\tit.csv'], error: /a tab indents this line/ },
  { name: 'an alias bomb', cells: [bomb()], error: /aliases make this cell/ },
  { name: 'deep nesting', cells: [`train: ${'['.repeat(20_000)}`], error: /levels at most/ },
  { name: 'a very long cell', cells: [`train: [${'mlp, '.repeat(200_000)}mlp]`], error: /characters; at most/ },
  { name: 'no data at all', cells: ['train: mlp'], error: /no data yet/ },
];

describe('bad input', () => {
  let folder: string;
  let engine: Engine;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'model-cells-bad-'));
    await mkdir(join(folder, 'folder'));
    await writeFile(join(folder, 'good.csv'), good);
    engine = await openEngine(new House(await NotebookFiles.of(join(folder, 'n.ipynb'), folder)));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  /** Runs a notebook of these cells; the results of those that ran, and the message of the one that did not. */
  const run = async (cells: string[]): Promise<{ results: Result[]; message?: string }> => {
    await writeNotebook({ folder }, 'n.ipynb', cells);
    const results: Result[] = [];
    const quiet = { begin: () => {}, progress: () => {}, end: () => {}, say: () => {} };
    try {
      const notebook = await Notebook.read(join(folder, 'n.ipynb'));
      const keep = (_: number, result: Result) => Promise.resolve(void results.push(result));
      await executeCells(notebook, 'cpu', engine, quiet, keep, new AbortController().signal);
      return { results };
    } catch (error) {
      assert.ok(error instanceof CellFailure, String((error as Error).stack));
      assert.notEqual(error.code, 'unexpected-error', error.words);
      return { results, message: error.words };
    }
  };

  for (const { name, file, cells, error, notes } of cases) {
    test(name, async () => {
      if (file !== undefined) await writeFile(join(folder, 'it.csv'), file);
      const start = performance.now();
      const { results, message } = await run(cells);
      const seconds = (performance.now() - start) / 1000;
      const said = results.flatMap((result) => result.notes).join('\n');
      assert.ok(seconds < 20, `${seconds} s`);
      if (error) {
        assert.match(message ?? `no error; notes: ${said}`, error);
        // a sentence, not a dump
        assert.ok(message && message.length < 700, message);
        assert.doesNotMatch(message, /undefined|NaN|\[object|\bat \w+ \(|TypeError|RangeError/);
      } else {
        assert.equal(message, undefined);
        assert.match(said, notes!);
      }
      const next = await run(['data: good.csv\ntarget: kind', 'train: gaussian-naive-bayes']);
      assert.equal(next.results.length, 2, next.message);
    });
  }
});

/** As the command line has it, on plain JavaScript: there is nothing to load. */
async function openEngine(house: House): Promise<Engine> {
  await setBackend('cpu');
  const { procedures } = house;
  const memory = new EngineMemory();
  const environment = {
    backend: { backend: 'cpu', device: 'test', precision: 'float32', tfjs: 'test' } as const,
    kernel: createKernel('cpu'),
    locate: async (path: string) => procedures.locate({ path }),
    readFile: (file: Parameters<House['readFile']>[0]) => house.readFile(file),
    writeFile: () => Promise.reject(new Error('nothing is written here')),
    readModel: () => Promise.resolve(undefined),
    writeModel: () => Promise.resolve(),
    now: () => performance.now(),
    breathe: () => Promise.resolve(),
  };
  return {
    run: (request, progress) => runPlan(request, { ...environment, progress }, memory, new AbortController().signal),
    close: () => Promise.resolve(),
  };
}

function rows(count: number, row: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => row(i)).join('\n');
}

function wide(columns: number): string {
  const header = Array.from({ length: columns }, (_, j) => `c${j}`).join(',');
  return `${header},kind\n${rows(40, (i) => `${Array.from({ length: columns }, (_, j) => (i * 7 + j * 3 + ((i * j) % 5)) % 13).join(',')},${i % 2 ? 'x' : 'y'}`)}`;
}

function picture(): Uint8Array {
  const bytes = new Uint8Array(4000);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
  for (let i = 16; i < bytes.length; i++) bytes[i] = (i * 167) % 256;
  return bytes;
}

/** Ten levels of ten: ten thousand million values from a few lines. */
function bomb(): string {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
  for (let level = 1; level < 10; level++) {
    lines.push(
      `a${level}: &a${level} [${Array(10)
        .fill(`*a${level - 1}`)
        .join(', ')}]`,
    );
  }
  return [...lines, 'train: *a9'].join('\n');
}

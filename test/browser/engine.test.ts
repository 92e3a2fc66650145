// The worker as it ships, on real WebGL, against the same engine in this process.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { openBrowserEngine } from '../../src/cli/browserEngine';
import type { Engine } from '../../src/cli/engine';
import { NotebookFiles } from '../../src/cli/files';
import { House } from '../../src/cli/house';
import { Problem } from '../../src/data/problem';
import type { BackendChoice, Progress } from '../../src/protocol/messages';
import { toBase64 } from '../../src/protocol/packing';
import type { Plan } from '../../src/protocol/plan';
import { result as resultSchema } from '../../src/protocol/result';
import type { Result } from '../../src/protocol/result';
import { openPage } from '../support/page';
import type { OpenedPage } from '../support/page';
import { modelNamed, planOf, reference, TestHouse } from '../unit/engine/runSupport';

/** Runs before the worker's own text: hands the graphics contexts to the test, so that it can lose them. */
const tap = `{
  const contexts = [];
  const open = OffscreenCanvas.prototype.getContext;
  OffscreenCanvas.prototype.getContext = function (...wanted) {
    const context = open.apply(this, wanted);
    if (context && !contexts.includes(context)) contexts.push(context);
    return context;
  };
  self.addEventListener('message', ({ data }) => {
    if (data === 'lose the context') for (const context of contexts) if (!context.isContextLost()) context.getExtension('WEBGL_lose_context').loseContext();
  });
}
`;

const iris = reference('iris.csv');
const target = iris.split('\n')[0]!.trim().split(',').at(-1)!;
const data = { path: 'iris.csv', target };
const mlp = modelNamed('mlp', { max_iter: 40 });

declare global {
  var answers: { output?: { kind?: string } }[];
}

/** Runs in the page: keeps the answers to what the test asked past the engine's own channel. */
function keepAnswers(): void {
  globalThis.answers = [];
  const { Worker: Original } = globalThis;
  globalThis.Worker = class extends Original {
    constructor(url: string | URL) {
      super(url);
      this.addEventListener(
        'message',
        ({ data: message }: MessageEvent<{ id: number; call?: string; output?: object }>) => {
          if (message.id === -1 && message.call === undefined) answers.push(message);
        },
      );
    }
  };
}

describe('the engine in a worker', () => {
  let opened: OpenedPage;
  let engine: Engine;
  let folder: string;
  let runs = 0;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'model-cells-engine-'));
    await writeFile(join(folder, 'iris.csv'), iris);
    opened = await openPage({ texts: { '/worker.js': tap + (await readFile('dist/renderer/worker.js', 'utf8')) } });
    await opened.page.evaluate(keepAnswers);
    const house = new House(await NotebookFiles.of(join(folder, 'a.ipynb'), folder));
    const offer = (bytes: Uint8Array) => `data:application/octet-stream;base64,${toBase64(bytes)}`;
    engine = await openBrowserEngine({ page: opened.page, offer, close: () => Promise.resolve() }, house);
  });

  after(async () => {
    await opened.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function run(
    plan: Plan,
    backend: BackendChoice,
    onProgress: (progress: Progress) => void = () => undefined,
  ): Promise<Result> {
    return resultSchema.parse(
      await engine.run(
        { runId: `run-${++runs}`, plan, backend, trained: {} },
        onProgress,
        new AbortController().signal,
      ),
    );
  }

  const closeTo = (actual: Result, expected: Result) => {
    assert.deepEqual(
      actual.models.map(({ name }) => name),
      expected.models.map(({ name }) => name),
    );
    for (const [i, { name, metrics }] of expected.models.entries()) {
      for (const [metric, value = NaN] of Object.entries(metrics)) {
        const other = actual.models[i]!.metrics[metric as keyof typeof metrics]!;
        assert.ok(
          Math.abs(other - value) < 1e-3 * (1 + Math.abs(value)),
          `${name} ${metric}: ${other}, expected ${value}`,
        );
      }
    }
  };

  const plan = planOf('train', data, [
    modelNamed('logistic-regression'),
    modelNamed('gaussian-naive-bayes'),
    modelNamed('linear-discriminant-analysis'),
    modelNamed('quadratic-discriminant-analysis'),
    mlp,
  ]);

  test('WebGL gives the numbers of the processor, and says that it ran', async () => {
    const onGpu = await run(plan, 'webgl');
    assert.equal(onGpu.engine.backend, 'webgl');
    assert.notEqual(onGpu.engine.device, '');
    assert.equal(onGpu.models.at(-1)!.cost.backend, 'webgl float32');
    assert.ok(onGpu.models.at(-1)!.cost.peakTensors! > 0);
    closeTo(onGpu, await new TestHouse({ 'iris.csv': iris }).run(plan));
  });

  test('so does WebAssembly from the bytes in the bundle', async () => {
    const result = await run(plan, 'wasm');
    assert.equal(result.engine.backend, 'wasm');
    assert.equal(result.engine.reason, undefined);
    closeTo(result, await new TestHouse({ 'iris.csv': iris }).run(plan));
  });

  test('auto does not take software rendering for a graphics processor, and says so', async () => {
    const { engine: used } = await run(planOf('data', data), 'auto');
    if (used.backend === 'webgl') assert.doesNotMatch(used.device, /swiftshader|llvmpipe/i);
    else assert.match(used.reason!, /webgl is not used: only software rendering/);
  });

  test('a lost graphics context: the run begins again, ends well and says it', async () => {
    let lost = false;
    const result = await run(planOf('train', data, [mlp]), 'webgl', ({ step = 0 }) => {
      if (lost || step < 3) return;
      lost = true;
      void opened.page.evaluate(() => modelCellsToWorker('lose the context'));
    });
    assert.ok(lost);
    assert.match(result.engine.reason!, /the context of webgl was lost/);
    closeTo(result, await new TestHouse({ 'iris.csv': iris }).run(planOf('train', data, [mlp])));
  });

  test('an interrupt is heard within a step; a question is answered meanwhile', async () => {
    const endless = planOf('train', data, [
      modelNamed('mlp', { max_iter: 100_000, tol: 0, n_iter_no_change: 100_000 }),
    ]);
    const known = await run(planOf('train', data, [modelNamed('gaussian-naive-bayes')]), 'webgl');
    const [{ name, id, key }] = known.models as [Result['models'][number]];
    const [x, y] = known.data.features;
    const tell = (call: string, input: object) =>
      opened.page.evaluate((message) => modelCellsToWorker(message), { channel: 'model-cells', id: -1, call, input });
    let asked = 0;
    let stopped = 0;
    const result = await run(endless, 'webgl', ({ step = 0 }) => {
      if (step < 3 || asked > 0) return;
      asked = performance.now();
      const question = {
        query: 'plane',
        plan: endless,
        trained: { [name]: { model: id, key } },
        args: { x, y },
        backend: 'webgl',
      };
      void tell('query', question)
        .then(() => opened.page.waitForFunction(() => answers.length > 0))
        .then(() => tell('interrupt', { runId: `run-${runs}` }))
        .then(() => (stopped = performance.now()));
    });
    assert.equal(result.interrupted, true);
    assert.ok(result.models[0]!.cost.steps >= 3);
    assert.ok(result.models[0]!.metrics.accuracy! > 0, 'what was learned is judged');
    assert.ok(performance.now() - stopped < 5000, `${performance.now() - stopped} ms after the interrupt`);
    const [answer] = await opened.page.evaluate(() => answers);
    assert.equal(answer!.output?.kind, 'decision-boundary');
  });

  test('problems arrive as problems, and the next run works', async () => {
    await assert.rejects(
      run(planOf('train', data, [modelNamed('mpl')]), 'cpu'),
      (error: unknown) => error instanceof Problem && error.code === 'unknown-model' && error.at.includes('mpl'),
    );
    assert.equal((await run(planOf('data', data), 'cpu')).verb, 'data');
  });

  test('nothing is fetched, nothing is complained of', () => {
    opened.network.assertNoOutsideRequests();
    assert.deepEqual(opened.consoleErrors, []);
  });
});

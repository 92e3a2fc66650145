import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { NotebookEngine } from '../../../src/host/notebookEngine';
import type { Patience } from '../../../src/host/notebookEngine';
import { Webview } from '../../../src/host/webview';
import type { Service } from '../../../src/host/webview';
import type { RunRequest } from '../../../src/protocol/messages';
import type { Result } from '../../../src/protocol/result';

const quick: Patience = { heartbeat: 10, misses: 5, beforeReveal: 10, beforeGivingUp: 80, beforeClosed: 30 };
const request = (runId = 'r1') => ({ runId }) as RunRequest;
const result = { verb: 'train' } as Result;

interface Envelope {
  channel: 'model-cells';
  id: number;
  call?: string;
  input?: { runId?: string };
}

/** The other end of the line: a page that remembers what it was told, and answers while it lives. */
class Page {
  open = true;
  /** Takes messages without answering, as a page that hangs. */
  hangs = false;
  readonly told: string[] = [];
  readonly webview: Webview;
  private id = 0;

  constructor(engine: NotebookEngine) {
    const unused = () => assert.fail('not asked for here');
    const service = (webview: Webview): Service => ({
      locate: unused,
      readModel: unused,
      writeModel: unused,
      writeFile: unused,
      readChunk: unused,
      progress: ({ runId, progress }) => engine.progress(webview, runId, progress),
      finished: ({ runId, ...finished }) => engine.finished(runId, finished),
      failed: ({ runId, error }) => engine.failed(runId, new Error(error.message)),
    });
    this.webview = new Webview((message) => this.take(message as Envelope), service, {
      opened: (webview) => engine.opened(webview),
      lost: (webview) => engine.lost(webview),
      heard: (webview) => engine.heard(webview),
    });
  }

  say(call: string, input: object): void {
    this.webview.receive({ channel: 'model-cells', id: ++this.id, call, input, event: true });
  }

  hello(instance = 'one'): this {
    this.say('hello', { instance });
    return this;
  }

  private take({ id, call, input }: Envelope): Promise<boolean> {
    if (!this.open) return Promise.resolve(false);
    if (call === 'alive' && !this.hangs) this.webview.receive({ channel: 'model-cells', id, output: true });
    else if (call !== undefined && call !== 'alive') this.told.push(`${call} ${input?.runId}`);
    return Promise.resolve(true);
  }
}

const noReveal = () => assert.fail('nothing to bring into view');

test('the first page that says hello runs; the answer ends the run', async () => {
  const engine = new NotebookEngine(quick);
  const [first, second] = [new Page(engine).hello(), new Page(engine).hello()];
  const run = engine.run(request(), noReveal);
  assert.deepEqual([first.told, second.told], [['run r1'], []]);
  await sleep(100); // beats go on, and nothing is lost by them
  first.say('finished', { runId: 'another', result });
  first.say('finished', { runId: 'r1', result, picture: 'abc' });
  assert.deepEqual(await run, { result, picture: 'abc' });
});

test('a failure travels as an error', async () => {
  const engine = new NotebookEngine(quick);
  const page = new Page(engine).hello();
  const run = engine.run(request(), noReveal);
  page.say('failed', { runId: 'r1', error: { message: 'no such column' } });
  await assert.rejects(run, /no such column/);
});

test('without a page the cell is brought into view, and the page that then says hello runs', async () => {
  const engine = new NotebookEngine(quick);
  let page: Page | undefined;
  const run = engine.run(request(), () => (page = new Page(engine).hello()));
  await sleep(30);
  assert.deepEqual(page?.told, ['run r1']);
  page!.say('finished', { runId: 'r1', result });
  assert.deepEqual(await run, { result });
});

test('when no page comes, the run ends with advice', async () => {
  let revealed = 0;
  await assert.rejects(
    new NotebookEngine(quick).run(request(), () => revealed++),
    { code: 'no-renderer' },
  );
  assert.equal(revealed, 1);
});

test('when the page of a run closes, the next takes over; when the last closes, the run ends', async () => {
  const engine = new NotebookEngine(quick);
  const [first, second] = [new Page(engine).hello(), new Page(engine).hello()];
  const run = engine.run(request(), noReveal);
  first.open = false;
  await sleep(30);
  assert.deepEqual(second.told, ['run r1']);
  second.open = false;
  engine.check();
  await assert.rejects(run, { code: 'notebook-closed' });
});

test('a page that is loaded again, or moves to another place, gets the run again', async () => {
  const engine = new NotebookEngine(quick);
  const page = new Page(engine).hello('one');
  const run = engine.run(request(), noReveal);
  page.hello('two');
  assert.deepEqual(page.told, ['run r1', 'run r1']);
  page.open = false;
  await sleep(20);
  const moved = new Page(engine).hello();
  moved.say('finished', { runId: 'r1', result });
  assert.deepEqual(await run, { result });
});

test('a page that stops answering counts as gone, and as there again once it speaks', async () => {
  const engine = new NotebookEngine({ ...quick, beforeClosed: 1000 });
  const page = new Page(engine).hello();
  const run = engine.run(request(), noReveal);
  page.hangs = true;
  await sleep(150);
  page.hangs = false;
  page.say('progress', { runId: 'r1', progress: { text: 'still here' } });
  assert.deepEqual(page.told, ['run r1', 'run r1']);
  page.say('finished', { runId: 'r1', result });
  await run;
});

test('progress of the page that runs is shown in the others, and only that', () => {
  const engine = new NotebookEngine(quick);
  const [first, second] = [new Page(engine).hello(), new Page(engine).hello()];
  engine.run(request(), noReveal).catch(() => {});
  first.say('progress', { runId: 'r1', progress: { text: 'step 1' } });
  second.say('progress', { runId: 'r1', progress: { text: 'who asked?' } });
  assert.deepEqual([first.told, second.told], [['run r1'], ['show r1']]);
  engine.interrupt();
  engine.interrupt();
});

test('a stop is asked once and insisted on the second time; what was learned until then is kept', async () => {
  const engine = new NotebookEngine(quick);
  const page = new Page(engine).hello();
  const kept = engine.run(request('r1'), noReveal);
  engine.interrupt();
  assert.deepEqual(page.told, ['run r1', 'interrupt r1']);
  page.say('finished', { runId: 'r1', result });
  assert.deepEqual(await kept, { result });

  const lost = engine.run(request('r2'), noReveal);
  engine.interrupt();
  engine.interrupt();
  await assert.rejects(lost, { code: 'interrupted' });
});

test('a stop ends a run that still waits for a page; a stop without a run does nothing', async () => {
  const engine = new NotebookEngine(quick);
  engine.interrupt();
  const run = engine.run(request(), () => {});
  engine.interrupt();
  await assert.rejects(run, { code: 'interrupted' });
});

test('a run is known from before it shows anything until after it has ended', async () => {
  const engine = new NotebookEngine(quick);
  const page = new Page(engine).hello();
  assert.equal(engine.knows('r1'), false);
  engine.begin('r1');
  // its output may stand in the cell while the engine has not been asked yet
  assert.equal(engine.knows('r1'), true);
  const run = engine.run(request(), () => {});
  page.say('finished', { runId: 'r1', result });
  await run;
  // and until the result is saved in its place
  assert.equal(engine.knows('r1'), true);
  assert.equal(engine.knows('r2'), false);
});

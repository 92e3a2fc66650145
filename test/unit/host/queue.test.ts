import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { Queue } from '../../../src/host/queue';
import type { Job } from '../../../src/host/queue';

/** A job that ends when told to, or when it is interrupted. */
function makeJob(name: string, log: string[], isGone = false): Job & { end(): void } {
  let end = () => {};
  const ended = new Promise<void>((resolve) => (end = resolve));
  return {
    async run() {
      log.push(`${name} runs`);
      await ended;
      log.push(`${name} ends`);
    },
    interrupt() {
      log.push(`${name} stops`);
      end();
    },
    drop: () => log.push(`${name} dropped`),
    isGone: () => isGone,
    end: () => end(),
  };
}

test('jobs run one after the other, in the order of their requests', async () => {
  const log: string[] = [];
  const [a, b, c] = ['a', 'b', 'c'].map((name) => makeJob(name, log)) as [
    ReturnType<typeof makeJob>,
    ReturnType<typeof makeJob>,
    ReturnType<typeof makeJob>,
  ];
  const queue = new Queue();
  const first = queue.add([a, b]);
  const second = queue.add([c]);
  c.end();
  b.end();
  await setImmediate();
  assert.deepEqual(log, ['a runs']);
  a.end();
  await Promise.all([first, second]);
  assert.deepEqual(log, ['a runs', 'a ends', 'b runs', 'b ends', 'c runs', 'c ends']);
});

test('a stop ends the running job and drops those that wait; later jobs run', async () => {
  const log: string[] = [];
  const queue = new Queue();
  const all = queue.add([makeJob('a', log), makeJob('b', log), makeJob('c', log)]);
  queue.interrupt();
  await all;
  assert.deepEqual(log, ['a runs', 'b dropped', 'c dropped', 'a stops', 'a ends']);
  const later = makeJob('d', log);
  later.end();
  await queue.add([later]);
  assert.deepEqual(log.slice(-2), ['d runs', 'd ends']);
});

test('a stop asked twice reaches the running job twice; a stop of an empty queue does nothing', async () => {
  const log: string[] = [];
  const queue = new Queue();
  queue.interrupt();
  const all = queue.add([makeJob('a', log)]);
  queue.interrupt();
  queue.interrupt();
  await all;
  assert.deepEqual(log, ['a runs', 'a stops', 'a stops', 'a ends']);
});

test('a job whose cell is gone stops alone; the others run', async () => {
  const log: string[] = [];
  const next = makeJob('b', log);
  next.end();
  const queue = new Queue();
  const all = queue.add([makeJob('a', log, true), next]);
  queue.interrupt();
  await all;
  assert.deepEqual(log, ['a runs', 'a stops', 'a ends', 'b runs', 'b ends']);
});

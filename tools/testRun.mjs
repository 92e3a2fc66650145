// Runs bundled test files, each in a process of its own, and prints what passed as it passes.
import { run } from 'node:test';
import { inspect } from 'node:util';

/** A file that takes longer hangs. */
const longest = 10 * 60_000;

/**
 * @param {{ name: string, source: string, path: string }[]} files  path: the bundle of the test file `source`
 * @param {number} atOnce
 * @returns {Promise<{ passed: number, failures: string[] }>}
 */
export async function runFiles(files, atOnce) {
  // node:test names a bundle for what a process does as a whole, and the source, by its map, for a test in it
  const names = new Map(
    files.flatMap(({ name, source, path }) => [
      [path, name],
      [source, name],
    ]),
  );
  const seen = new Set();
  const printed = new Map(); // what each file wrote: shown when the file itself fails, as a crash does
  const failures = [];
  let passed = 0;

  const fail = (name, reason) => {
    failures.push(`✖ ${name}\n${reason}`);
    console.log(`  ✖ ${name}`);
  };

  // when this process is told to end, so are the processes of the tests
  const stop = new AbortController();
  const end = () => {
    stop.abort();
    setTimeout(() => process.exit(1), 2_000);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, end);

  const events = run({
    files: files.map(({ path }) => path),
    concurrency: atOnce,
    timeout: longest,
    signal: stop.signal,
  });
  for await (const { type, data } of events) {
    const file = names.get(data.file) ?? data.file;
    if (type === 'test:stdout' || type === 'test:stderr') {
      printed.set(file, (printed.get(file) ?? '') + data.message);
      process.stdout.write(data.message);
    } else if (type === 'test:pass' || type === 'test:fail') {
      const isFile = names.has(data.name);
      const name = isFile ? file : `${file}: ${data.name}`;
      const error = data.details.error;
      if (isFile) {
        // node:test reports the file itself when it crashed, timed out, or held no test
        if (type === 'test:fail') fail(name, [error?.message, printed.get(file)].filter(Boolean).join('\n'));
        else if (!seen.has(file)) fail(name, 'There is no test in this file.');
      } else if (type === 'test:fail' && error?.failureType !== 'subtestsFailed') {
        seen.add(file);
        fail(name, inspect(error?.cause ?? error, { depth: 6 }));
      } else if (type === 'test:pass' && data.details.type !== 'suite') {
        seen.add(file);
        passed++;
        console.log(
          `  ✔ ${name} (${Math.round(data.details.duration_ms)} ms)${data.skip === undefined ? '' : ` skipped: ${data.skip}`}`,
        );
      }
    }
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(signal, end);
  return { passed, failures };
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCommand, UsageError } from '../../../src/cli/arguments';

test('readCommand', () => {
  assert.deepEqual(readCommand(['execute', 'a.ipynb', '--out', 'b.ipynb']), {
    name: 'execute',
    notebook: 'a.ipynb',
    out: 'b.ipynb',
    backend: 'auto',
  });
  assert.deepEqual(readCommand(['execute', '--json=r.json', 'a.ipynb', '--backend', 'cpu']), {
    name: 'execute',
    notebook: 'a.ipynb',
    json: 'r.json',
    backend: 'cpu',
  });
  assert.deepEqual(readCommand(['execute', 'a.ipynb', '--inplace']), {
    name: 'execute',
    notebook: 'a.ipynb',
    out: 'a.ipynb',
    backend: 'auto',
  });
  assert.deepEqual(readCommand(['--help']), { name: 'help' });
  assert.deepEqual(readCommand(['execute', '-h']), { name: 'help' });
  assert.deepEqual(readCommand(['--version']), { name: 'version' });
});

test('what is not understood is a usage error that says what was expected', () => {
  const wrong: [string[], RegExp][] = [
    [[], /missing command/],
    [['exec', 'a.ipynb'], /unknown command: exec/],
    [['execute', '--json', 'r.json'], /one notebook/],
    [['execute', 'a.ipynb', 'b.ipynb', '--json', 'r.json'], /one notebook/],
    [['execute', 'a.ipynb'], /--out, --inplace or --json/],
    [['execute', 'a.ipynb', '--inplace', '--out', 'b.ipynb'], /exclude/],
    [['execute', 'a.ipynb', '--json', 'r.json', '--backend', 'gpu'], /unknown backend: gpu/],
    [['execute', 'a.ipynb', '--jsn', 'r.json'], /--jsn/],
  ];
  for (const [parameters, message] of wrong) {
    assert.throws(
      () => readCommand(parameters),
      (error: Error) => error instanceof UsageError && message.test(error.message),
      parameters.join(' '),
    );
  }
});

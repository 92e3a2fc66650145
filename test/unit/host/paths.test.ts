import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Problem } from '../../../src/data/problem';
import { encodePath, isHidden, isInside, relativePath, segmentsOf } from '../../../src/host/paths';

const at = (path: string, scheme = 'file', authority = '') => ({ scheme, authority, path });

test('a path of a cell becomes folders and a name, without empty parts and dots', () => {
  const cases: [string, string[]][] = [
    ['iris.csv', ['iris.csv']],
    ['./data//iris.csv', ['data', 'iris.csv']],
    ['../data/iris.csv', ['..', 'data', 'iris.csv']],
    ['data/Größe 50%.csv', ['data', 'Größe 50%.csv']],
    ['...csv', ['...csv']],
  ];
  for (const [path, segments] of cases) assert.deepEqual(segmentsOf(path), segments, path);
});

test('absolute paths, addresses, drives and hidden ways up are refused', () => {
  const paths = [
    '/etc/passwd',
    'file:///etc/passwd',
    'https://example.org/a.csv',
    'C:/data.csv',
    'vscode-remote://host/a.csv',
    '%2e%2e/secret.csv',
    'a/%2E%2E/%2e%2e/b.csv',
    'data%2firis.csv',
    '..%5csecret.csv',
    'a\u0000.csv',
    'a\n.csv',
  ];
  for (const path of paths) {
    assert.throws(
      () => segmentsOf(path),
      (error) => error instanceof Problem && error.code === 'outside-workspace',
      path,
    );
  }
});

test('backslashes are refused with the path that was meant, an empty path with an example', () => {
  assert.throws(() => segmentsOf('data\\iris.csv'), { code: 'invalid-path', message: /as in data\/iris\.csv/ });
  assert.throws(() => segmentsOf('  '), { code: 'missing-file', message: /data\/iris\.csv/ });
});

test('inside means below by whole names, on the same file system', () => {
  assert.ok(isInside(at('/ws/data/a.csv'), at('/ws')));
  assert.ok(isInside(at('/ws'), at('/ws')));
  assert.ok(isInside(at('/a.csv'), at('/')));
  assert.ok(!isInside(at('/ws-private/a.csv'), at('/ws')));
  assert.ok(!isInside(at('/etc/passwd'), at('/ws')));
  assert.ok(!isInside(at('/ws/a.csv', 'vscode-test-web'), at('/ws')));
  assert.ok(!isInside(at('/ws/a.csv', 'vscode-remote', 'other'), at('/ws', 'vscode-remote', 'host')));
});

test('the relative way leads back to the file', () => {
  const cases = [
    ['/ws', '/ws/a.csv', 'a.csv'],
    ['/ws/notebooks', '/ws/data/a.csv', '../data/a.csv'],
    ['/ws/a/b', '/ws/a.csv', '../../a.csv'],
    ['/', '/a/b.csv', 'a/b.csv'],
    ['/ws/a', '/ws/a', '../a'],
  ] as const;
  for (const [folder, file, way] of cases) {
    assert.equal(relativePath(at(folder), at(file)), way);
    const base = `memory://x${folder.endsWith('/') ? folder : `${folder}/`}`;
    assert.equal(new URL(way, base).pathname, file);
  }
  assert.equal(relativePath(at('/ws'), at('/ws/a.csv', 'other')), undefined);
});

test('an encoded path survives being read as an address', () => {
  const name = '../data/50% of #1?/Größe.csv';
  assert.equal(encodePath('../data/a.csv'), '../data/a.csv');
  assert.equal(decodeURIComponent(new URL(encodePath(name), 'https://x/ws/').pathname), '/data/50% of #1?/Größe.csv');
});

test('names that begin with a dot are hidden, the way up is not', () => {
  assert.deepEqual(['.git', '.env', '..', 'a.csv'].map(isHidden), [true, true, false, false]);
});

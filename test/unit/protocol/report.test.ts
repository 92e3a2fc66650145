import assert from 'node:assert/strict';
import { test } from 'node:test';
import { markdownToHtml } from '../../../src/protocol/report/markdown';
import { reportOf } from '../../../src/protocol/report/report';
import { sampleFigures, sampleResult } from '../../support/figures';

const attack = '<img src=x onerror=alert(1)>"\'';

test('a report holds prose, cells, metrics, tables, pictures and notes', () => {
  const result = sampleResult([sampleFigures['confusion-matrix']], {
    tables: [{ name: 'folds', columns: ['fold', 'error'], rows: Array.from({ length: 60 }, (_, i) => [i, i / 7]) }],
  });
  const html = reportOf('Penguins', [
    { kind: 'markdown', text: '# Three species\n\nWho is **who**?' },
    { kind: 'code', text: 'train: lda', result, picture: 'iVBORw0KGgo=' },
    { kind: 'code', text: 'train: nothing', error: 'unknown model: nothing' },
    { kind: 'code', text: 'print(1)', plain: '1' },
    { kind: 'code', text: ' ' },
  ]);
  for (const part of [
    '<h1>Three species</h1>',
    '<strong>who</strong>',
    'train: lda',
    'balanced accuracy',
    'src="data:image/png;base64,iVBORw0KGgo="',
    '10 more rows',
    'unknown model: nothing',
    '<pre>1</pre>',
    sampleFigures['confusion-matrix'].title,
  ])
    assert.ok(html.includes(part), part);
});

test('nothing in a report is live: strings are escaped, no script, no address', () => {
  const result = sampleResult([{ ...sampleFigures['confusion-matrix'], title: attack, summary: attack }], {
    notes: [attack],
    tables: [{ name: attack, columns: [attack], rows: [[attack]] }],
  });
  const html = reportOf(attack, [
    {
      kind: 'markdown',
      text: `# ${attack}\n\n- ${attack}\n\n| a |\n| --- |\n| ${attack} |\n\n> ${attack}\n\n[x](javascript:alert(1))`,
    },
    { kind: 'code', text: attack, result, picture: `"><script>alert(1)</script>` },
    { kind: 'code', text: attack, plain: attack, error: attack },
  ]);
  assert.ok(!/<img src=x|<script|<a |https?:/.test(html));
  assert.ok(html.includes("default-src 'none'"));
});

test('what claims to be a result and is none is left out', () => {
  const html = reportOf('x', [
    { kind: 'code', text: 'train: lda', result: { version: 1, models: 'no' }, plain: 'text' },
  ]);
  assert.ok(html.includes('<pre>text</pre>'));
});

const prose: [string, string][] = [
  ['a `<b>` c', '<p>a <code>&lt;b&gt;</code> c</p>'],
  ['*one* and 2*3*4', '<p><em>one</em> and 2*3*4</p>'],
  ['1. one\n2. two\n   more', '<ol><li>one</li><li>two more</li></ol>'],
  ['```yaml\ntrain: *a*\n```\nafter', '<pre><code>train: *a*</code></pre>\n<p>after</p>'],
  ['```\nnever closed', '<pre><code>never closed</code></pre>'],
  ['see [docs](a.md)', '<p>see docs (a.md)</p>'],
  ['', ''],
];
for (const [text, html] of prose) {
  test(`markdown ${JSON.stringify(text)}`, () => assert.equal(markdownToHtml(text), html));
}

import { result as resultSchema } from '../result';
import type { Metrics, Result, ResultTable } from '../result';
import { metricTitles, seconds } from '../textSummary';
import { escapeHtml } from './escape';
import { markdownToHtml } from './markdown';

/** A cell of a notebook as a report takes it; `result`, `picture` and `error` come from its saved output. */
export interface ReportCell {
  kind: 'markdown' | 'code';
  text: string;
  /** As it was saved: checked here, and left out where it is no result. */
  result?: unknown;
  /** PNG in base64. */
  picture?: string;
  /** Output of other kernels, or what stands in for a result. */
  plain?: string;
  error?: string;
}

/** Rows of a table that a report holds. */
const mostRows = 50;

const style = `
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; font: 16px/1.55 system-ui, sans-serif; color: #1f2328; background: #fff; }
pre { overflow-x: auto; padding: .7rem 1rem; background: #f4f5f7; border-left: 3px solid #8a94a3; font-size: 14px; }
code { font-family: ui-monospace, monospace; }
table { border-collapse: collapse; font-size: 14px; margin: .7rem 0; display: block; overflow-x: auto; }
th, td { padding: .2rem .6rem; border-bottom: 1px solid #d5d9df; text-align: left; }
td.n { text-align: right; font-variant-numeric: tabular-nums; }
img { max-width: 100%; height: auto; }
figure { margin: 1rem 0; }
figcaption, .about { color: #57606a; font-size: 14px; }
.error { color: #a40e26; white-space: pre-wrap; }
`;

/**
 * A notebook's prose, cells and saved results as one HTML file, which needs nothing but itself: pictures are inside, and no
 * script, link or address is.
 */
export function reportOf(title: string, cells: readonly ReportCell[]): string {
  const body = cells.map(cellHtml).filter((html) => html !== '');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
${body.join('\n')}
</body>
</html>
`;
}

function cellHtml(cell: ReportCell): string {
  if (cell.kind === 'markdown') return markdownToHtml(cell.text);
  if (cell.text.trim() === '') return '';
  const source = `<pre><code>${escapeHtml(cell.text)}</code></pre>`;
  return `${source}\n${outputHtml(cell)}`;
}

function outputHtml({ result, picture, plain, error }: ReportCell): string {
  const parsed = result === undefined ? undefined : resultSchema.safeParse(result).data;
  const image =
    picture !== undefined && /^[A-Za-z0-9+/=\s]+$/.test(picture)
      ? `<img alt="${escapeHtml(captionOf(parsed))}" src="data:image/png;base64,${picture.replace(/\s/g, '')}">`
      : '';
  const parts = [
    ...(parsed ? [metricsHtml(parsed)] : []),
    ...(image || parsed ? [figureHtml(image, parsed)] : []),
    ...(parsed ? parsed.tables.map(tableHtml) : []),
    ...(parsed ? [notesHtml(parsed)] : []),
    ...(!parsed && plain !== undefined ? [`<pre>${escapeHtml(plain)}</pre>`] : []),
    ...(error === undefined ? [] : [`<p class="error">${escapeHtml(error)}</p>`]),
  ];
  return parts.filter((part) => part !== '').join('\n');
}

function captionOf(result: Result | undefined): string {
  return result?.figures.map(({ title, summary }) => `${title}: ${summary}`).join(' ') ?? '';
}

/** The picture, and one sentence for each figure of the result: it holds the most telling ones only. */
function figureHtml(image: string, result: Result | undefined): string {
  const told = result?.figures.map(({ title, summary }) => `${escapeHtml(title)}: ${escapeHtml(summary)}`) ?? [];
  if (image === '' && told.length === 0) return '';
  return `<figure>${image}<figcaption>${told.join('<br>')}</figcaption></figure>`;
}

function metricsHtml({ models }: Result): string {
  const shown = metricTitles.filter(([name]) => models.some(({ metrics }) => metrics[name] !== undefined));
  if (shown.length === 0) return '';
  const cell = (metrics: Metrics, name: keyof Metrics) => metrics[name]?.toFixed(4) ?? '';
  return grid(
    ['model', ...shown.map(([, title]) => title)],
    models.map(({ name, metrics }) => [name, ...shown.map(([metric]) => cell(metrics, metric))]),
  );
}

function tableHtml({ name, columns, rows }: ResultTable): string {
  const shown = rows.slice(0, mostRows).map((row) => row.map(cellText));
  const more = rows.length > mostRows ? `<p class="about">${rows.length - mostRows} more rows</p>` : '';
  return `<p class="about">${escapeHtml(name)}</p>\n${grid(columns, shown)}${more}`;
}

function cellText(value: ResultTable['rows'][number][number]): string {
  if (typeof value !== 'number') return value === null ? '' : String(value);
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
}

function grid(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = columns.map((column) => `<th>${escapeHtml(column)}</th>`).join('');
  const line = (row: readonly string[]) =>
    row.map((cell) => `<td${/^-?[\d.]/.test(cell) ? ' class="n"' : ''}>${escapeHtml(cell)}</td>`).join('');
  return `<table><tr>${head}</tr>${rows.map((row) => `<tr>${line(row)}</tr>`).join('')}</table>`;
}

function notesHtml({ notes, engine, seconds: took, interrupted }: Result): string {
  const list = notes.length > 0 ? `<ul>${notes.map((note) => `<li>${escapeHtml(note)}</li>`).join('')}</ul>` : '';
  const stopped = interrupted ? ' Stopped by the user.' : '';
  const about = `${engine.backend} ${engine.precision}, seed ${engine.seed}, ${seconds(took)}.${stopped}`;
  return `${list}<p class="about">${escapeHtml(about)}</p>`;
}

import { capabilityColumns } from './capabilityWords';
import type { Cost, Metrics, ModelResult, Result, ResultTable } from './result';

/** Names of the metrics for people, in the order in which they are shown. */
export const metricTitles: readonly (readonly [keyof Metrics, string])[] = [
  ['accuracy', 'accuracy'],
  ['balancedAccuracy', 'balanced accuracy'],
  ['f1', 'macro F1'],
  ['logLoss', 'log loss'],
  ['brier', 'Brier'],
  ['calibrationError', 'calibration error'],
  ['rocAuc', 'ROC AUC'],
  ['averagePrecision', 'average precision'],
  ['rmse', 'RMSE'],
  ['mae', 'MAE'],
  ['ndcg', 'nDCG'],
  ['logDensity', 'mean log density'],
  ['twoSampleAuc', 'two-sample AUC'],
  ['imputationRmse', 'imputation RMSE'],
  ['nearestTrainingRatio', 'distance to training rows'],
  ['coverage', 'coverage'],
  ['fidelity', 'fidelity'],
  ['modeCoverage', 'modes reached'],
  ['trainSyntheticAccuracy', 'accuracy, trained on generated'],
  ['trainRealAccuracy', 'accuracy, trained on real'],
];

const costTitles: readonly (readonly [string, (cost: Cost) => string])[] = [
  ['parameters', (cost) => String(cost.parameters)],
  ['bytes', (cost) => String(cost.bytes)],
  ['fit', (cost) => seconds(cost.fitSeconds)],
  [
    'predict per row',
    (cost) => (cost.predictMicrosecondsPerRow === undefined ? '' : `${digits(cost.predictMicrosecondsPerRow)} µs`),
  ],
  ['steps', (cost) => String(cost.steps)],
  ['ran on', (cost) => cost.backend],
];

/** Rows of a result's table that are written out. */
const maxRows = 20;

/**
 * A result as plain aligned text: what a notebook shows where nothing can draw it, and what a screen reader reads.
 */
export function textSummary(result: Result): string {
  const blocks = [
    heading(result),
    metricsTable(result.models),
    costTable(result.models),
    result.verb === 'train' ? capabilityTable(result.models) : '',
    ...result.tables.map(resultTable),
    result.figures.map((figure) => `${figure.title}: ${figure.summary}`).join('\n'),
    result.notes.map((note) => `Note: ${note}`).join('\n'),
    ending(result),
  ];
  return blocks.filter((block) => block !== '').join('\n\n');
}

function heading({ verb, data }: Result): string {
  const parts =
    data.folds === undefined
      ? [`${data.train} for training`]
      : [`${data.test} in ${data.folds} folds for testing in turn`];
  if (data.validation > 0) parts.push(`${data.validation} for validation`);
  if (data.folds === undefined) parts.push(`${data.test} for testing`);
  if (data.unlabelled > 0) parts.push(`${data.unlabelled} without a label`);
  const lines = [`${verb}: ${data.path}, ${data.rows} rows (${parts.join(', ')})`];
  if (data.target !== undefined) lines.push(`target: ${data.target} (${shorten(data.classes ?? [])})`);
  lines.push(`features: ${shorten(data.features)}`);
  if (data.missingCells > 0) lines.push(`missing cells: ${data.missingCells}`);
  return lines.join('\n');
}

function metricsTable(models: readonly ModelResult[]): string {
  const shown = metricTitles.filter(([name]) => models.some((model) => model.metrics[name] !== undefined));
  if (shown.length === 0) return '';
  return aligned(
    ['model', ...shown.map(([, title]) => title)],
    models.map((model) => [model.name, ...shown.map(([name]) => metric(model.metrics[name]))]),
  );
}

function costTable(models: readonly ModelResult[]): string {
  if (models.length === 0) return '';
  return aligned(
    ['cost', ...costTitles.map(([title]) => title)],
    models.map((model) => [model.name, ...costTitles.map(([, text]) => text(model.cost))]),
  );
}

function capabilityTable(models: readonly ModelResult[]): string {
  if (models.length === 0) return '';
  const columns = capabilityColumns(models);
  return aligned(
    ['can', ...columns.map(({ title }) => title)],
    models.map(({ name, capabilities }) => [
      name,
      ...columns.map(({ capability }) => (capabilities.includes(capability) ? 'yes' : '–')),
    ]),
  );
}

function resultTable(table: ResultTable): string {
  const rows = table.rows.slice(0, maxRows).map((row) => row.map(cell));
  const more = table.rows.length - rows.length;
  return [table.name, aligned(table.columns, rows), ...(more > 0 ? [`… ${more} more rows`] : [])].join('\n');
}

function ending({ engine, seconds: elapsed, interrupted }: Result): string {
  const lines = [`${engine.backend} ${engine.precision} on ${engine.device}, seed ${engine.seed}, ${seconds(elapsed)}`];
  if (engine.reason !== undefined) lines.push(engine.reason);
  if (interrupted) lines.push('Stopped by the user: this is what was learned until then.');
  return lines.join('\n');
}

/** First column to the left, numbers to the right, two spaces between columns. */
function aligned(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map((column, i) => Math.max(column.length, ...rows.map((row) => (row[i] ?? '').length)));
  const isText = columns.map((_, i) => i === 0 || !rows.every((row) => /^$|^[-+−]?[\d.]/.test(row[i] ?? '')));
  const line = (cells: readonly string[]) =>
    widths
      .map((width, i) => (isText[i] ? (cells[i] ?? '').padEnd(width) : (cells[i] ?? '').padStart(width)))
      .join('  ')
      .trimEnd();
  return [line(columns), ...rows.map(line)].join('\n');
}

function cell(value: string | number | boolean | null): string {
  if (value === null) return '';
  return typeof value === 'number' ? digits(value) : String(value).replace(/\s+/g, ' ');
}

function metric(value: number | undefined): string {
  return value === undefined ? '' : value.toFixed(4);
}

/** Whole numbers as they are, others to four significant digits. */
function digits(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
}

/** `0.8 ms`, `12.3 s`, `4 min 5 s`. */
export function seconds(value: number): string {
  if (value < 1) return `${digits(Number((value * 1000).toPrecision(2)))} ms`;
  if (value < 60) return `${value.toFixed(1)} s`;
  const whole = Math.round(value);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

function shorten(names: readonly string[]): string {
  const shown = names.slice(0, 12).join(', ');
  return names.length > 12 ? `${shown} and ${names.length - 12} more` : shown;
}

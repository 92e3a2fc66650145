import type { ModelResult, Result } from '../../src/protocol/result';
import { el } from './dom';
import type { Part } from './dom';
import { formatSeconds, metricWords, plural } from './words';

const backendNames = { webgl: 'WebGL', wasm: 'WebAssembly', cpu: 'CPU' };

/** What was run on what, its most telling number, and where it ran. */
export function headline(result: Result): Part {
  const details = engineDetails(result);
  details.hidden = true;
  const chip = el(
    'button',
    { class: 'chip', attributes: { type: 'button', 'aria-expanded': 'false' } },
    backendNames[result.engine.backend],
  );
  chip.title = Array.from(details.children, (line) => line.textContent).join('\n');
  chip.setAttribute('aria-label', `Ran on ${backendNames[result.engine.backend]}: details`);
  chip.addEventListener('click', () => {
    details.hidden = !details.hidden;
    chip.setAttribute('aria-expanded', String(!details.hidden));
  });
  const element = el(
    'header',
    {},
    el(
      'div',
      { class: 'headline' },
      el('div', { class: 'name', role: 'heading', attributes: { 'aria-level': '3' } }, nameOf(result)),
      headlineMetric(result.models),
    ),
    el('div', { class: 'facts' }, ...facts(result).map((fact) => el('span', {}, fact)), chip),
    details,
  );
  return { element };
}

function nameOf({ models, data, verb }: Result): string {
  const file = data.path.split('/').at(-1) ?? data.path;
  if (models.length === 0) return file;
  const names = models.length <= 2 ? models.map(({ name }) => name).join(' and ') : `${models.length} models`;
  return verb === 'train' && models.length > 1 ? `${names} compared on ${file}` : `${names} on ${file}`;
}

/** The best accuracy, or whatever the models have instead. */
function headlineMetric(models: ModelResult[]): HTMLElement | undefined {
  for (const key of ['accuracy', 'rocAuc', 'logDensity'] as const) {
    const word = metricWords[key];
    const having = models.flatMap(({ name, metrics }) =>
      metrics[key] === undefined ? [] : [{ name, value: metrics[key] }],
    );
    const top = having.reduce<{ name: string; value: number } | undefined>(
      (best, each) => (best && best.value >= each.value ? best : each),
      undefined,
    );
    if (!top) continue;
    const ties = having.filter(({ value }) => word.write(value) === word.write(top.value));
    const whose =
      models.length < 2 ? '' : ties.length === 1 ? ` by ${top.name}` : ` by ${ties.length} of ${models.length}`;
    const value = el('b', {}, word.write(top.value));
    return el(
      'div',
      { class: 'metric', title: word.doc },
      models.length > 1 ? `best ${word.label.toLowerCase()} ` : `${word.label.toLowerCase()} `,
      value,
      whose,
    );
  }
  return undefined;
}

function facts({ data, seconds, interrupted }: Result): string[] {
  const parts = [
    [data.train, 'train'],
    [data.validation, 'validation'],
    [data.test, 'test'],
  ] as const;
  const split = parts.flatMap(([count, name]) => (count > 0 ? [`${count.toLocaleString('en-US')} ${name}`] : []));
  const divided = data.folds === undefined ? split : [`${data.folds} folds`, 'each tested once'];
  const classes = data.classes ? ` (${plural(data.classes.length, 'class').replace(/classs$/, 'classes')})` : '';
  return [
    ...(interrupted ? ['stopped early: this is what was learned until then'] : []),
    `${plural(data.rows, 'row')}${divided.length > 1 ? `: ${divided.join(', ')}` : ''}`,
    `${plural(data.features.length, 'feature')}${data.target === undefined ? '' : ` → ${data.target}${classes}`}`,
    ...(data.missingCells > 0 ? [plural(data.missingCells, 'empty cell')] : []),
    ...(data.unlabelled > 0 ? [`${data.unlabelled.toLocaleString('en-US')} without a label`] : []),
    formatSeconds(seconds),
  ];
}

function engineDetails({ engine, data }: Result): HTMLElement {
  const line = (name: string, text: string) => el('div', {}, `${name}: ${text}`);
  return el(
    'div',
    { class: 'details' },
    line(
      'Ran on',
      `${backendNames[engine.backend]}, ${engine.precision}, TensorFlow.js ${engine.tfjs}, seed ${engine.seed}`,
    ),
    line('Device', engine.device),
    engine.reason !== undefined && line('Why', engine.reason),
    line('File', `${data.path} (SHA-256 ${data.hash.slice(0, 12)}…)`),
    line('Features', data.features.join(', ')),
  );
}

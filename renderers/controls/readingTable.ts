import { formatLog } from '../figures/reading';
import type { ModelReading, Reading } from '../figures/reading';
import { formatPercent } from '../figures/text';
import { el } from '../view/dom';
import { scroll } from '../view/grid';

/** Classes that have columns at most: of more, those that are most probable at the point. */
const mostClasses = 8;

interface Group {
  title: string;
  doc: string;
  write(reading: ModelReading, label: number, isExact: boolean): string;
}

const perClass: Group[] = [
  {
    title: 'P(y | x)',
    doc: 'Probability of each class at this point.',
    write: ({ posterior }, label, isExact) => formatPercent(posterior[label] ?? NaN, isExact ? 2 : 0),
  },
  {
    title: 'log p(x | y)',
    doc: 'Log density of this point in each class, in nats, in the units of the file.',
    write: ({ logDensity, floor }, label) => formatLog(logDensity?.[label], floor),
  },
  {
    title: 'log P(y)',
    doc: 'Log probability of each class before anything is known of x.',
    write: ({ logPrior }, label) => formatLog(logPrior?.[label]),
  },
];

/** What all models say at one point: a row for each model. Made once, filled anew at every move. */
export class ReadingTable {
  readonly element: HTMLElement;
  private readonly heads: HTMLElement[][];
  private readonly rows: { classes: HTMLElement[][]; evidence: HTMLElement | undefined }[];
  private readonly groups: Group[];
  private readonly columns: number;

  constructor(
    private readonly classes: string[],
    models: string[],
    hasDensity: boolean,
  ) {
    this.groups = hasDensity ? perClass : perClass.slice(0, 1);
    this.columns = Math.min(mostClasses, classes.length);
    const cells = (tag: 'td' | 'th') =>
      this.groups.map(() =>
        Array.from({ length: this.columns }, (_, j) =>
          el(tag, { class: j === 0 ? 'number first' : 'number', attributes: tag === 'th' ? { scope: 'col' } : {} }),
        ),
      );
    this.heads = cells('th');
    this.rows = models.map(() => ({
      classes: cells('td'),
      evidence: hasDensity ? el('td', { class: 'number first' }) : undefined,
    }));
    const evidence = 'Log density of this point over all classes, in nats: log p(x) = log sum P(y) p(x | y).';
    const table = el(
      'table',
      { attributes: { 'aria-label': 'What each model says at this point' } },
      el(
        'thead',
        {},
        el(
          'tr',
          {},
          el('th', { attributes: { rowspan: '2', scope: 'col' } }, 'model'),
          ...this.groups.map(({ title, doc }) =>
            el(
              'th',
              { class: 'first', title: doc, attributes: { colspan: String(this.columns), scope: 'colgroup' } },
              title,
            ),
          ),
          hasDensity &&
            el(
              'th',
              { class: 'number first', title: evidence, attributes: { rowspan: '2', scope: 'col' } },
              'log p(x)',
            ),
        ),
        el('tr', {}, ...this.heads.flat()),
      ),
      el(
        'tbody',
        {},
        ...models.map((model, i) =>
          el(
            'tr',
            {},
            el('th', { attributes: { scope: 'row' } }, model),
            ...this.rows[i]!.classes.flat(),
            this.rows[i]!.evidence,
          ),
        ),
      ),
    );
    this.element = scroll(table, 'What each model says at this point');
  }

  fill({ models }: Reading, isExact: boolean): void {
    const shown = this.shownClasses(models);
    this.heads.forEach((group) =>
      group.forEach((head, j) => {
        head.textContent = this.classes[shown[j]!]!;
      }),
    );
    this.rows.forEach(({ classes, evidence }, i) => {
      const reading = models[i];
      if (!reading) return;
      const winner = reading.posterior.indexOf(Math.max(...reading.posterior));
      classes.forEach((group, g) =>
        group.forEach((cell, j) => {
          const text = this.groups[g]!.write(reading, shown[j]!, isExact);
          cell.textContent = text;
          cell.classList.toggle('absent', text === '—');
          if (g === 0) cell.classList.toggle('best', shown[j] === winner);
        }),
      );
      if (!evidence) return;
      evidence.textContent = formatLog(reading.logEvidence, reading.floor);
      evidence.classList.toggle('absent', reading.logEvidence === undefined);
    });
  }

  private shownClasses(models: ModelReading[]): number[] {
    const all = this.classes.map((_, k) => k);
    if (all.length <= this.columns) return all;
    const share = (k: number) => Math.max(...models.map(({ posterior }) => posterior[k] ?? 0));
    return all
      .sort((a, b) => share(b) - share(a) || a - b)
      .slice(0, this.columns)
      .sort((a, b) => a - b);
  }
}

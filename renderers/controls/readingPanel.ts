import type { FigureOf } from '../../src/protocol/figures';
import { decimalsOf } from '../figures/reading';
import type { Reading } from '../figures/reading';
import { formatPercent } from '../figures/text';
import { button, el } from '../view/dom';
import { ReadingTable } from './readingTable';

type DecisionBoundary = FigureOf<'decision-boundary'>;

/** Screen readers are told where a moving point has come to rest, in milliseconds. */
const rest = 400;

/** Beneath a picture: where the point is, how its values were found, and the values. */
export class ReadingPanel {
  readonly element: HTMLElement;
  private readonly names = { x: new Text(), y: new Text() };
  private readonly fields = { x: this.field('x'), y: this.field('y') };
  private readonly state = el('span', { class: 'state' });
  private readonly release = button('Release', 'Let the point follow the pointer again', () => this.on.release());
  private readonly told = el('span', { class: 'spoken', attributes: { 'aria-live': 'polite' } });
  private readonly table: ReadingTable;
  private resting: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private figure: DecisionBoundary,
    private readonly on: { place(axis: 'x' | 'y', value: number): void; release(): void },
  ) {
    this.table = new ReadingTable(
      figure.classes,
      figure.panels.map(({ model }) => model),
      figure.panels.some(({ logDensity }) => logDensity),
    );
    this.element = el(
      'div',
      { class: 'reading', role: 'group', attributes: { 'aria-label': 'Values at one point' } },
      el(
        'div',
        { class: 'planes' },
        el('label', {}, this.names.x, this.fields.x),
        el('label', {}, this.names.y, this.fields.y),
        this.state,
        this.release,
      ),
      this.told,
    );
    this.reset(figure);
  }

  /** Another plane: nothing is read yet. */
  reset(figure: DecisionBoundary): void {
    this.figure = figure;
    for (const axis of ['x', 'y'] as const) {
      this.names[axis].data = figure.plane[axis].feature;
      this.fields[axis].value = '';
    }
    this.table.element.remove();
    this.release.hidden = true;
  }

  say(state: string, isPinned: boolean): void {
    if (this.state.textContent !== state) this.state.textContent = state;
    this.release.hidden = !isPinned;
  }

  /** @param aloud also to screen readers, at once or when the point rests */
  fill(reading: Reading, isExact: boolean, aloud: 'now' | 'at rest' | 'not'): void {
    if (!this.table.element.isConnected) this.told.before(this.table.element);
    this.table.fill(reading, isExact);
    const { plane } = this.figure;
    const active = (this.element.getRootNode() as Document | ShadowRoot).activeElement;
    for (const [axis, count] of [
      ['x', plane.width],
      ['y', plane.height],
    ] as const) {
      const value = Number(reading[axis].toFixed(decimalsOf(plane[axis], count)));
      if (this.fields[axis] !== active) this.fields[axis].value = String(value);
    }
    clearTimeout(this.resting);
    if (aloud !== 'not') this.resting = setTimeout(() => this.tell(reading), aloud === 'now' ? 0 : rest);
  }

  private field(axis: 'x' | 'y'): HTMLInputElement {
    const field = el('input', { attributes: { type: 'number', step: 'any' } });
    field.addEventListener('change', () => {
      if (field.value !== '' && Number.isFinite(Number(field.value))) this.on.place(axis, Number(field.value));
    });
    return field;
  }

  /** In a sentence: what each model takes for the most probable class. */
  private tell({ models, x, y }: Reading): void {
    const { plane, classes } = this.figure;
    const at = (axis: 'x' | 'y', value: number, count: number) =>
      `${plane[axis].feature} ${value.toFixed(decimalsOf(plane[axis], count))}`;
    const words = models.map(({ model, posterior }) => {
      const winner = posterior.indexOf(Math.max(...posterior));
      return `${model}: ${classes[winner] ?? 'unknown'} ${formatPercent(posterior[winner] ?? NaN, 0)}`;
    });
    this.told.textContent = `${at('x', x, plane.width)}, ${at('y', y, plane.height)}. ${words.join(', ')}.`;
  }
}

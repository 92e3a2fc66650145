import type { Figure } from '../../src/protocol/figures';
import { rendererOf } from '../figures/index';
import type { Bag, Spec } from '../figures/figure';
import { svgToCanvas, toPng } from '../raster';
import type { ThemeWatch } from '../theme';
import { fromBase64 } from '../../src/protocol/packing';
import { button, el } from './dom';
import type { Part } from './dom';
import { grid } from './grid';
import { plotStyles } from './plotStyles';
import { save, saveCsv } from './save';

/** Pixels of an exported PNG per pixel of the figure. */
const exportScale = 2;

/** One figure: its picture, drawn when it comes into view, its table, its sentence, and buttons to take them away. */
export class FigureCard implements Part {
  readonly element: HTMLElement;
  private readonly plot = el('div', { class: 'plot' }, el('div', { class: 'waiting' }, 'Drawing…'));
  private readonly picture = el('div', { class: 'picture' }, this.plot);
  private readonly tableBox = el('div', { hidden: true });
  private readonly caption: HTMLElement;
  private readonly trouble = el('div', { class: 'trouble', role: 'status', hidden: true });
  private readonly tableButton: HTMLButtonElement;
  private readonly sizes = new ResizeObserver(() => this.resized());
  private readonly views = new IntersectionObserver((entries) => this.seen(entries), { rootMargin: '400px' });
  private readonly unsubscribe: () => void;
  private width = 0;
  private isVisible = false;
  private isDrawn = false;
  private isDisposed = false;
  /** What is drawn; Plotly keeps the ranges of its axes as they are zoomed to. */
  private drawn: Spec | undefined;
  private readonly listeners = new Set<() => void>();
  /** Drawings run one after another: Plotly must not be asked to draw into an element that it is drawing into. */
  private drawing: Promise<void> = Promise.resolve();
  /** One that has not begun will draw the newest figure. */
  private isAwaited = false;

  /** @param controls what stand before the buttons, such as the choice of a plane */
  constructor(
    private figure: Figure,
    private readonly theme: ThemeWatch,
    controls: readonly HTMLElement[] = [],
  ) {
    this.tableButton = button('Table', 'Show the numbers as a table', () => this.toggleTable());
    this.tableButton.setAttribute('aria-pressed', 'false');
    this.caption = el('figcaption', {}, figure.summary);
    const tools = el(
      'div',
      { class: 'tools', role: 'group', attributes: { 'aria-label': `Save or list: ${figure.title}` } },
      this.tableButton,
      button('PNG', 'Save the picture as PNG', () => void this.guard(() => this.savePng())),
      button('SVG', 'Save the picture as SVG', () => void this.guard(() => this.saveSvg())),
      button('CSV', 'Save the numbers as CSV', () => void this.guard(() => this.saveTable())),
    );
    this.element = el(
      'figure',
      { class: 'card', role: 'group', attributes: { 'aria-label': figure.title, 'data-kind': figure.kind } },
      el('div', { class: 'head' }, el('div', { class: 'title' }, figure.title), ...controls, tools),
      this.trouble,
      this.picture,
      this.tableBox,
      this.caption,
    );
    this.unsubscribe = theme.subscribe(() => this.redraw());
    this.sizes.observe(this.plot);
    this.views.observe(this.plot);
  }

  /** What is shown now. */
  get current(): Figure {
    return this.figure;
  }

  /** Layout of the picture as it is drawn and zoomed; undefined before. */
  get layout(): Bag | undefined {
    return this.drawn?.layout;
  }

  /** Puts an element over the whole picture; pointers reach the picture through it or not, as its style says. */
  addOver(element: HTMLElement): void {
    this.picture.append(element);
  }

  /** Puts an element beneath the picture. */
  addBelow(element: HTMLElement): void {
    this.picture.after(element);
  }

  /** Listens to what pointers do on the picture. */
  onPointer(type: 'pointermove' | 'pointerleave' | 'pointerdown', listener: (event: PointerEvent) => void): void {
    this.plot.addEventListener(type, listener);
  }

  /** Tells when the picture was drawn, or zoomed. */
  onDrawn(listener: () => void): void {
    this.listeners.add(listener);
  }

  /** Another answer to the same question, such as other axes. */
  replace(figure: Figure): void {
    this.figure = figure;
    this.caption.textContent = figure.summary;
    if (!this.tableBox.hidden) this.fillTable();
    this.resize();
    this.redraw();
  }

  /** Shows the numbers beneath the picture, where they are what is looked for. */
  openTable(): void {
    if (this.tableBox.hidden) this.toggleTable();
  }

  /** Shows that an answer is awaited. */
  setBusy(busy: boolean): void {
    this.plot.classList.toggle('busy', busy);
    this.element.setAttribute('aria-busy', String(busy));
  }

  /** A sentence above the picture; undefined takes it away. */
  say(text: string | undefined): void {
    this.trouble.hidden = text === undefined;
    this.trouble.textContent = text ?? '';
  }

  dispose(): void {
    this.isDisposed = true;
    this.unsubscribe();
    this.sizes.disconnect();
    this.views.disconnect();
    if (this.isDrawn) void this.drawing.then(async () => (await import('../plotly')).purge(this.plot));
  }

  private seen(entries: IntersectionObserverEntry[]): void {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    this.isVisible = true;
    this.views.disconnect();
    this.redraw();
  }

  private resized(): void {
    const width = Math.floor(this.plot.clientWidth);
    if (width === 0 || width === this.width) return;
    this.width = width;
    this.resize();
    this.redraw();
  }

  /** Keeps the place of the picture, so that nothing jumps when it is drawn. */
  private resize(): void {
    if (this.width > 0) this.plot.style.height = `${rendererOf(this.figure).height(this.figure, this.width)}px`;
  }

  private redraw(): void {
    if (!this.isVisible || this.width === 0 || this.isAwaited) return;
    this.isAwaited = true;
    this.drawing = this.drawing.then(() => {
      this.isAwaited = false;
      return this.guard(() => this.draw());
    });
  }

  private async draw(): Promise<void> {
    const { draw, onZoomed, styleRules } = await import('../plotly');
    if (this.isDisposed || this.plot.hidden) return;
    const spec = this.spec();
    plotStyles(this.plot, styleRules);
    const isFirst = !this.isDrawn;
    if (isFirst) this.plot.replaceChildren();
    this.isDrawn = true;
    await draw(this.plot, spec);
    this.drawn = spec;
    if (isFirst) onZoomed(this.plot, () => this.tell());
    this.say(undefined);
    this.tell();
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }

  private spec(): Spec {
    return rendererOf(this.figure).spec(this.figure, this.theme.current, this.width);
  }

  /** Whatever goes wrong with a picture is said in its place. */
  private async guard(action: () => void | Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.say(
        error instanceof RangeError
          ? `This figure cannot be drawn: its numbers are damaged (${why}). Run the cell again.`
          : `This did not work: ${why}`,
      );
      if (!this.isDrawn) this.plot.hidden = true;
    }
  }

  private toggleTable(): void {
    const open = this.tableBox.hidden;
    this.tableButton.setAttribute('aria-pressed', String(open));
    this.tableBox.hidden = !open;
    if (open) void this.guard(() => this.fillTable());
    else this.tableBox.replaceChildren();
  }

  private fillTable(): void {
    const { columns, rows } = rendererOf(this.figure).table(this.figure);
    this.tableBox.replaceChildren(grid(`Numbers of: ${this.figure.title}`, columns, rows).element);
  }

  private saveTable(): void {
    const { columns, rows } = rendererOf(this.figure).table(this.figure);
    saveCsv(this.element, this.figure.title, columns, rows);
  }

  private async saveSvg(): Promise<void> {
    const { toSvg } = await import('../plotly');
    save(this.element, this.figure.title, 'svg', await toSvg(this.spec()), 'image/svg+xml');
  }

  private async savePng(): Promise<void> {
    const { toSvg } = await import('../plotly');
    const { width, height } = this.spec().layout as { width: number; height: number };
    const canvas = await svgToCanvas(await toSvg(this.spec()), width, height, exportScale);
    save(this.element, this.figure.title, 'png', fromBase64(toPng(canvas)), 'image/png');
  }
}

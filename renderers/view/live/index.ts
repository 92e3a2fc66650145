import type { Figure, FigureKind } from '../../../src/protocol/figures';
import type { FigureTheme } from '../../figures/figure';
import { el } from '../dom';
import { adversarial } from './adversarial';
import { boundary } from './boundary';
import { size } from './painter';
import type { LivePainter } from './painter';
import { pictures } from './pictures';
import { samples } from './samples';

/** The kinds of figure that can move: one file and one line each. */
const painters: { readonly [K in FigureKind]?: LivePainter<K> } = {
  'decision-boundary': boundary,
  samples,
  adversarial,
  'image-grid': pictures,
};

/** A live picture of a run that goes on, with a line below it; hidden until there is one. */
export class LivePicture {
  private readonly canvas = el('canvas', { role: 'img' });
  private readonly tag = el('div', { class: 'tag' });
  readonly element = el('div', { hidden: true }, this.canvas, this.tag);

  constructor() {
    this.canvas.width = size.width;
    this.canvas.height = size.height;
  }

  show(figure: Figure, theme: FigureTheme): void {
    const painter = painters[figure.kind] as LivePainter<FigureKind> | undefined;
    const context = this.canvas.getContext('2d');
    if (!painter || !context) return;
    context.clearRect(0, 0, size.width, size.height);
    try {
      painter.paint(context, figure, theme);
    } catch (error) {
      // a live picture is a courtesy: the next one may be whole
      if (!(error instanceof RangeError)) throw error;
      return;
    }
    this.canvas.setAttribute('aria-label', painter.name);
    this.tag.textContent = painter.tag(figure);
    this.element.hidden = false;
  }
}

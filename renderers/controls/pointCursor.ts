import type { FigureOf } from '../../src/protocol/figures';
import type { Plan } from '../../src/protocol/plan';
import { panesOf, valuesAt } from '../figures/panes';
import { decimalsOf, PlaneReader } from '../figures/reading';
import type { Reading } from '../figures/reading';
import type { FigureCard } from '../view/figureCard';
import type { Control, ControlContext } from './control';
import { Crosshair } from './crosshair';
import { ReadingPanel } from './readingPanel';
import { trainedModels } from './trainedModels';

type DecisionBoundary = FigureOf<'decision-boundary'>;
type Place = { x: number; y: number };

/** A press that moves no further is a click, in pixels. */
const clickSlop = 4;
/** Grid points that an arrow key moves by, alone and with Shift. */
const strides = { small: 1, large: 8 };
const arrows: { [key: string]: [number, number] | undefined } = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowDown: [0, -1],
  ArrowUp: [0, 1],
};

const hints = {
  idle: 'Move over a panel to read all models at one point; click for exact values.',
  moving: 'Values of the picture at its nearest grid point; click for exact ones.',
  asking: 'Pinned; asking the models…',
  exact: 'Pinned; exact values.',
  notKept: 'Pinned; values of the picture. The models are not kept: run the cell again for exact ones.',
};

/** A cross that follows the pointer through all panels, and a table of what each model says there. */
export function pointCursor(figure: DecisionBoundary, context: ControlContext): Control | undefined {
  if (figure.panels.length === 0 || figure.plane.width < 2 || figure.plane.height < 2) return undefined;
  return { attach: (card) => new PointCursor(figure, card, context).begin() };
}

class PointCursor {
  private readonly crosshair = new Crosshair();
  private readonly panel: ReadingPanel;
  private reader: PlaneReader | undefined;
  /** Where the point is, in the units of the file; undefined: it has not been anywhere yet. */
  private place: Place | undefined;
  private isShown = false;
  private isPinned = false;
  private isFocused = false;
  /** Questions asked so far: only the answer to the last one counts. */
  private asked = 0;

  constructor(
    private figure: DecisionBoundary,
    private readonly card: FigureCard,
    private readonly context: ControlContext,
  ) {
    this.panel = new ReadingPanel(figure, {
      place: (axis, value) => void this.pin({ ...this.here(), [axis]: value }),
      release: () => this.unpin(),
    });
    this.panel.say(hints.idle, false);
  }

  begin(): void {
    const { card } = this;
    const { element } = this.crosshair;
    card.addOver(element);
    card.addBelow(this.panel.element);
    card.onDrawn(() => this.drawn());
    card.onPointer('pointermove', (event) => this.moved(event));
    card.onPointer('pointerleave', () => this.leave());
    card.onPointer('pointerdown', (event) => this.pressed(event));
    element.addEventListener('focus', () => {
      this.isFocused = true;
      if (!this.isPinned) this.show(this.here());
    });
    element.addEventListener('blur', () => {
      this.isFocused = false;
      this.leave();
    });
    element.addEventListener('keydown', (event) => this.key(event));
  }

  /** The figure may have been replaced: by the same maps in another view, or by another plane. */
  private drawn(): void {
    const current = this.card.current as DecisionBoundary;
    if (current.panels !== this.figure.panels) {
      this.reader = undefined;
      this.place = undefined;
      this.isShown = false;
      this.isPinned = false;
      this.asked++;
      this.panel.reset(current);
      this.panel.say(hints.idle, false);
    }
    this.figure = current;
    this.cross();
  }

  private moved(event: PointerEvent): void {
    if (this.isPinned) return;
    const at = this.under(event);
    if (at) this.show(at);
    else this.leave();
  }

  private leave(): void {
    if (this.isPinned || this.isFocused) return;
    this.isShown = false;
    this.cross();
  }

  private pressed(event: PointerEvent): void {
    const at = this.under(event);
    if (!at || event.button !== 0) return;
    const released = (end: PointerEvent) => {
      if (Math.hypot(end.clientX - event.clientX, end.clientY - event.clientY) < clickSlop) void this.pin(at);
    };
    // a press may turn into a zoom, which ends anywhere
    window.addEventListener('pointerup', released, { once: true, capture: true });
  }

  private key(event: KeyboardEvent): void {
    const step = arrows[event.key];
    if (step && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const stride = event.shiftKey ? strides.large : strides.small;
      const { column, row } = this.read().nearest(this.here());
      if (this.isPinned) this.unpin();
      this.show(this.read().at({ column: column + stride * step[0], row: row + stride * step[1] }));
    } else if (event.key === 'Enter' || event.key === ' ') void this.pin(this.here());
    else if (event.key === 'Escape' && this.isPinned) this.unpin();
    else return;
    event.preventDefault();
  }

  /** Values of the picture at the grid point nearest to a place. */
  private show(at: Place): void {
    const reading = this.nearby(at);
    this.place = { x: reading.x, y: reading.y };
    this.isShown = true;
    this.cross();
    this.panel.fill(reading, false, this.isFocused ? 'at rest' : 'not');
    this.panel.say(hints.moving, false);
  }

  /** Holds the point and asks the models. */
  private async pin(at: Place): Promise<void> {
    const { plane, panels } = this.figure;
    const { context } = this;
    const place = {
      x: Number(at.x.toFixed(decimalsOf(plane.x, plane.width))),
      y: Number(at.y.toFixed(decimalsOf(plane.y, plane.height))),
    };
    const question = ++this.asked;
    this.place = place;
    this.isPinned = true;
    this.isShown = true;
    this.cross();
    this.panel.fill({ ...this.nearby(place), ...place }, false, 'not');
    const trained = trainedModels(context.result, panels);
    if (panels.some(({ model }) => !trained[model])) return this.panel.say(hints.notKept, true);
    this.panel.say(hints.asking, true);
    try {
      const answer = await context.query({
        query: 'point',
        // the plan is the engine's own, returned with the result
        plan: context.result.plan as unknown as Plan,
        trained,
        args: { x: plane.x.feature, y: plane.y.feature, atX: place.x, atY: place.y },
      });
      if (question !== this.asked) return;
      // a figure of a single point
      const exact = new PlaneReader(answer as DecisionBoundary).at({ column: 0, row: 0 });
      this.panel.fill({ ...exact, models: inOrder(panels, exact.models) }, true, 'now');
      this.panel.say(hints.exact, true);
    } catch (error) {
      if (question !== this.asked) return;
      this.panel.say(`Pinned; values of the picture: ${error instanceof Error ? error.message : String(error)}`, true);
    }
  }

  private unpin(): void {
    this.isPinned = false;
    this.asked++;
    this.panel.say(hints.moving, false);
    this.leave();
  }

  private cross(): void {
    const { layout } = this.card;
    if (layout) this.crosshair.show(panesOf(layout, this.figure.panels.length), this.isShown ? this.place : undefined);
  }

  /** The values of the panel under a pointer. */
  private under(event: PointerEvent): Place | undefined {
    const { layout } = this.card;
    if (!layout) return undefined;
    const { left, top } = this.crosshair.element.getBoundingClientRect();
    const pixel = { x: event.clientX - left, y: event.clientY - top };
    for (const pane of panesOf(layout, this.figure.panels.length)) {
      const values = valuesAt(pane, pixel);
      if (values) return values;
    }
    return undefined;
  }

  private nearby(at: Place): Reading {
    return this.read().at(this.read().nearest(at));
  }

  /** Where the point is; before it has been anywhere, the middle of the plane. */
  private here(): Place {
    const { x, y } = this.figure.plane;
    return this.place ?? { x: (x.low + x.high) / 2, y: (y.low + y.high) / 2 };
  }

  private read(): PlaneReader {
    return (this.reader ??= new PlaneReader(this.figure));
  }
}

/** The readings in the order of the panels. Throws a `RangeError` where one is missing. */
function inOrder(panels: readonly { model: string }[], models: Reading['models']): Reading['models'] {
  return panels.map(({ model }) => {
    const own = models.find((reading) => reading.model === model);
    if (!own) throw new RangeError(`no answer of ${model}`);
    return own;
  });
}

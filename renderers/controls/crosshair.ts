import type { Pane } from '../figures/panes';
import { pixelAt } from '../figures/panes';
import { el } from '../view/dom';

/** The same cross in every panel, over the picture. Pointers pass through it; by keyboard it can be focused. */
export class Crosshair {
  readonly element = el('div', {
    class: 'crosshair',
    role: 'application',
    attributes: {
      tabindex: '0',
      'aria-label': 'Point in the plane: arrow keys move it, Enter asks for exact values, Escape lets go',
    },
  });
  private crosses: { pane: HTMLElement; across: HTMLElement; up: HTMLElement; ring: HTMLElement }[] = [];

  /** Puts a cross at `at` into each panel; undefined, or outside a panel: none. */
  show(panes: Pane[], at: { x: number; y: number } | undefined): void {
    if (this.crosses.length !== panes.length) this.build(panes.length);
    panes.forEach((pane, i) => {
      const cross = this.crosses[i]!;
      const pixel = at && pixelAt(pane, at);
      cross.pane.hidden = pixel === undefined;
      if (!pixel) return;
      const { left, top, width, height } = pane;
      Object.assign(cross.pane.style, { left: px(left), top: px(top), width: px(width), height: px(height) });
      cross.up.style.transform = `translateX(${pixel.x}px)`;
      cross.across.style.transform = `translateY(${pixel.y}px)`;
      cross.ring.style.transform = `translate(${pixel.x}px, ${pixel.y}px)`;
    });
  }

  private build(count: number): void {
    this.crosses = Array.from({ length: count }, () => {
      const [across, up, ring] = ['across', 'up', 'ring'].map((name) => el('i', { class: name })) as [
        HTMLElement,
        HTMLElement,
        HTMLElement,
      ];
      return { pane: el('div', { hidden: true }, across, up, ring), across, up, ring };
    });
    this.element.replaceChildren(...this.crosses.map(({ pane }) => pane));
  }
}

function px(value: number): string {
  return `${value}px`;
}

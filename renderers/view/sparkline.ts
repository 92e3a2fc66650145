/** A small line of the loss so far, drawn in place. */
const size = { width: 260, height: 72, pad: 3 };
const svgNamespace = 'http://www.w3.org/2000/svg';

export class Sparkline {
  readonly element = document.createElementNS(svgNamespace, 'svg');
  private readonly line = document.createElementNS(svgNamespace, 'path');

  constructor() {
    this.element.setAttribute('viewBox', `0 0 ${size.width} ${size.height}`);
    this.element.setAttribute('width', String(size.width));
    this.element.setAttribute('height', String(size.height));
    this.element.setAttribute('aria-hidden', 'true');
    const floor = document.createElementNS(svgNamespace, 'path');
    floor.setAttribute('d', `M0 ${size.height - 0.5}H${size.width}`);
    floor.setAttribute('style', 'stroke: var(--line); fill: none');
    this.line.setAttribute('style', 'stroke: var(--bar); stroke-width: 1.8; fill: none; stroke-linejoin: round');
    this.element.append(floor, this.line);
  }

  /** Losses that span a wide range are drawn on a logarithmic scale, so that the end is not flat. */
  update(history: readonly { step: number; loss: number }[]): void {
    const points = history.filter(({ step, loss }) => Number.isFinite(step) && Number.isFinite(loss));
    if (points.length < 2) return this.line.setAttribute('d', '');
    const losses = points.map(({ loss }) => loss);
    const isLog = Math.min(...losses) > 0 && Math.max(...losses) / Math.min(...losses) > 20;
    const heights = isLog ? losses.map(Math.log) : losses;
    const low = Math.min(...heights);
    const span = Math.max(...heights) - low || 1;
    const [first, last] = [points[0]!.step, points.at(-1)!.step];
    const x = (step: number) => size.pad + ((step - first) / (last - first || 1)) * (size.width - 2 * size.pad);
    const y = (height: number) => size.height - size.pad - ((height - low) / span) * (size.height - 2 * size.pad);
    this.line.setAttribute(
      'd',
      points.map(({ step }, i) => `${i === 0 ? 'M' : 'L'}${x(step).toFixed(1)} ${y(heights[i]!).toFixed(1)}`).join(''),
    );
  }
}

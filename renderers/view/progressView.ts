import type { Progress } from '../../src/protocol/messages';
import { formatNumber } from '../figures/text';
import type { ThemeWatch } from '../theme';
import { el } from './dom';
import type { Part } from './dom';
import { LivePicture } from './live';
import { Sparkline } from './sparkline';
import { formatSeconds } from './words';

/** Screen readers are told of progress at most this often, in milliseconds. */
const spokenInterval = 5000;

/** A run that goes on, updated in place. */
export class ProgressView implements Part {
  readonly element: HTMLElement;
  private readonly text = el('span', { class: 'text' }, 'Starting');
  private readonly numbers = el('span', { class: 'numbers' });
  private readonly fill = el('div', { class: 'fill unknown' });
  private readonly track = el(
    'div',
    {
      class: 'track',
      role: 'progressbar',
      attributes: { 'aria-label': 'Progress', 'aria-valuemin': '0', 'aria-valuemax': '100' },
    },
    this.fill,
  );
  private readonly announcer = el('div', { class: 'spoken', attributes: { 'aria-live': 'polite' } });
  private readonly sparkline = new Sparkline();
  private readonly lossBox = el(
    'div',
    { hidden: true },
    this.sparkline.element,
    el('div', { class: 'tag' }, 'loss so far'),
  );
  private readonly picture = new LivePicture();
  private lastSpoken = -Infinity;
  private pending: Progress | undefined;
  private frame = 0;

  constructor(private readonly theme: ThemeWatch) {
    this.element = el(
      'div',
      { class: 'progress' },
      el('div', { class: 'row' }, this.text, this.numbers),
      this.track,
      el('div', { class: 'live' }, this.picture.element, this.lossBox),
      this.announcer,
    );
  }

  /** Shows the newest state at the next frame; what came in between is skipped. */
  update(progress: Progress): void {
    // a picture comes only now and then: keep the last one until it is painted
    this.pending = {
      ...(this.pending?.figure && !progress.figure ? { figure: this.pending.figure } : {}),
      ...progress,
    };
    if (this.frame === 0) this.frame = requestAnimationFrame(() => this.paint());
  }

  dispose(): void {
    cancelAnimationFrame(this.frame);
  }

  private paint(): void {
    this.frame = 0;
    const progress = this.pending;
    this.pending = undefined;
    if (!progress) return;
    const words = describe(progress);
    this.text.textContent = progress.text;
    this.numbers.textContent = words;
    this.showFraction(progress.fraction);
    if (progress.history && progress.history.length > 1) {
      this.lossBox.hidden = false;
      this.sparkline.update(progress.history);
    }
    if (progress.figure) this.picture.show(progress.figure, this.theme.current);
    const now = performance.now();
    if (now - this.lastSpoken >= spokenInterval) {
      this.lastSpoken = now;
      this.announcer.textContent = words ? `${progress.text}: ${words}` : progress.text;
    }
  }

  private showFraction(fraction: number | undefined): void {
    const known = fraction !== undefined && Number.isFinite(fraction);
    this.fill.classList.toggle('unknown', !known);
    this.fill.style.transform = known ? `scaleX(${Math.min(1, Math.max(0, fraction))})` : '';
    if (known) this.track.setAttribute('aria-valuenow', String(Math.round(100 * fraction)));
    else this.track.removeAttribute('aria-valuenow');
  }
}

/** "step 120 of 400 · loss 0.2312 · 310 steps/s · 1.2 s left". */
function describe({ step, steps, loss, stepsPerSecond, secondsLeft }: Progress): string {
  const parts = [
    step === undefined
      ? undefined
      : `step ${formatNumber(step, 9)}${steps === undefined ? '' : ` of ${formatNumber(steps, 9)}`}`,
    loss === undefined || !Number.isFinite(loss) ? undefined : `loss ${formatNumber(loss)}`,
    stepsPerSecond === undefined ? undefined : `${formatNumber(stepsPerSecond, 3)} steps/s`,
    secondsLeft === undefined
      ? undefined
      : `${formatSeconds(secondsLeft < 10 ? secondsLeft : Math.round(secondsLeft))} left`,
  ];
  return parts.filter((part) => part !== undefined).join(' · ');
}

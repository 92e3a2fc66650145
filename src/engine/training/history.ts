import type { FitStep } from '../model';

export interface HistoryPoint {
  step: number;
  loss: number;
  validationLoss?: number;
}

/** Points kept at most; a curve needs no more, however long the training. */
const most = 300;

/** The loss over the steps, thinned evenly as it grows; the last point is always there. */
export class History {
  private kept: HistoryPoint[] = [];
  private latest: HistoryPoint | undefined;
  private stride = 1;
  private seen = 0;

  /** Adds a step whose loss was read. */
  add({ step, loss, validationLoss }: FitStep): void {
    if (loss === undefined) return;
    this.latest = { step, loss, ...(validationLoss === undefined ? {} : { validationLoss }) };
    if (this.seen++ % this.stride !== 0) return;
    this.kept.push(this.latest);
    if (this.kept.length < most) return;
    this.kept = this.kept.filter((_, i) => i % 2 === 0);
    this.stride *= 2;
  }

  points(): HistoryPoint[] {
    const last = this.kept.at(-1);
    return this.latest === undefined || last === this.latest ? [...this.kept] : [...this.kept, this.latest];
  }
}

/** What was read of a training run at some moment. */
export interface Reading {
  /** Epochs so far, fractions included. */
  epochs: number;
  /** Mean loss per row since the last reading, and the number of rows it is over. */
  loss: number;
  rows: number;
  validationLoss?: number;
  /** At the ends of epochs. */
  weights?: Float32Array;
}

export interface JudgeOptions {
  learningRate: number;
  /** An improvement of the loss by less than this per epoch does not count. */
  tolerance: number;
  /** Epochs without improvement after which training ends; Infinity: never before its time. */
  patience: number;
  /** Factor of the learning rate where a share of the training is over, 0 to 1. Default: 1 throughout. */
  rateFactor?: (share: number) => number;
}

/** A loss this many times the first one (at least 1) counts as diverged. */
const divergence = 10;
const smallerRate = 0.1;
const maxRestarts = 3;
/** Readings without improvement that it takes at least: on small data many epochs pass between two of them. */
const leastReadings = 3;

/** Decides from the readings whether training goes on, goes back, or ends, and which weights are kept. */
export class Judge {
  learningRate: number;
  done = false;
  private good: Float32Array;
  private best: Float32Array | undefined;
  private lowestValidation = Infinity;
  private lowest = Infinity;
  private epochs = 0;
  private improvedAt = 0;
  private readingsSince = 0;
  private limit = Infinity;
  private restarts = 0;
  private lossSum = 0;
  private rowsSum = 0;
  private readonly notes: string[] = [];

  constructor(
    initial: Float32Array,
    private readonly options: JudgeOptions,
  ) {
    this.good = initial;
    this.learningRate = options.learningRate;
  }

  /** Weights to go back to, where the loss diverged. */
  look(reading: Reading): Float32Array | undefined {
    const { loss, rows, weights } = reading;
    if (!(loss <= this.limit) || (weights && !weights.every(Number.isFinite))) return this.retreat();
    if (this.limit === Infinity) this.limit = divergence * Math.max(1, Math.abs(loss));
    this.lossSum += loss * rows;
    this.rowsSum += rows;
    if (weights) this.endEpoch(weights, reading);
    return undefined;
  }

  /** The weights to keep, with what a user should know of the run. */
  verdict(stopped: boolean): { weights: Float32Array; notes: string[] } {
    if (stopped) this.notes.push('Training was stopped; what was learned until then is kept.');
    // where steps become smaller and smaller, the loss falls to the last
    else if (!this.done && Number.isFinite(this.options.patience) && !this.options.rateFactor)
      this.notes.push('The loss was still falling when training ended: raise max_iter.');
    return { weights: this.best ?? this.good, notes: this.notes };
  }

  private retreat(): Float32Array {
    this.lossSum = this.rowsSum = 0;
    const rate = this.learningRate;
    if (this.restarts++ < maxRestarts) {
      this.learningRate = rate * smallerRate;
      this.notes.push(
        `The loss diverged at learning rate ${rate}; training went on from the last good weights at ${this.learningRate}.`,
      );
    } else {
      this.done = true;
      this.notes.push(`The loss diverged again at learning rate ${rate}; the last good weights are kept.`);
    }
    return this.good;
  }

  private endEpoch(weights: Float32Array, { epochs, validationLoss }: Reading): void {
    this.good = weights;
    if (validationLoss !== undefined && validationLoss < this.lowestValidation) {
      this.lowestValidation = validationLoss;
      this.best = weights;
    }
    const score = validationLoss ?? this.lossSum / this.rowsSum;
    this.lossSum = this.rowsSum = 0;
    const elapsed = epochs - this.epochs;
    this.epochs = epochs;
    this.readingsSince++;
    if (score < this.lowest - this.options.tolerance * elapsed) {
      this.improvedAt = epochs;
      this.readingsSince = 0;
    } else if (epochs - this.improvedAt >= this.options.patience && this.readingsSince >= leastReadings) {
      this.done = true;
    }
    this.lowest = Math.min(this.lowest, score);
  }
}

/** What is known of the game at some moment. */
export interface GameReading {
  /** Mean loss of the discriminator since the last reading. */
  loss: number;
  /** Of both players, flat. */
  weights: Float32Array;
}

/** The smaller rate with which training goes on from the last good weights, and how often. */
const smallerRate = 0.3;
const mostRestarts = 3;
/** A discriminator that is as sure as this in so many readings one after the other has won: the generator learns nothing more. */
const won = { loss: 0.02, readings: 12 };

/** Watches a game of two networks: goes back to good weights when numbers overflow, or when one side has won for good. */
export class Referee {
  rate = 1;
  done = false;
  private good: Float32Array;
  private sure = 0;
  private restarts = 0;
  private readonly notes: string[] = [];

  constructor(initial: Float32Array) {
    this.good = initial;
  }

  /** Weights to go back to, where the game got out of hand. */
  look({ loss, weights }: GameReading): Float32Array | undefined {
    if (!Number.isFinite(loss) || !weights.every(Number.isFinite)) return this.retreat('The loss diverged');
    this.sure = loss < won.loss ? this.sure + 1 : 0;
    if (this.sure >= won.readings) return this.retreat('The discriminator told every row');
    if (this.sure === 0) this.good = weights;
    return undefined;
  }

  /** What a user should know of the game, in whole sentences. */
  verdict(stopped: boolean): string[] {
    return [...this.notes, ...(stopped ? ['Training was stopped; what was learned until then is kept.'] : [])];
  }

  private retreat(what: string): Float32Array {
    this.sure = 0;
    if (this.restarts++ < mostRestarts) {
      this.rate *= smallerRate;
      this.notes.push(`${what}; training went on from the last good weights with steps ${smallerRate} times as large.`);
    } else {
      this.done = true;
      this.notes.push(`${what} again; the last good weights are kept.`);
    }
    return this.good;
  }
}

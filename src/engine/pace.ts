/** Tells when something that should happen now and then is due again. */
export class Pace {
  private last: number;

  /** @param interval milliseconds between two times */
  constructor(
    private readonly now: () => number,
    private readonly interval: number,
  ) {
    this.last = now();
  }

  due(): boolean {
    const time = this.now();
    if (time - this.last < this.interval) return false;
    this.last = time;
    return true;
  }
}

/** Often enough that an interrupt is heard at once, and seldom enough to cost nothing. In milliseconds. */
export const breathInterval = 15;
/** Between two messages to somebody who watches. In milliseconds. */
export const progressInterval = 100;

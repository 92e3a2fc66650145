/** A cell waiting for its turn. */
export interface Job {
  /** Does the work; ends by itself, also after {@link Job.interrupt}, and never rejects. */
  run(): Promise<void>;
  /** Asks the running job to stop; asked a second time, it ends at once. */
  interrupt(): void;
  /** Ends a job whose turn never came. */
  drop(): void;
  /** Whether its cell was deleted. */
  isGone(): boolean;
}

/** Jobs one after the other, in the order in which they were added. */
export class Queue {
  private readonly waiting: Job[] = [];
  private running: Job | undefined;
  private turning: Promise<void> = Promise.resolve();

  /** Resolves when all jobs added so far have ended. */
  add(jobs: readonly Job[]): Promise<void> {
    this.waiting.push(...jobs);
    if (!this.running) this.turning = this.turn();
    return this.turning;
  }

  /** Stops the running job and drops all others, unless it is only its own cell that is gone. */
  interrupt(): void {
    const dropped = this.running?.isGone() ? [] : this.waiting.splice(0);
    for (const job of dropped) job.drop();
    this.running?.interrupt();
  }

  private async turn(): Promise<void> {
    for (;;) {
      this.running = this.waiting.shift();
      if (!this.running) return;
      await this.running.run();
    }
  }
}

import { listed } from '../../data/words';

/** What further draws may take in all, in milliseconds. */
const allowed = 30_000;

/** Shares the time of an experiment among models: the first draw is always made, further ones while there is time. */
export class Budget {
  private readonly spent = new Map<string, number>();
  private readonly last = new Map<string, number>();
  private readonly short = new Map<string, Set<number>>();

  constructor(
    private readonly now: () => number,
    private readonly models: number,
  ) {}

  /** Whether there is time for this draw of so many rows. */
  allows(model: string, rows: number, draw: number): boolean {
    const expected = this.last.get(`${model} ${rows}`) ?? 0;
    const left = allowed / this.models - (this.spent.get(model) ?? 0);
    if (draw === 0 || expected <= left) return true;
    this.short.set(model, (this.short.get(model) ?? new Set()).add(rows));
    return false;
  }

  /** Does the work and keeps its time. */
  async spend<T>(model: string, rows: number, draw: number, work: () => Promise<T>): Promise<T> {
    const start = this.now();
    const result = await work();
    const time = this.now() - start;
    if (draw > 0) this.spent.set(model, (this.spent.get(model) ?? 0) + time);
    this.last.set(`${model} ${rows}`, time);
    return result;
  }

  /** Where draws were left out. */
  notes(): string[] {
    return [...this.short].map(([model, rows]) => {
      const sizes = [...rows].sort((a, b) => a - b).map(String);
      return `${model} takes long: there are fewer draws of ${listed(sizes)} rows, so that the cell comes to an end; the table has their number.`;
    });
  }
}

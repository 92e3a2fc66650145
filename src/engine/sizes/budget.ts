import { listed } from '../../data/words';

/** What the first draw and the further draws may take of one model, in milliseconds shared among the models. */
const allowed = { first: 300_000, further: 600_000 };

/**
 * Shares the time of an experiment among models: the first draw of every size is made unless it takes very long, further
 * ones while there is time.
 */
export class Budget {
  private readonly spent = { first: new Map<string, number>(), further: new Map<string, number>() };
  private readonly last = new Map<string, number>();
  private readonly short = new Map<string, Set<number>>();

  constructor(
    private readonly now: () => number,
    private readonly models: number,
  ) {}

  /** Whether there is time for this draw of so many rows. */
  allows(model: string, rows: number, draw: number): boolean {
    const stage = stageOf(draw);
    const expected = this.last.get(`${model} ${rows}`) ?? 0;
    if (expected + (this.spent[stage].get(model) ?? 0) <= allowed[stage] / this.models) return true;
    this.short.set(model, (this.short.get(model) ?? new Set()).add(rows));
    return false;
  }

  /** Does the work and keeps its time. */
  async spend<T>(model: string, rows: number, draw: number, work: () => Promise<T>): Promise<T> {
    const start = this.now();
    const result = await work();
    const time = this.now() - start;
    const spent = this.spent[stageOf(draw)];
    spent.set(model, (spent.get(model) ?? 0) + time);
    this.last.set(`${model} ${rows}`, time);
    return result;
  }

  /** Where draws were left out. `unit`: of what the sizes are numbers. */
  notes(unit = 'rows'): string[] {
    return [...this.short].map(([model, rows]) => {
      const sizes = [...rows].sort((a, b) => a - b).map(String);
      return `${model} takes long: there are fewer draws of ${listed(sizes)} ${unit}, or none, so that the cell comes to an end; the table has their number.`;
    });
  }
}

function stageOf(draw: number): 'first' | 'further' {
  return draw === 0 ? 'first' : 'further';
}

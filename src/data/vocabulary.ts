import { byCodeUnit } from './infer';

/** The most frequent of what was counted (ties by code unit), sorted. */
export function mostFrequent(counts: ReadonlyMap<string, number>, most: number): string[] {
  return [...counts]
    .sort(([a, m], [b, n]) => n - m || byCodeUnit(a, b))
    .slice(0, most)
    .map(([word]) => word)
    .sort(byCodeUnit);
}

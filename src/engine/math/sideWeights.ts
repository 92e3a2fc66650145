/** What a row of either of two classes counts, beside the common C. */
export interface SideWeights {
  lower: number;
  upper: number;
}

export function weightOf({ lower, upper }: SideWeights, sign: number): number {
  return sign > 0 ? upper : lower;
}

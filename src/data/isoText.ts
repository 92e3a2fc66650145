/** Days and times beyond this many milliseconds from 1970 are none that JavaScript knows: about 270,000 years. */
const mostMilliseconds = 8.64e15;

/** `2024-01-31` for days since 1970. Null for what is no date. */
export function dayText(days: number): string | null {
  return isoText(days * 86_400_000)?.slice(0, -14) ?? null;
}

/** `2024-01-31T12:00:00` or, with a fraction of a second, `2024-01-31T12:00:00.250`, for milliseconds since 1970. Null for what is no time. */
export function timeText(milliseconds: number): string | null {
  return isoText(milliseconds)?.replace(/(\.000)?Z$/, '') ?? null;
}

function isoText(milliseconds: number): string | undefined {
  const isTime = Number.isFinite(milliseconds) && Math.abs(milliseconds) <= mostMilliseconds;
  return isTime ? new Date(milliseconds).toISOString() : undefined;
}

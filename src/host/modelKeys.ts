/** Files above this number are removed, the oldest first. */
const kept = 200;

/** A key is a hash; as it becomes a file name, nothing else is accepted. */
export function isModelKey(key: unknown): key is string {
  return typeof key === 'string' && /^[0-9a-f]{8,128}$/.test(key);
}

/** Names beyond the newest 200. Ages are asked for only when there are too many. */
export async function surplus(
  names: readonly string[],
  modified: (name: string) => Promise<number>,
  limit = kept,
): Promise<string[]> {
  if (names.length <= limit) return [];
  const aged = await Promise.all(names.map(async (name) => ({ name, time: await modified(name) })));
  return aged
    .sort((a, b) => b.time - a.time)
    .slice(limit)
    .map(({ name }) => name);
}

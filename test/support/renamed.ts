// The same data with other words, to see that nothing in them is taken for more than text.
import type * as z from 'zod';

type Tree = { [key: PropertyKey]: unknown };

/** A copy with every text replaced, but for what stands under a kept key and for words that the schema itself knows. */
export function renamed<T>(
  schema: z.ZodType<T>,
  value: T,
  rename: (text: string) => string,
  keep: readonly string[] = ['kind', 'type', 'base64'],
): T {
  const kept = new Set(keep);
  const change = (each: unknown, key: string): unknown => {
    if (kept.has(key)) return each;
    if (typeof each === 'string') return rename(each);
    if (Array.isArray(each)) return each.map((one) => change(one, key));
    if (each !== null && typeof each === 'object')
      return Object.fromEntries(Object.entries(each).map(([name, one]) => [name, change(one, name)]));
    return each;
  };
  const copy = change(value, '');
  for (const { code, path } of schema.safeParse(copy).error?.issues ?? [])
    if (code === 'invalid_value') within(copy, path)[path.at(-1)!] = within(value, path)[path.at(-1)!];
  return schema.parse(copy);
}

/** What holds the end of a path. */
function within(tree: unknown, path: PropertyKey[]): Tree {
  return path.slice(0, -1).reduce((at, key) => (at as Tree)[key], tree) as Tree;
}

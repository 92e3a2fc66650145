/** A seeded stream of random numbers, passed as an argument wherever chance is needed. */
export interface Rng {
  /** Uniform in [0, 1), 53 bits. */
  uniform(): number;
  /** Standard normal (Marsaglia's polar method). */
  normal(): number;
  /** Uniform among 0 ... n - 1. */
  integer(n: number): number;
  /** Shuffles in place (Fisher and Yates). */
  shuffle<T>(items: { readonly length: number; [index: number]: T }): void;
  /** An index drawn with probability proportional to its weight; weights are at least 0 and not all 0. */
  choice(weights: ArrayLike<number>): number;
  /** An independent stream that depends on the seed and the label only, never on what was drawn before. */
  fork(label: string | number): Rng;
}

/** A generator for a seed (any number): sfc32 (Doty-Humphrey 2010) with the seed spread by a splitmix finaliser. */
export function createRng(seed: number): Rng {
  return fromKey(hashWords([0x9e3779b9, 0x243f6a88, 0xb7e15162], new Uint32Array(new Float64Array([seed]).buffer)));
}

/** 0 ... n - 1 in random order. */
export function shuffledIndices(n: number, rng: Rng): Int32Array {
  const order = Int32Array.from({ length: n }, (_, i) => i);
  rng.shuffle(order);
  return order;
}

type Key = readonly [number, number, number];

function fromKey(key: Key): Rng {
  let [a, b, c] = key;
  let counter = 1;
  let spare: number | undefined;

  function next(): number {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }
  // The first outputs still resemble the key.
  for (let i = 0; i < 12; i++) next();

  function uniform(): number {
    return ((next() >>> 5) * 0x4000000 + (next() >>> 6)) / 0x20000000000000;
  }

  function normal(): number {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    for (;;) {
      const u = 2 * uniform() - 1;
      const v = 2 * uniform() - 1;
      const square = u * u + v * v;
      if (square === 0 || square >= 1) continue;
      const factor = Math.sqrt((-2 * Math.log(square)) / square);
      spare = v * factor;
      return u * factor;
    }
  }

  function integer(n: number): number {
    return Math.floor(uniform() * n);
  }

  function shuffle<T>(items: { readonly length: number; [index: number]: T }): void {
    for (let i = items.length - 1; i > 0; i--) {
      const j = integer(i + 1);
      const item = items[i]!;
      items[i] = items[j]!;
      items[j] = item;
    }
  }

  function choice(weights: ArrayLike<number>): number {
    let total = 0;
    for (let i = 0; i < weights.length; i++) total += weights[i]!;
    let left = uniform() * total;
    let last = -1;
    for (let i = 0; i < weights.length; i++) {
      if (!(weights[i]! > 0)) continue;
      last = i;
      left -= weights[i]!;
      if (left < 0) return i;
    }
    if (last < 0) throw new RangeError(`invalid weights: ${total}; expected a sum above 0`);
    return last;
  }

  function fork(label: string | number): Rng {
    const text = String(label);
    return fromKey(
      hashWords(
        key,
        Uint32Array.from(text, (letter) => letter.codePointAt(0)!),
      ),
    );
  }

  return { uniform, normal, integer, shuffle, choice, fork };
}

/** A new key from a key and words; each word changes every bit of all three parts. */
function hashWords(key: Key, words: Uint32Array): Key {
  const out: [number, number, number] = [key[0], key[1], mix(key[2] ^ words.length)];
  for (const word of words) {
    out[0] = mix(out[0] ^ word);
    out[1] = mix((out[1] + out[0]) | 0);
    out[2] = mix(out[2] ^ out[1]);
  }
  return out;
}

/** The finaliser of splitmix32: a bijection of 32-bit words in which each input bit flips half of the output bits. */
function mix(word: number): number {
  let h = (word + 0x9e3779b9) | 0;
  h = Math.imul(h ^ (h >>> 16), 0x21f0aaad);
  h = Math.imul(h ^ (h >>> 15), 0x735a2d97);
  return h ^ (h >>> 15);
}

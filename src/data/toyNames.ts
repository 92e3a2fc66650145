import type { Rng } from './random';

/** A made-up language: how its names begin, go on and end. */
interface Tongue {
  name: string;
  starts: readonly string[];
  middles: readonly string[];
  ends: readonly string[];
  /** P(a further middle). */
  longer: number;
}

const tongues: readonly Tongue[] = [
  {
    name: 'Velish',
    starts: ['Ela', 'Ila', 'Vela', 'Sila', 'Ari', 'Lia', 'Ora', 'Ume'],
    middles: ['le', 'ri', 'na', 'sa', 'mi', 'lo'],
    ends: ['na', 'ra', 'lia', 'sel', 'nea', 'ro'],
    longer: 0.35,
  },
  {
    name: 'Korgan',
    starts: ['Gor', 'Krag', 'Dur', 'Bok', 'Thra', 'Zug', 'Hrod', 'Mak'],
    middles: ['gar', 'rok', 'dum', 'kra', 'zog', 'bur'],
    ends: ['k', 'gath', 'dor', 'rumk', 'zag', 'nar'],
    longer: 0.25,
  },
  {
    name: 'Tashi',
    starts: ['Ta', 'Ki', 'Sho', 'Mi', 'Ha', 'Yu', 'Ren', 'No'],
    middles: ['ka', 'shi', 'mo', 'ta', 'ru', 'ne'],
    ends: ['ko', 'shi', 'mi', 'to', 'ya', 'ro'],
    longer: 0.45,
  },
];

export interface ToyName {
  name: string;
  tongue: string;
}

/** Names of three invented languages, each by its own grammar of syllables; a few come twice. */
export function toyNames(n: number, rng: Rng): ToyName[] {
  const pick = (items: readonly string[]) => items[rng.integer(items.length)]!;
  return Array.from({ length: n }, () => {
    const { name: tongue, starts, middles, ends, longer } = tongues[rng.integer(tongues.length)]!;
    let name = pick(starts);
    for (let i = 0; i < 2 && rng.uniform() < longer; i++) name += pick(middles);
    return { name: name + pick(ends), tongue };
  });
}

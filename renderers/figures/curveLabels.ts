/** Where words may stand in a picture of curves. All numbers are pixels; y grows downwards. */

export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

export interface Point {
  x: number;
  y: number;
}

/** About how wide a character of 12 px is. */
export const characterWidth = 6.5;
/** Of one line of text. */
export const lineHeight = 16;

/**
 * Heights for labels of lines that end at `ends`: as near as possible, at least a line of text apart, within 0 and `height`.
 */
export function spreadOut(ends: readonly number[], height: number): number[] {
  const gap = Math.min(lineHeight, height / Math.max(1, ends.length));
  const order = [...ends.keys()].sort((a, b) => ends[a]! - ends[b]! || a - b);
  // labels that touch move together, so that their mean stays where the mean of their lines is
  const groups: { members: number[]; centre: number }[] = [];
  for (const i of order) {
    let group = { members: [i], centre: ends[i]! };
    for (let before = groups.at(-1); before && bottomOf(before, gap) > topOf(group, gap); before = groups.at(-1)) {
      groups.pop();
      const members = [...before.members, ...group.members];
      group = { members, centre: members.reduce((sum, member) => sum + ends[member]!, 0) / members.length };
    }
    groups.push(group);
  }
  const out = new Array<number>(ends.length);
  for (const { members, centre } of groups) {
    const half = ((members.length - 1) * gap) / 2;
    const middle = Math.max(half, Math.min(height - half, centre));
    members.forEach((member, at) => (out[member] = middle - half + at * gap));
  }
  return out;
}

function topOf({ members, centre }: { members: number[]; centre: number }, gap: number): number {
  return centre - (members.length * gap) / 2;
}

function bottomOf(group: { members: number[]; centre: number }, gap: number): number {
  return topOf(group, gap) + group.members.length * gap;
}

/** Text in lines of at most `length` characters where blanks allow it. */
export function wrapped(text: string, length: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= length) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** Directions in which a text may stand from its place, in the order in which they are tried, and distances. */
const directions = [-60, -120, -30, -150, -90, 60, 120, 30, 150, 90].map((degrees) => (degrees * Math.PI) / 180);
const distances = [44, 70, 100, 140];

/**
 * The centre of a text of this size beside its place, where it hides least: `inked` are points of the lines, `taken` other
 * texts.
 */
export function placeText(
  at: Point,
  size: { width: number; height: number },
  frame: { width: number; height: number },
  inked: readonly Point[],
  taken: readonly Box[],
): Point {
  let best: Point = at;
  let least = Infinity;
  for (const distance of distances) {
    for (const angle of directions) {
      const centre = {
        x: at.x + (distance + size.width / 4) * Math.cos(angle),
        y: at.y + distance * Math.sin(angle),
      };
      const box = boxAround(centre, size);
      const cost = hidden(box, frame, inked, taken) + distance / 50;
      if (cost < least) {
        least = cost;
        best = centre;
      }
    }
  }
  return best;
}

export function boxAround(centre: Point, { width, height }: { width: number; height: number }): Box {
  return { left: centre.x - width / 2, top: centre.y - height / 2, width, height };
}

function hidden(
  { left, top, width, height }: Box,
  frame: { width: number; height: number },
  inked: readonly Point[],
  taken: readonly Box[],
): number {
  const outside =
    Math.max(0, -left) +
    Math.max(0, left + width - frame.width) +
    Math.max(0, -top) +
    Math.max(0, top + height - frame.height);
  const covered = inked.filter(({ x, y }) => x > left && x < left + width && y > top && y < top + height).length;
  const overlaps = taken.filter(
    (other) =>
      left < other.left + other.width &&
      other.left < left + width &&
      top < other.top + other.height &&
      other.top < top + height,
  ).length;
  return 10 * outside + covered + 100 * overlaps;
}

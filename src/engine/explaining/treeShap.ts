import { matrix } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import { binRows } from '../trees/bins';
import type { Forest } from '../trees/forest';
import type { Player } from './players';

/**
 * Shapley values of the probabilities of a forest against every background row, exactly (interventional TreeSHAP:
 * Lundberg et al. 2020). A leaf counts for the coalitions that lead to it: those with the players whose values of the row
 * are needed (u of them) and without those whose values of the background row are (v of them), so it gives each of the
 * former p (u - 1)! v! / (u + v)! and takes p u! (v - 1)! / (u + v)! from each of the latter.
 *
 * @param row [d]
 * @param background [n, d]
 * @returns [P, K], the mean over background rows and trees
 */
export function treeShap(forest: Forest, row: Float64Array, background: Matrix, players: readonly Player[]): Matrix {
  const { classes, edges, trees, distributions } = forest;
  const own = binRows(matrix(1, row.length, row), edges).codes;
  const others = binRows(background, edges).codes;
  const rows = background.rows;
  const playerOf = new Int32Array(row.length).fill(-1);
  players.forEach(({ columns }, p) => columns.forEach((j) => (playerOf[j] = p)));
  const share = shares(players.length);
  const side = new Int8Array(players.length);
  const decided = new Int32Array(players.length);
  const out = matrix(players.length, classes);

  for (const { codes, right } of trees) {
    const visit = (start: number, i: number, ins: number, outs: number): void => {
      let node = start;
      for (;;) {
        const code = codes[node]!;
        if (code < 0) return leaf(-1 - code, ins, outs);
        const column = code >> 8;
        const cut = code & 255;
        const ownNext = own[column]! <= cut ? node + 1 : right[node]!;
        const otherNext = others[column * rows + i]! <= cut ? node + 1 : right[node]!;
        const player = playerOf[column]!;
        if (ownNext === otherNext || player < 0 || side[player]! < 0) node = otherNext;
        else if (side[player]! > 0) node = ownNext;
        else {
          decided[ins + outs] = player;
          side[player] = 1;
          visit(ownNext, i, ins + 1, outs);
          decided[ins + outs] = player;
          side[player] = -1;
          visit(otherNext, i, ins, outs + 1);
          side[player] = 0;
          return;
        }
      }
    };
    const leaf = (distribution: number, ins: number, outs: number): void => {
      const gain = ins > 0 ? share(ins - 1, outs) : 0;
      const loss = outs > 0 ? share(ins, outs - 1) : 0;
      for (let at = 0; at < ins + outs; at++) {
        const player = decided[at]!;
        const weight = side[player]! > 0 ? gain : -loss;
        for (let k = 0; k < classes; k++)
          out.data[player * classes + k]! += weight * distributions[distribution * classes + k]!;
      }
    };
    for (let i = 0; i < rows; i++) visit(0, i, 0, 0);
  }
  const count = rows * trees.length;
  return matrix(
    out.rows,
    classes,
    out.data.map((value) => value / count),
  );
}

/** a! b! / (a + b + 1)!, from a table. */
function shares(players: number): (a: number, b: number) => number {
  const logs = new Float64Array(players + 2);
  for (let n = 2; n < logs.length; n++) logs[n] = logs[n - 1]! + Math.log(n);
  const size = players + 1;
  const table = Float64Array.from({ length: size * size }, (_, at) => {
    const a = Math.floor(at / size);
    const b = at % size;
    return a + b + 1 < logs.length ? Math.exp(logs[a]! + logs[b]! - logs[a + b + 1]!) : 0;
  });
  return (a, b) => table[a * size + b]!;
}

import { matrix } from '../../../src/data/matrix';
export function standard(x: any) {
  const { rows, columns } = x;
  const out = matrix(rows, columns);
  for (let j = 0; j < columns; j++) {
    let m = 0, s = 0;
    for (let i = 0; i < rows; i++) m += x.data[i * columns + j] / rows;
    for (let i = 0; i < rows; i++) s += (x.data[i * columns + j] - m) ** 2 / rows;
    for (let i = 0; i < rows; i++) out.data[i * columns + j] = (x.data[i * columns + j] - m) / Math.sqrt(s);
  }
  return out;
}

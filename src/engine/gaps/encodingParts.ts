import type { EncodedFeature, Encoding } from '../../data/encoding';
import { matrix } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';

/** The encoding of some of the features, in their order, and where their columns were. */
export interface EncodingPart {
  encoding: Encoding;
  /** Columns of the whole encoding. */
  columns: Int32Array;
}

export function encodingPart(whole: Encoding, kept: readonly EncodedFeature[]): EncodingPart {
  const columns: number[] = [];
  const features = kept.map((feature) => {
    const start = columns.length;
    for (let j = 0; j < feature.width; j++) columns.push(feature.start + j);
    return { ...feature, start };
  });
  const encoded = columns.map((j) => whole.columns[j]!);
  const logScale = encoded.reduce((sum, { scale }) => sum + Math.log(scale), 0);
  return { encoding: { features, columns: encoded, logScale }, columns: Int32Array.from(columns) };
}

/** An encoding with a column of 0 and 1 more for each feature, which says that its cell is missing. */
export function withMissingColumns(encoding: Encoding): Encoding {
  const { features, columns } = encoding;
  const flags = features.map(({ name }, f) => ({ name: `${name} is missing`, start: columns.length + f, width: 1 }));
  return {
    features: [...features, ...flags],
    columns: [...columns, ...flags.map(({ name }) => ({ feature: name, mean: 0, scale: 1 }))],
    logScale: encoding.logScale,
  };
}

/** Some columns of some rows: [rows, columns]. */
export function takeBlock(x: Matrix, rows: ArrayLike<number>, columns: Int32Array): Matrix {
  const out = matrix(rows.length, columns.length);
  for (let i = 0; i < rows.length; i++) {
    const from = rows[i]! * x.columns;
    for (let j = 0; j < columns.length; j++) out.data[i * columns.length + j] = x.data[from + columns[j]!]!;
  }
  return out;
}

import { parquetMetadata, parquetSchema, type ColumnChunk, type SchemaTree } from 'hyparquet';
import { damaged, decoding } from '../damaged';
import { Problem } from '../problem';

/** What a Parquet file says of itself at its end. */
export interface Footer {
  rows: number;
  schema: SchemaTree;
  fields: readonly Field[];
  groups: readonly RowGroup[];
}

/** A column, which may be nested. */
export interface Field {
  name: string;
  tree: SchemaTree;
  /** Where its chunk, or the first one if it is nested, stands in each row group. Names can repeat. */
  position: number;
}

/** Rows that are stored together, each of their columns in a chunk. */
export interface RowGroup {
  rows: number;
  chunks: readonly ColumnChunk[];
}

/** The least and greatest values that the footer tells are not needed, and may be nonsense. */
const noStatistics = {
  timestampFromMilliseconds: () => null,
  timestampFromMicroseconds: () => null,
  timestampFromNanoseconds: () => null,
  dateFromDays: () => null,
  stringFromBytes: () => null,
};

/** Reads the footer of a whole file. Throws `damaged-file` where it makes no sense, `no-rows` where there are none. */
export function readFooter(bytes: Uint8Array, title: string): Footer {
  const footer = decoding(title, 'its footer', () => {
    const metadata = parquetMetadata(bytes, { geoparquet: false, parsers: noStatistics });
    const schema = parquetSchema(metadata);
    const groups = metadata.row_groups.map((group) => ({ rows: Number(group.num_rows), chunks: group.columns }));
    return { rows: Number(metadata.num_rows), schema, fields: fieldsOf(schema), groups };
  });
  const { rows, groups } = footer;
  const counts = groups.map((group) => group.rows);
  const sum = counts.reduce((total, count) => total + count, 0);
  if (![rows, ...counts].every((count) => Number.isSafeInteger(count) && count >= 0) || sum !== rows) {
    const found = `${rows} rows in groups of ${counts.slice(0, 5).join(', ') || 'none'}`;
    throw damaged(title, 'its footer', `${found}; expected the sum of the groups`);
  }
  if (rows === 0) throw new Problem('no-rows', 'the Parquet file has no rows; expected at least one');
  return footer;
}

function fieldsOf(schema: SchemaTree): Field[] {
  let position = 0;
  return schema.children.map((tree) => {
    const { name } = tree.element;
    if (!name) throw new Error('a column without a name');
    const field = { name, tree, position };
    position += leaves(tree);
    return field;
  });
}

/** How many chunks a column has. */
function leaves({ children }: SchemaTree): number {
  return children.length === 0 ? 1 : children.reduce((sum, child) => sum + leaves(child), 0);
}

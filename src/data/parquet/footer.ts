import { parquetMetadata, parquetSchema, type ColumnChunk, type FileMetaData, type SchemaTree } from 'hyparquet';
import { damaged, decoding } from '../damaged';
import { Problem } from '../problem';

/** What a Parquet file says of itself at its end. */
export interface Footer {
  rows: number;
  /** The root, whose children are the columns, nested ones too. */
  schema: SchemaTree;
  groups: readonly RowGroup[];
}

/** Rows that are stored together, each of their columns in a chunk. */
export interface RowGroup {
  rows: number;
  /** By name, of columns that are not nested. */
  chunks: ReadonlyMap<string, ColumnChunk>;
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
    for (const { element } of schema.children) if (!element.name) throw new Error('a column without a name');
    return { rows: Number(metadata.num_rows), schema, groups: metadata.row_groups.map(groupOf) };
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

function groupOf(group: FileMetaData['row_groups'][number]): RowGroup {
  const flat = group.columns.flatMap((chunk) => {
    const path = chunk.meta_data?.path_in_schema;
    return path?.length === 1 ? [[path[0]!, chunk] as const] : [];
  });
  return { rows: Number(group.num_rows), chunks: new Map(flat) };
}

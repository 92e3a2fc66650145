import { Type, type Batch, type Column } from '@uwdata/flechette';
import { dayText, timeText } from '../isoText';
import type { TypedCell } from '../typed';

type AnyBatch = Batch<unknown>;

/** How cells of a type are read. */
interface CellType {
  cell(value: unknown): TypedCell;
  /** Whether the buffers hold as many values as the batch claims. */
  fits(batch: AnyBatch): boolean;
}

const asIs = (value: unknown): TypedCell => value as TypedCell;
const hasValues = ({ values, length }: AnyBatch): boolean => values.length >= length;

/** Offsets that rise, the last one within the text. */
function hasOffsets({ offsets, values, length }: AnyBatch): boolean {
  if (length === 0) return true;
  if (offsets.length <= length || offsets[0]! < 0 || offsets[length]! > values.length) return false;
  for (let i = 0; i < length; i++) if (offsets[i]! > offsets[i + 1]!) return false;
  return true;
}

const text: CellType = { cell: asIs, fits: hasOffsets };
const number: CellType = { cell: asIs, fits: hasValues };

/** Types whose values are cells; of any other type, a column is left out. */
const cellTypes = new Map<number, CellType>([
  [Type.Null, { cell: () => null, fits: () => true }],
  [Type.Int, number],
  [Type.Float, number],
  [Type.Time, number],
  [Type.Duration, number],
  [Type.Bool, { cell: asIs, fits: ({ values, length }) => values.length * 8 >= length }],
  [Type.Utf8, text],
  [Type.LargeUtf8, text],
  [Type.Utf8View, { cell: asIs, fits: ({ values, length }) => values.length >= 16 * length }],
  // In 32 or 64 bits, or in several times 64.
  [Type.Decimal, { cell: asIs, fits: (batch) => batch.values.length >= batch.length * wordsOf(batch) }],
  [Type.Date, { cell: (value) => dayText(Math.floor((value as number) / 86_400_000)), fits: hasValues }],
  [Type.Timestamp, { cell: (value) => timeText(value as number), fits: hasValues }],
]);

function wordsOf({ type }: AnyBatch): number {
  return 'bitWidth' in type ? Math.max(1, type.bitWidth / 64) : 1;
}

/** Reads the cells of a column by row. Undefined: its type is none of cells. Throws an error where there are fewer than it claims. */
export function cellReader(column: Column<unknown>): ((row: number) => TypedCell) | undefined {
  const { type } = column;
  const isCoded = type.typeId === Type.Dictionary;
  const cellType = cellTypes.get(isCoded ? type.dictionary.typeId : type.typeId);
  if (!cellType) return undefined;
  for (const batch of column.data) {
    const hasValidity = batch.nullCount === 0 || type.typeId === Type.Null || batch.validity.length * 8 >= batch.length;
    if (!hasValidity || !(isCoded ? hasValues(batch) : cellType.fits(batch)))
      throw new Error(`a batch of ${batch.length} rows with fewer values`);
  }
  return (row) => {
    const value = column.at(row);
    if (value === undefined) throw new Error(`no value in row ${row}`);
    return value === null ? null : cellType.cell(value);
  };
}

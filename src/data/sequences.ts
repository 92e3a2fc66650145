import type { SequencePlan } from './plan';
import { Problem } from './problem';
import { readNumbers, readSequence } from './sequenceText';
import { sequenceName } from './sequenceTable';
import type { Table, TextColumn } from './table';
import { counted, grouped } from './words';

/** What the steps of a file's sequences hold. */
export interface SequenceRole {
  /** The column of whole sequences, one per row. */
  column: TextColumn;
  /** Columns of the file that are observed at each step. */
  names: string[];
  /** The different symbols, sorted; absent where steps are numbers. */
  symbols?: string[];
  /** Steps of the longest sequence. */
  longest: number;
  /** Observations that are missing within sequences. */
  gaps: number;
}

/** Whole numbers are taken for symbols if there are at most so many different ones. */
const mostNumberSymbols = 20;
const mostSymbols = 20_000;

/** What the steps of the sequences hold. Throws a `Problem` where they hold nothing, or both numbers and words. */
export function readSequences(table: Table, plan: SequencePlan, file: Table): SequenceRole {
  const name = sequenceName(plan);
  const column = table.columns.find((candidate) => candidate.name === name) as TextColumn;
  const names = plan.symbol;
  const areNumbers = (source: string) => file.columns.some((each) => each.name === source && each.kind === 'numeric');
  const distinct = new Set<string>();
  let longest = 0;
  let gaps = 0;
  let numbers = plan.id === undefined || names.every(areNumbers);
  const uses = new Int32Array(column.levels.length);
  for (const code of column.codes) if (code >= 0) uses[code]!++;
  for (const [level, text] of column.levels.entries()) {
    if (uses[level] === 0) continue;
    const symbols = readSequence(text);
    longest = Math.max(longest, symbols.length);
    for (const symbol of symbols) {
      if (symbol === undefined) {
        gaps += uses[level]! * names.length;
        continue;
      }
      if (names.length > 1) gaps += uses[level]! * readNumbers(symbol, names.length)!.filter(Number.isNaN).length;
      else if (distinct.size <= mostSymbols) {
        if (numbers && !distinct.has(symbol)) numbers = readNumbers(symbol, 1) !== undefined;
        distinct.add(symbol);
      }
    }
  }
  if (longest === 0)
    throw new Problem('unsuitable-sequence', `column ${name} is empty in every row; expected symbols or numbers`, [
      'sequence',
      'symbol',
    ]);
  const symbols = symbolsOf(distinct, numbers, plan);
  return { column, names, ...(symbols ? { symbols } : {}), longest, gaps };
}

/** The alphabet, sorted; undefined where the steps count as numbers. */
function symbolsOf(
  distinct: ReadonlySet<string>,
  numbers: boolean,
  { values = 'auto', symbol }: SequencePlan,
): string[] | undefined {
  if (symbol.length > 1) return undefined;
  const at = ['sequence', 'symbol'];
  if (values === 'numbers' && !numbers)
    throw new Problem(
      'unsuitable-sequence',
      `column ${symbol[0]} holds words; take values: numbers away, or name columns of numbers`,
      at,
    );
  const few = distinct.size <= mostNumberSymbols && [...distinct].every((text) => Number.isInteger(Number(text)));
  if (numbers && (values === 'numbers' || (values === 'auto' && !few))) return undefined;
  if (distinct.size > mostSymbols)
    throw new Problem(
      'unsuitable-sequence',
      `column ${symbol[0]} holds more than ${grouped(mostSymbols)} different symbols; expected symbols that come again, or numbers`,
      at,
    );
  return [...distinct].sort(numbers ? (a, b) => Number(a) - Number(b) : undefined);
}

/** Said where whole numbers are read as symbols without being asked to. */
export function sequenceNotes({ symbols, names }: SequenceRole, { values = 'auto' }: SequencePlan): string[] {
  const numbers = symbols?.every((symbol) => readNumbers(symbol, 1) !== undefined) === true;
  return numbers && values === 'auto'
    ? [
        `${names[0]} has ${counted(symbols.length, 'different whole number')}, which count as symbols; values: numbers in sequence reads them as numbers.`,
      ]
    : [];
}

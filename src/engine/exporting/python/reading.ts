import type { Dataset } from '../../../data/dataset';
import { Problem } from '../../../data/problem';
import type { ReadReport } from '../../../data/table';
import { python } from './estimator';

/** A Python function `read(path)` for each format of data files, by what its reader reports: columns as lists of cells. */
const readers: { readonly [format: string]: (report: ReadReport) => string } = {
  csv: separated,
  json: () => `
def read(path):
    """Columns of a JSON file of rows, or of columns."""
    content = json.loads(path.read_text(encoding="utf-8-sig"))
    if isinstance(content, dict):
        lists = [value for value in content.values() if isinstance(value, list)]
        content = lists[0] if len(lists) == 1 else [dict(zip(content, row)) for row in zip(*content.values())]
    return {name: [row.get(name) for row in content] for name in COLUMNS}
`,
  jsonl: () => `
def read(path):
    """Columns of a file with a JSON object in each line."""
    lines = [line for line in path.read_text(encoding="utf-8-sig").splitlines() if line.strip()]
    rows = [json.loads(line) for line in lines]
    return {name: [row.get(name) for row in rows] for name in COLUMNS}
`,
};

function separated({ delimiter = ',' }: ReadReport): string {
  return `
def read(path):
    """Columns of a file of separated values."""
    with open(path, newline="", encoding="utf-8-sig") as file:
        rows = [[cell.strip() for cell in row] for row in csv.reader(file, delimiter=${python(delimiter)}) if row]
    while rows and rows[0][0].startswith("#") and len(rows) > ROWS:
        rows.pop(0)
    if len(rows) > ROWS:
        rows.pop(0)  # the header
    if len(rows) != ROWS:
        raise SystemExit(f"{path} has {len(rows)} rows, the notebook read {ROWS}: is it the same file?")
    filled = [row + [""] * (len(COLUMNS) - len(row)) for row in rows]
    return {name: [row[j] for row in filled] for j, name in enumerate(COLUMNS)}
`;
}

/** The function for the file of a dataset. Throws `no-python` for what a script cannot read as the notebook does. */
export function fromFormat(report: ReadReport, { plan }: Pick<Dataset, 'plan'>): string {
  const role = plan.labels === undefined ? (plan.image ? 'image' : undefined) : 'labels';
  if (role !== undefined) {
    const why =
      role === 'labels'
        ? 'reads one file, not labels of another'
        : 'scales each column by itself, not all pixels alike';
    throw new Problem('no-python', `a Python script ${why}: export json instead`);
  }
  const reader = /\.gz$/i.test(plan.path) ? undefined : readers[report.format];
  if (reader) return reader(report);
  throw new Problem(
    'no-python',
    `a Python script reads ${Object.keys(readers).join(', ')} files only, not ${plan.path}: export json, or keep the data as CSV`,
  );
}

/** Python functions that read a cell as a number or as text. */
export const readCells = `
def number(cell):
    """A cell as a number; nan where it is empty."""
    if cell is None or isinstance(cell, (int, float)):
        return np.nan if cell is None else float(cell)
    if cell in MISSING:
        return np.nan
    return float(cell.replace(".", "").replace(",", ".") if DECIMAL_COMMA else cell.replace(",", ""))


def word(cell):
    """A cell as text."""
    if cell is None:
        return None
    return str(cell).lower() if isinstance(cell, bool) else str(cell)
`;

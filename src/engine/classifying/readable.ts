import type { EncodedFeature } from '../../data/encoding';
import { Problem, unknown } from '../../data/problem';
import { textAt } from '../../data/table';
import type { Column } from '../../data/table';
import { counted, listed } from '../../data/words';
import { capabilitySentence } from '../../protocol/capabilitySentence';
import { models as registry } from '../models/index';
import type { TrainedModel } from '../training/trained';

/** Columns of a file as a model can read them, and what it cannot know, in sentences. */
export interface ReadableColumns {
  columns: Column[];
  notes: string[];
}

/**
 * A file may lack a feature, or have levels of a category that the training data did not have. A model that can sum out
 * features takes these for empty cells; for others it is a `Problem` that names the column, or the row and the value.
 */
export function readableColumns(
  model: TrainedModel,
  columns: readonly Column[],
  rows: Int32Array,
  path: string,
): ReadableColumns {
  const { features } = model.facts.encoding;
  const byName = new Map(columns.map((column) => [column.name, column]));
  const absent = features.filter(({ name }) => !byName.has(name)).map(({ name }) => name);
  if (absent.length > 0) checkAbsent(model, absent, [...byName.keys()], path);
  const notes =
    absent.length > 0
      ? [
          `${model.name}: ${path} has no ${listed(absent)}, so ${absent.length === 1 ? 'it is' : 'they are'} summed out.`,
        ]
      : [];
  const read = features.map((feature): Column => {
    const column = byName.get(feature.name);
    if (!column) return emptyColumn(feature.name, rows);
    if (!feature.levels) return column;
    return knownLevels(model, feature, column, rows, notes);
  });
  return { columns: read, notes };
}

function checkAbsent(model: TrainedModel, absent: readonly string[], names: readonly string[], path: string): void {
  const { features } = model.facts.encoding;
  const at = ['rows'];
  if (absent.length === features.length) throw unknown('column', absent[0]!, names, at);
  if (model.takesGaps) return;
  const cards = registry.map(({ card }) => card);
  throw new Problem(
    'missing-feature',
    `${path} has no column ${listed(absent)}, which ${model.name} needs: add it, or let impute fill it in. ${capabilitySentence(model.card, ['Marginal'], cards)}`,
    at,
  );
}

/** The column with levels that were never seen as empty cells. */
function knownLevels(
  model: TrainedModel,
  { name, levels }: EncodedFeature,
  column: Column,
  rows: Int32Array,
  notes: string[],
): Column {
  const position = new Map(levels!.map((level, i) => [level, i]));
  const length = column.kind === 'numeric' ? column.values.length : column.codes.length;
  const codes = new Int32Array(length).fill(-1);
  const strange = new Map<string, number>();
  for (const row of rows) {
    const text = textAt(column, row);
    if (text === undefined) continue;
    const code = position.get(text);
    if (code !== undefined) codes[row] = code;
    else if (model.takesGaps) strange.set(text, (strange.get(text) ?? 0) + 1);
    else {
      const { code: problem, message } = unknown('level', text, levels!);
      throw new Problem(
        problem,
        `row ${row}, column ${name}: ${message}. ${model.name} cannot answer without a level that it has learned: correct the cell, or ask a model that can sum it out`,
        ['rows'],
      );
    }
  }
  if (strange.size > 0) {
    const cells = [...strange.values()].reduce((sum, count) => sum + count, 0);
    notes.push(
      `${model.name}: ${counted(cells, 'cell')} of ${name} with a level that the training data does not have (${listed([...strange.keys()], 3)}) count as empty and are summed out.`,
    );
  }
  return { kind: 'categorical', name, levels: levels!, codes, missing: 0 };
}

function emptyColumn(name: string, rows: Int32Array): Column {
  const length = rows.reduce((most, row) => Math.max(most, row + 1), 0);
  return { kind: 'categorical', name, levels: [], codes: new Int32Array(length).fill(-1), missing: length };
}

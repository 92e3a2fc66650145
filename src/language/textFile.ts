import type { DataPlan, TextPlan } from '../data/plan';
import { Problem } from '../data/problem';
import { proseColumn } from '../data/prose';

/** The roles as a cell writes them: `text` may name a file in the place of a column. */
export type WrittenData = Partial<Omit<DataPlan, 'text'>> & {
  text?: TextPlan | (Omit<TextPlan, 'column'> & { file: string });
};

/** `text: tale.txt` means `data: tale.txt` with the column of running text as its text. */
export function withTextFile({ text, ...data }: WrittenData): Partial<DataPlan> {
  if (!text) return data;
  if (!('file' in text)) return { ...data, text };
  const { file, ...counting } = text;
  return { path: file, ...data, text: { column: proseColumn, prose: true, ...counting } };
}

/** A cell names one file. */
export function textFileConflict({ path, text }: WrittenData): Problem | undefined {
  if (path === undefined || !text || !('file' in text)) return undefined;
  const message = `text names the file ${text.file} and data the file ${path}: keep one of them, or name a column of ${path} in text`;
  return new Problem('two-files', message, ['text']);
}

import type { Dataset } from '../../data/dataset';
import type { Problem } from '../../data/problem';
import type { ModelCard } from '../../protocol/cards';
import type { TaskContext } from '../task';
import type { TrainedRatings } from '../ratings/trained';
import type { TrainedModel } from '../training/trained';

/** A model of classes, or one of ratings. */
export type Exportable = TrainedModel | TrainedRatings;

/** What is written for a model, or for all of them. */
export interface ExportedFile {
  /** Of one model; absent: of all models of the cell. */
  model?: string;
  path: string;
  bytes: Uint8Array;
}

/** A way to take models out of the notebook: one file in this folder and one line in `formats.ts`. */
export interface ExportFormat {
  id: string;
  doc: string;
  /** Ending of the file's name that stands for this format. */
  extension: string;
  /** Why a model cannot be written so, before anything is trained; undefined where it can. */
  refusal(card: ModelCard): Problem | undefined;
  /** Files to write at `path`; several models take names of their own. */
  write(models: readonly Exportable[], path: string, context: TaskContext): Promise<ExportedFile[]>;
  /** What to do with the first of the files, and what else to know, in whole sentences. */
  notes(path: string, models: readonly Exportable[], dataset: Dataset): string[];
}

/** A path for each of the models: `out.json`, or `out-lda.json` and `out-mlp.json`. */
export function pathFor(path: string, model: string, several: boolean): string {
  if (!several) return path;
  const dot = path.lastIndexOf('.');
  const end = dot > path.lastIndexOf('/') + 1 ? dot : path.length;
  return `${path.slice(0, end)}-${model.replace(/[^\p{L}\p{N}_.-]/gu, '_')}${path.slice(end)}`;
}

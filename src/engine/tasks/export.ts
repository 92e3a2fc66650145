import { Problem, unknown } from '../../data/problem';
import { counted } from '../../data/words';
import type { TaskCard } from '../../protocol/cards';
import type { Exportable, ExportFormat } from '../exporting/format';
import { exportFormats } from '../exporting/formats';
import type { TaskContext, TaskSpec } from '../task';
import { modelNotes } from '../training/modelNotes';
import { seedParameter } from './parameters';
import { writeParameters } from './writeRows';

const card: TaskCard = {
  id: 'export',
  title: 'Export',
  summary:
    'Writes trained models to files: for other cells, for TensorFlow.js, or as a Python script that trains them with scikit-learn.',
  models: 'required',
  predicts: 'any',
  needs: [],
  parameters: [
    {
      name: 'to',
      type: 'newFile',
      required: true,
      doc: 'File of the workspace to write. Of several models, each has a file with its name added, except in Python.',
    },
    {
      name: 'format',
      type: 'choice',
      choices: exportFormats.map(({ id, doc }) => ({ value: id, doc })),
      doc: 'What is written. Left out: python for a name that ends with .py, else json. A report of the whole notebook is written by the command "Export Notebook as HTML Report" and by `model-cells report`.',
    },
    writeParameters[1]!,
    seedParameter,
  ],
  shows: [],
};

export const exportModels: TaskSpec = {
  card,
  async run(context) {
    const { plan, trainer, ratingTrainer, signal, environment } = context;
    const path = String(plan.options.to);
    const format = formatOf(plan.options.format, path);
    for (const request of plan.models) {
      const refusal = format.refusal(trainer.cardOf(request));
      if (refusal) throw new Problem(refusal.code, refusal.message, request.at);
    }
    const models: Exportable[] = [];
    for (const request of plan.models) {
      if (signal.aborted) break;
      const isOfRatings = trainer.cardOf(request).predicts === 'ratings';
      models.push(await (isOfRatings ? ratingTrainer : trainer).obtain(request));
    }
    if (signal.aborted) throw new Problem('interrupted', 'The run was stopped before anything was written.');
    environment.progress({ text: `writing ${path}` });
    const files = await format.write(models, path, context);
    const written: [string | null, string, number][] = [];
    for (const { model = null, path: to, bytes } of files)
      written.push([model, await environment.writeFile(to, bytes, plan.options.overwrite === true), bytes.length]);
    return {
      models: models.map((model) => model.report({})),
      tables: [
        {
          name: 'exported',
          columns: ['model', 'format', 'file', 'bytes'],
          rows: written.map(([model, to, bytes]) => [
            model ?? models.map((one) => one.name).join(', '),
            format.id,
            to,
            bytes,
          ]),
        },
      ],
      figures: [],
      notes: [
        ...modelNotes(models),
        `${counted(written.length, 'file')} written: ${written.map(([, to]) => to).join(', ')}.`,
        ...format.notes(written[0]![1], models, context.dataset),
      ],
    };
  },
};

function formatOf(given: TaskContext['plan']['options'][string] | undefined, path: string): ExportFormat {
  if (given === undefined)
    return exportFormats.find(({ extension }) => path.toLowerCase().endsWith(extension)) ?? exportFormats[0]!;
  const format = exportFormats.find(({ id }) => id === given);
  if (format) return format;
  throw unknown(
    'format',
    String(given),
    exportFormats.map(({ id }) => id),
    ['format'],
  );
}

import { pathFor } from './format';
import type { ExportFormat } from './format';

/** The model as the notebook keeps it, which cells read again. */
export const savedModelFormat: ExportFormat = {
  id: 'json',
  doc: 'The trained model, exactly: a cell uses it by the name of the file, as in `classify: model.json` or `recommend: model.json`.',
  extension: '.json',
  refusal: () => undefined,
  write: (models, path) =>
    Promise.resolve(
      models.map((model) => ({
        model: model.name,
        path: pathFor(path, model.name, models.length > 1),
        bytes: new TextEncoder().encode(`${JSON.stringify(model.save())}\n`),
      })),
    ),
  notes: (path, [first]) => {
    const verb = first?.card.predicts === 'ratings' ? 'recommend' : 'classify';
    return [`A cell uses it by its file, as in \`${verb}: ${path}\`.`];
  },
};

import { formats } from '../data/formats';
import type { Catalogue } from '../protocol/cards';
import { modelCards } from './models/index';
import { tasks } from './tasks/index';

/** What the editor knows of the engine; the build writes it as JSON so that the host never loads TensorFlow.js. */
export const catalogue: Catalogue = {
  models: [...modelCards],
  tasks: tasks.map((task) => task.card),
  formats: formats.map(({ id, title, extensions }) => ({ id, title, extensions })),
};

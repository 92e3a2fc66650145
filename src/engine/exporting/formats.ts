import type { ExportFormat } from './format';
import { layersModelFormat } from './layersModel';
import { savedModelFormat } from './savedModel';
import { scikitLearnFormat } from './scikitLearn';

/** Every format, the standard of its ending first. */
export const exportFormats: readonly ExportFormat[] = [
  savedModelFormat, //
  layersModelFormat,
  scikitLearnFormat,
];

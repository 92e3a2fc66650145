/** Identifiers shared with the manifest. */
export const notebookType = 'jupyter-notebook';
export const languageId = 'model-cell';
export const controllerId = 'model-cells';
export const rendererId = 'model-cells-result';
export const kernelTitle = 'Model Cells';

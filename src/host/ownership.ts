import { controllerId, kernelTitle, languageId } from './names';

/** What a notebook of ours carries in its file, in the places where Jupyter keeps the same. */
export const ownMetadata = {
  kernelspec: { name: controllerId, display_name: kernelTitle, language: languageId },
  language_info: { name: languageId },
};

/**
 * Whether a notebook is ours: it says so in its metadata, or all of its code is. One of our cells in a notebook of
 * another kernel does not make it ours.
 *
 * @param metadata of the notebook, as VS Code's Jupyter serializer hands it out
 * @param languages of its code cells
 */
export function isOurs(metadata: { readonly [key: string]: unknown }, languages: readonly string[]): boolean {
  return namesUs(metadata) || (languages.length > 0 && languages.every((language) => language === languageId));
}

/** Whether the metadata says so, which makes new cells ours when the notebook is opened again. */
export function namesUs(metadata: { readonly [key: string]: unknown }): boolean {
  const file = record(metadata['metadata']);
  return record(file['language_info'])['name'] === languageId || record(file['kernelspec'])['language'] === languageId;
}

/** The notebook's metadata, with ours in place of another kernel's. */
export function withOurs(metadata: { readonly [key: string]: unknown }): { [key: string]: unknown } {
  return { ...metadata, metadata: { ...record(metadata['metadata']), ...ownMetadata } };
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

// entry of dist/picture.js: the command line opens it in a headless page to draw the static picture of a result
import type { Result } from '../src/protocol/result';
import { drawPicture } from './picture';

declare global {
  var modelCellsPicture: (result: Result) => Promise<string | undefined>;
}

globalThis.modelCellsPicture = drawPicture;

import type { Result } from '../src/protocol/result';
import { RunBoard } from './board';
import type { Renderer, RendererContext } from './context';
import { Outputs } from './outputs';
import { Session } from './session';
import { watchTheme } from './theme';

/** Called by VS Code once per notebook editor. */
export function activate(context: RendererContext): Renderer {
  const board = new RunBoard();
  const drawPicture = async (result: Result) => (await import('./picture')).drawPicture(result);
  // beside this file: webviews may read a renderer's own folder only
  const session = new Session(context, board, new URL('./worker.js', import.meta.url), drawPicture);
  const outputs = new Outputs(board, { theme: watchTheme(document), query: (request) => session.query(request) });
  return {
    renderOutputItem: (item, element) => outputs.render(item, element),
    disposeOutputItem: (id) => outputs.dispose(id),
  };
}

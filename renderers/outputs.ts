import type { RunBoard } from './board';
import type { OutputItem } from './context';
import { readSaved } from './saved';
import { OutputView } from './view/outputView';
import type { Services } from './view/resultView';

/** All outputs of this webview, by the id that VS Code gives them. */
export class Outputs {
  private readonly views = new Map<string, OutputView>();

  constructor(
    private readonly board: RunBoard,
    private readonly services: Services,
  ) {}

  /** Called for a new output and again, with the same element, for each change of it. */
  render(item: OutputItem, element: HTMLElement): void {
    let view = this.views.get(item.id);
    if (view?.host !== element) {
      view?.dispose();
      view = new OutputView(element, this.board, this.services);
      this.views.set(item.id, view);
    }
    view.show(readSaved(item.text()));
  }

  dispose(id?: string): void {
    for (const key of id === undefined ? [...this.views.keys()] : [id]) {
      this.views.get(key)?.dispose();
      this.views.delete(key);
    }
  }
}

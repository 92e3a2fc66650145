import type { RunBoard, RunState } from '../board';
import type { Saved } from '../saved';
import { el } from './dom';
import type { Part } from './dom';
import { keepKeys } from './keys';
import { ProgressView } from './progressView';
import { resultView } from './resultView';
import type { Services } from './resultView';
import { style } from './style';

/** A run that nobody reports on for so long is over, in milliseconds: the window closed before its end. */
const silence = 4000;

/** One output of a cell: keeps what it shows as long as it is right, so that nothing flickers when VS Code renders again. */
export class OutputView {
  private readonly root: HTMLElement;
  private part: Part | undefined;
  /** What is shown: `running:ID`, `result:ID` or a sentence. */
  private shown = '';
  private unsubscribe: (() => void) | undefined;
  private readonly unwatch: () => void;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly host: HTMLElement,
    private readonly board: RunBoard,
    private readonly services: Services,
  ) {
    const shadow = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
    this.root = el('div', { class: 'output', role: 'group', attributes: { 'aria-label': 'Model Cells result' } });
    shadow.replaceChildren(el('style', {}, style), this.root);
    keepKeys(this.root);
    this.themed();
    this.unwatch = services.theme.subscribe(() => this.themed());
  }

  show(saved: Saved): void {
    if (saved.kind === 'running') return this.showRun(saved.runId);
    this.unsubscribe?.();
    this.unsubscribe = undefined;
    if (saved.kind === 'result') {
      this.put(`result:${saved.result.runId}`, () => resultView(saved.result, this.services));
      this.board.delete(saved.result.runId);
    } else {
      this.put(`sentence:${saved.text}`, () => sentence(saved.text));
    }
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.unsubscribe?.();
    this.unwatch();
    this.part?.dispose?.();
    this.part = undefined;
    this.root.replaceChildren();
  }

  private showRun(runId: string): void {
    if (this.shown === `running:${runId}`) return;
    this.unsubscribe?.();
    this.unsubscribe = this.board.subscribe(runId, (state) => this.showState(runId, state));
    const state = this.board.get(runId);
    if (state) return this.showState(runId, state);
    this.put(`waiting:${runId}`, () => ({ element: el('div', { class: 'facts' }, 'Waiting for the run…') }));
    this.timer = setTimeout(
      () => this.put(`unfinished:${runId}`, () => sentence('This run did not finish; run the cell again.')),
      silence,
    );
  }

  private showState(runId: string, state: RunState): void {
    if (state.kind === 'finished') {
      this.put(`result:${runId}`, () => resultView(state.result, this.services));
    } else if (state.kind === 'failed') {
      this.put(`failed:${runId}`, () => sentence('This run failed.'));
    } else {
      this.put(`running:${runId}`, () => new ProgressView(this.services.theme));
      if (state.progress && this.part instanceof ProgressView) this.part.update(state.progress);
    }
  }

  /** Makes a part unless it is there already. */
  private put(key: string, make: () => Part): void {
    clearTimeout(this.timer);
    if (this.shown === key) return;
    this.part?.dispose?.();
    this.part = make();
    this.shown = key;
    this.root.replaceChildren(this.part.element);
  }

  private themed(): void {
    this.root.classList.toggle('contrast', this.services.theme.current.highContrast);
    this.root.classList.toggle('still', document.body.classList.contains('vscode-reduce-motion'));
  }
}

function sentence(text: string): Part {
  return { element: el('p', { class: 'facts', role: 'status' }, text) };
}

import type { Figure } from '../../src/protocol/figures';
import type { FigureCard } from '../view/figureCard';

/** An answer that comes sooner than this needs no sign of waiting, in milliseconds. */
const patience = 150;

export interface Question {
  figureOf(): Promise<Figure>;
  /** What could not be done, such as "The row could not be asked about". */
  failed: string;
  /** Brings the controls back to what is shown, where there was no answer. */
  undo?(): void;
}

/**
 * Asks for another figure as often as is wanted: one question at a time, and after its answer only the latest of those that
 * came meanwhile.
 */
export class Asking {
  private isBusy = false;
  private next: Question | undefined;

  constructor(private readonly card: FigureCard) {}

  async ask(question: Question): Promise<void> {
    this.next = question;
    if (this.isBusy) return;
    this.isBusy = true;
    const waiting = setTimeout(() => this.card.setBusy(true), patience);
    while (this.next) {
      const asked: Question = this.next;
      this.next = undefined;
      await this.answer(asked);
    }
    clearTimeout(waiting);
    this.card.setBusy(false);
    this.isBusy = false;
  }

  private async answer({ figureOf, failed, undo }: Question): Promise<void> {
    try {
      const figure = await figureOf();
      this.card.say(undefined);
      this.card.replace(figure);
    } catch (error) {
      this.card.say(`${failed}: ${error instanceof Error ? error.message : String(error)}`);
      // what is chosen by then is asked for next
      if (!this.next) undo?.();
    }
  }
}

import type { Figure } from '../../src/protocol/figures';
import type { FigureCard } from '../view/figureCard';

/** An answer that comes sooner than this needs no sign of waiting, in milliseconds. */
const patience = 150;

/**
 * Asks for another figure as often as is wanted: one question at a time, and after its answer only the latest of those that
 * came meanwhile.
 */
export class Asking {
  private isBusy = false;
  private next: (() => Promise<Figure>) | undefined;

  constructor(
    private readonly card: FigureCard,
    /** What could not be done, such as "The row could not be asked about". */
    private readonly failed: string,
  ) {}

  async ask(question: () => Promise<Figure>): Promise<void> {
    this.next = question;
    if (this.isBusy) return;
    this.isBusy = true;
    const waiting = setTimeout(() => this.card.setBusy(true), patience);
    while (this.next) {
      const asked: () => Promise<Figure> = this.next;
      this.next = undefined;
      await this.answer(asked);
    }
    clearTimeout(waiting);
    this.card.setBusy(false);
    this.isBusy = false;
  }

  private async answer(question: () => Promise<Figure>): Promise<void> {
    try {
      const figure = await question();
      this.card.say(undefined);
      this.card.replace(figure);
    } catch (error) {
      this.card.say(`${this.failed}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

import type { Figure } from '../../src/protocol/figures';
import type { QueryRequest } from '../../src/protocol/messages';
import type { Result } from '../../src/protocol/result';
import type { FigureCard } from '../view/figureCard';

/** What a control may use besides its figure. */
export interface ControlContext {
  /** The run that the figure belongs to. */
  result: Result;
  /** Asks the engine about the run. */
  query(request: Omit<QueryRequest, 'backend'>): Promise<Figure>;
}

/** Something that changes what a figure shows, or tells more of it. */
export interface Control {
  /** Stands at the head of the figure. */
  element?: HTMLElement;
  /** Called once, when the card of the figure is there. */
  attach(card: FigureCard): void;
}

/** Makes the control of a figure; undefined where there is nothing to choose. */
export type ControlOf<F extends Figure> = (figure: F, context: ControlContext) => Control | undefined;

import { autoPieces, mostTokens, mostUnread } from '../../../data/tokens';
import type { Parameter } from '../../../protocol/cards';

/** How a model that reads texts token by token divides them. */
export const piecesParameter: Parameter = {
  name: 'pieces',
  type: 'integer',
  min: 0,
  max: 2048,
  default: 'auto',
  words: [
    {
      value: 'auto',
      doc: `${autoPieces} where single characters would leave more than ${100 * mostUnread} % of the text unread, else 0`,
    },
  ],
  doc: `Frequent pieces of words that are read as one, beside single characters, at most (byte-pair encoding). It reads ${mostTokens} tokens of a text: with pieces further. 0: characters only.`,
};

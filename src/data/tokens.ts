/** How texts become numbers of tokens; plain JSON, kept with a trained model. */
export interface TokenEncoding {
  /** What each number stands for: a character, or a piece of a word. Joined one after another they give the text. */
  vocabulary: string[];
  /** Tokens of the longest text that is read; longer ones are cut. */
  length: number;
}

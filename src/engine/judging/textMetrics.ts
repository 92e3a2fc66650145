import type { Encoding } from '../../data/encoding';
import { rowOf } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import { noToken, sizesOf } from '../../data/tokens';
import type { Metrics } from '../../protocol/result';

/**
 * Of texts token by token: perplexity = exp(-sum log p(text) / tokens), and bits of each character = -sum log2 p(text) /
 * characters; the end of a text counts as one of either, where there was room for it. Nothing for other rows.
 *
 * x: [n, length], -1 after the end; logDensity: [n], of the way in which a text is divided into tokens
 */
export function textMetrics(
  { features }: Encoding,
  x: Matrix,
  logDensity: Float64Array,
): Pick<Metrics, 'perplexity' | 'bitsPerCharacter'> {
  const encoding = features[0]?.tokens;
  if (!encoding) return {};
  const sizes = sizesOf(encoding);
  let [tokens, characters] = [0, 0];
  for (let i = 0; i < x.rows; i++) {
    for (const token of rowOf(x, i)) {
      tokens++;
      characters += sizes[token] ?? 1;
      if (token === noToken) break;
    }
  }
  const nats = -logDensity.reduce((sum, value) => sum + value, 0);
  return { perplexity: Math.exp(nats / tokens), bitsPerCharacter: nats / Math.LN2 / characters };
}

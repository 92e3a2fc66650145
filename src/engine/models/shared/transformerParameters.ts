import { Problem } from '../../../data/problem';
import type { Parameter } from '../../../protocol/cards';
import type { Options } from '../../model';

/** Options of a transformer that reads from left to right. */
export const transformerParameters = sizeParameters(64, 2, 'those before it');

/** Options of every transformer. `others`: what a position looks at. */
export function sizeParameters(width: number, blocks: number, others: string): Parameter[] {
  return [
    {
      name: 'embedding_size',
      type: 'integer',
      min: 4,
      max: 512,
      default: width,
      doc: 'Numbers by which each position of a text is described; a multiple of heads.',
    },
    {
      name: 'heads',
      type: 'integer',
      min: 1,
      max: 16,
      default: 4,
      doc: `Ways at a time in which a position looks at ${others}.`,
    },
    {
      name: 'blocks',
      aliases: ['layers'],
      type: 'integer',
      min: 1,
      max: 12,
      default: blocks,
      doc: 'Blocks, one after the other.',
    },
  ];
}

/** The sizes that the options name. Throws a `Problem` where they do not go together. */
export function transformerSizes(options: Options): { width: number; heads: number; blocks: number } {
  const { embedding_size: width, heads, blocks } = options as { embedding_size: number; heads: number; blocks: number };
  if (width % heads !== 0)
    throw new Problem(
      'invalid-value',
      `invalid embedding_size: ${width}; expected a multiple of heads, which is ${heads}`,
      ['embedding_size'],
    );
  return { width, heads, blocks };
}

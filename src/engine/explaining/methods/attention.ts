import { matrix } from '../../../data/matrix';
import { wordSpans } from '../../../data/wordTokens';
import type { Span } from '../../../data/wordTokens';
import { percent } from '../../../data/words';
import { capabilitySentence } from '../../../protocol/capabilitySentence';
import { textAttribution } from '../../drawing/textAttribution';
import { textFeature } from '../askedText';
import type { ExplainMethod, Explanation, Subject } from '../explanation';

/** A model that reads a text word by word, and the share of its attention that each word got. */
interface Looked {
  subject: Subject;
  shares: Float64Array;
}

export const attention: ExplainMethod = {
  value: 'attention',
  doc: 'Of a text: where a transformer looked, by attention rollout. Where it looked is not yet what it concluded.',
  byDefault: ['row'],
  async explain(subjects, { asked, options, pause }): Promise<Explanation> {
    const able = subjects.filter(({ model }) => model.fitted.attention && textFeature(model)?.words);
    if (!asked) return { notes: ['Attention is of a row: name one by row or given.'] };
    if (able.length === 0) return options.methods === undefined ? {} : { notes: subjects.map(silence) };
    const text = String(asked.cells[textFeature(able[0]!.model)!.name] ?? '');
    const words = wordSpans(text);
    if (words.length === 0) return { notes: ['No attention: there is no word to look at.'] };
    const looked: Looked[] = [];
    for (const subject of able) {
      await pause();
      const { z } = subject.row!;
      looked.push({ subject, shares: (await subject.model.fitted.attention!(matrix(1, z.length, z))).data });
    }
    const number = asked.number ?? null;
    return {
      tables: [
        {
          name: 'attention',
          columns: ['model', 'row', 'position', 'word', 'share'],
          rows: looked.flatMap(({ subject: { model }, shares }) =>
            words.map(({ text: word }, i) => [model.name, number, i, word, shares[i] ?? 0]),
          ),
        },
      ],
      figures: [figureOf(looked, { text, pieces: words }, asked.words)],
    };
  },
};

function silence({ model }: Subject): string {
  return `No attention: ${capabilitySentence(model.card, ['Attention'], [])}.`;
}

function figureOf(looked: readonly Looked[], text: { text: string; pieces: Span[] }, row: string) {
  const told = looked.map(({ subject: { model }, shares }) => {
    const most = shares.reduce((best, share, i) => (share > shares[best]! ? i : best), 0);
    return `${model.name} gave “${text.pieces[most]!.text}” the most, ${percent(shares[most]!)}`;
  });
  return textAttribution(
    text,
    looked.map(({ subject: { model, row: asked }, shares }) => ({
      model: model.name,
      beside: model.facts.target.classes[asked!.predicted]!,
      // a word beyond the longest text that the model reads got none
      values: [text.pieces.map((_, i) => shares[i] ?? 0)],
    })),
    {
      title: `Where attention went in ${row}`,
      summary: `Attention rollout: ${told.join('; ')}. Where a model looked is not yet what it concluded.`,
      classes: [],
      shown: 0,
      measure: 'share of the attention',
    },
  );
}

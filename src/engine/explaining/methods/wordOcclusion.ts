import { matrix, rowOf } from '../../../data/matrix';
import type { Matrix } from '../../../data/matrix';
import { unknownPlace } from '../../../data/tokens';
import { wordSpans } from '../../../data/wordTokens';
import type { Span } from '../../../data/wordTokens';
import { percent } from '../../../data/words';
import { textAttribution } from '../../drawing/textAttribution';
import type { TextPanel } from '../../drawing/textAttribution';
import { softmaxRows } from '../../math/logSpace';
import { encodedRow } from '../askedRow';
import type { AskedRow } from '../askedRow';
import { askedText, textFeature, withoutPiece } from '../askedText';
import type { AskedText } from '../askedText';
import type { ExplainMethod, Explanation, ExplainSetting, Subject } from '../explanation';
import { scaleWords } from '../shap';
import { valueFunctions } from '../values';
import type { Scale } from '../values';

/** What is asked of one model: with the whole text, and without each piece of it. */
interface Found {
  subject: Subject;
  /** What each piece adds for each class: [pieces, K]. */
  added: Matrix;
  /** P(y | text without the piece): [pieces, K]. */
  without: Matrix;
  /** P(y | text): [K]. */
  whole: Float64Array;
}

export const wordOcclusion: ExplainMethod = {
  value: 'word-occlusion',
  doc: 'Of a text: each word is left out in turn (or an unknown one is read in its place, where their order is read); what the model then says less of a class, the word has said for it.',
  byDefault: ['row'],
  async explain(subjects, setting): Promise<Explanation> {
    const { asked, options, pause, progress } = setting;
    const named = options.methods !== undefined;
    if (!asked) return { notes: ['Words are left out of one text: name a row by row or given.'] };
    const readers = subjects.filter(({ model }) => textFeature(model));
    const text = askedText(
      readers.map(({ model }) => model),
      asked,
    );
    if (!text) return named ? { notes: ['No word is left out: the row has no text; name its column in text.'] } : {};
    const scale: Scale = options.scale === 'probability' ? 'probability' : 'log-odds';
    const found: Found[] = [];
    for (const subject of readers) {
      progress(`leaving words out for ${subject.model.name}`);
      await pause();
      found.push(await leftOut(subject, text, asked, scale));
    }
    return {
      tables: [tableOf(found, text, setting, scale)],
      figures: [figureOf(found, text, asked, scale)],
    };
  },
};

async function leftOut(subject: Subject, { column, text, pieces }: AskedText, asked: AskedRow, scale: Scale) {
  const { model, row } = subject;
  const x = matrix(pieces.length + 1, row!.z.length);
  pieces.forEach((piece, i) => rowOf(x, i).set(rowWithout(subject, { column, text, pieces }, piece, asked)));
  rowOf(x, pieces.length).set(row!.z);
  const logOdds = await valueFunctions['log-odds'](model)(x);
  const proba = softmaxRows(logOdds);
  const values = scale === 'probability' ? proba : logOdds;
  const added = matrix(pieces.length, values.columns);
  const all = rowOf(values, pieces.length);
  pieces.forEach((_, i) => rowOf(added, i).set(rowOf(values, i).map((value, k) => all[k]! - value)));
  return { subject, added, without: proba, whole: rowOf(proba, pieces.length) };
}

/**
 * The row without a piece of its text. A model that reads words in their order reads an unknown one in its place: all words
 * behind it would else stand elsewhere, and that would be what changes.
 */
function rowWithout({ model, row }: Subject, { column, text }: AskedText, piece: Span, asked: AskedRow): Float64Array {
  const { words, start } = textFeature(model)!;
  const inside = wordSpans(text)
    .slice(0, words?.length)
    .flatMap((span, i) => (span.start >= piece.start && span.end <= piece.end ? [i] : []));
  if (!words || inside.length === 0)
    return encodedRow(model, { ...asked, cells: { ...asked.cells, [column]: withoutPiece(text, piece) } });
  const z = row!.z.slice();
  for (const i of inside) z[start + i] = unknownPlace;
  return z;
}

function tableOf(found: readonly Found[], { pieces }: AskedText, { asked }: ExplainSetting, scale: Scale) {
  return {
    name: 'word-occlusion',
    columns: ['model', 'row', 'class', 'position', 'word', 'value', 'scale', 'probability', 'probabilityWithout'],
    rows: found.flatMap(({ subject: { model }, added, without, whole }) =>
      model.facts.target.classes.flatMap((label, k) =>
        pieces.map(({ text }, i) => [
          model.name,
          asked!.number ?? null,
          label,
          i,
          text,
          rowOf(added, i)[k]!,
          scale,
          whole[k]!,
          rowOf(without, i)[k]!,
        ]),
      ),
    ),
  };
}

function figureOf(found: readonly Found[], text: AskedText, { words }: AskedRow, scale: Scale) {
  const { subject } = found[0]!;
  const { classes } = subject.model.facts.target;
  const shown = subject.row!.predicted;
  const panels = found.map(({ subject: { model, row }, added, whole }): TextPanel => {
    const { predicted } = row!;
    return {
      model: model.name,
      beside: `${classes[predicted]}, ${percent(whole[predicted]!)}`,
      values: classes.map((_, k) => text.pieces.map((__, i) => rowOf(added, i)[k]!)),
    };
  });
  return textAttribution(text, panels, {
    title: `What the words of ${words} say`,
    summary: `For ${classes[shown]}, by what changes where a word is left out. ${found.map((each) => strongest(each, text, shown)).join('; ')}.`,
    classes,
    shown,
    measure: scaleWords[scale],
  });
}

function strongest({ subject, added }: Found, { pieces }: AskedText, shown: number): string {
  const sorted = pieces
    .map(({ text }, i) => ({ text, value: rowOf(added, i)[shown]! }))
    .sort((a, b) => b.value - a.value);
  const [first] = sorted;
  const last = sorted.at(-1)!;
  const pro = first!.value > 0 ? `“${first!.text}” speaks most for it` : 'nothing speaks for it';
  return `${subject.model.name}: ${pro}${last.value < 0 ? ` and “${last.text}” most against it` : ''}`;
}

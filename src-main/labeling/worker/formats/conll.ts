/**
 * @file CoNLL-2003: a token a line with its tag in the last column, an empty line after each sentence, `-DOCSTART-` before each
 * document. Tokens are joined by a space, but not next to a Chinese, Japanese or Korean character, which is a token by itself.
 */
import type { AnswerValue, Span } from '../../../../src-shared/labeling/tasks/values.ts';
import { attributesHeld, fitWith, isEmptied } from './fit.ts';
import type { FormatAdapter, Note } from './format.ts';
import { readConll } from './conll-read.ts';
import { DOCUMENT, Document, TOKENS } from './conll-text.ts';
import type { AnnotatedSet, Piece } from './set.ts';

export const conll: FormatAdapter = {
  holds: { listsClasses: false, parents: false, options: [] },
  read: readConll,
  fitting: (_schema, note) => {
    let number = 0;
    const fit = fitWith({ texts: true }, note, (value) => value);
    return (item) => {
      const own = fit({ ...item, text: item.text ?? '' });
      const value = own?.answers[0]?.value;
      if (!own || !value || !('spans' in value)) return null;
      const fitted = fitSpans(own.text!, value, note);
      if (isEmptied(value, fitted.value)) {
        note('emptied');
        return null;
      }
      const name = String(++number);
      if (name !== item.name) note('itemNames');
      if (fitted.text !== item.text) note('texts');
      return { ...own, name, text: fitted.text, answers: [{ ...own.answers[0]!, value: fitted.value }] };
    };
  },
  write: writeConll,
};

type SpansValue = Extract<AnswerValue, { spans: unknown }>;

function fitSpans(text: string, value: SpansValue, note: Note): { text: string; value: SpansValue } {
  if (value.relations.length > 0) note('relations', value.relations.length);
  const spans = withoutOverlaps(value.spans, note)
    .flatMap((one) => linesOfSpan(one, text, note))
    .map((one) => named(attributesHeld(one, note), note));
  const document = new Document();
  const moved = new Map<Span, { start: number; end: number }>();
  for (const { tokens } of sentencesOf(text, spans)) {
    document.sentence();
    for (const { token, of } of tokens) {
      const [start, end] = document.add(token);
      if (of) moved.set(of, { start: moved.get(of)?.start ?? start, end });
    }
  }
  const kept = spans.map((one) => ({ ...one, ...moved.get(one)! }));
  return { text: document.text, value: { spans: kept, relations: [] } };
}

/** A span in each line that it covers, without white space around it: a sentence ends every span. */
function linesOfSpan(one: Span, text: string, note: Note): Span[] {
  const pieces: Span[] = [];
  let start = one.start;
  const covered = text.slice(one.start, one.end);
  for (const line of covered.split('\n')) {
    const seen = line.trim();
    const from = start + line.indexOf(seen);
    if (seen !== '') pieces.push({ ...one, start: from, end: from + seen.length });
    start += line.length + 1;
  }
  if (pieces.length === 0) note('blankSpans');
  else if (pieces.length > 1) note('lineSpans');
  else if (covered.trim() !== covered) note('trimmedSpans');
  return pieces.map((piece, i) => (i === 0 ? piece : { ...piece, id: `${one.id}.${i + 1}`.slice(-40) }));
}

/** Tags are cut at white space. */
function named(one: Span, note: Note): Span {
  const label = one.label.replace(/\s+/g, '_');
  if (label !== one.label) note('names');
  return { ...one, label };
}

/** By their places; of those that share characters the first, and of those that begin together the longest. */
function withoutOverlaps(spans: readonly Span[], note: Note): Span[] {
  let end = 0;
  return spans
    .toSorted((a, b) => a.start - b.start || b.end - a.end)
    .filter((one) => {
      if (one.start < end) {
        note('overlaps');
        return false;
      }
      end = one.end;
      return true;
    });
}

interface Token {
  readonly token: string;
  readonly of: Span | null;
}

/** Lines of a text as tokens, which end where spans do. @param spans in order, apart */
function* sentencesOf(text: string, spans: readonly Span[]): Generator<{ readonly tokens: Token[] }> {
  let next = 0;
  let at = 0;
  for (const line of text.split('\n')) {
    const tokens: Token[] = [];
    const end = at + line.length;
    while (at < end) {
      while (next < spans.length && spans[next]!.end <= at) next++;
      const one = spans[next];
      const inside = one !== undefined && one.start <= at;
      const stop = Math.min(end, inside ? one.end : (one?.start ?? end));
      for (const [token] of text.slice(at, stop).matchAll(TOKENS))
        tokens.push(...notDocument({ token, of: inside ? one : null }));
      at = stop;
    }
    at = end + 1;
    if (tokens.length > 0) yield { tokens };
  }
}

const notDocument = ({ token, of }: Token): Token[] =>
  token === DOCUMENT
    ? [
        { token: '-', of },
        { token: 'DOCSTART-', of },
      ]
    : [{ token, of }];

async function* writeConll(set: AnnotatedSet): AsyncGenerator<Piece> {
  yield { file: 'annotations.conll', text: '' };
  for await (const { text, answers } of set.items) {
    const value = answers[0]?.value;
    if (!value || !('spans' in value)) continue;
    const lines = [`${DOCUMENT} -X- -X- O\n\n`];
    for (const { tokens } of sentencesOf(text ?? '', value.spans)) {
      let before: Span | null = null;
      for (const { token, of } of tokens) {
        lines.push(`${token} ${of ? `${of === before ? 'I' : 'B'}-${of.label}` : 'O'}\n`);
        before = of;
      }
      lines.push('\n');
    }
    yield { file: 'annotations.conll', text: lines.join('') };
  }
}

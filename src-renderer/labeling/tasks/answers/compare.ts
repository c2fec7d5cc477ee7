/** @file Where several people's answers to one item differ: of each span and region, how many others have it, too. Pure. */
import { matchedRegions } from '../../../../src-shared/labeling/agreement/parts.ts';
import { keyOfSpan, SAME_REGION } from '../../../../src-shared/labeling/resolution/parts.ts';
import type { Dispute } from '../../../../src-shared/labeling/tasks/contract.ts';
import type { AnswerValue, Region, Span } from '../../../../src-shared/labeling/tasks/values.ts';

export interface ComparedPart<Part> {
  readonly part: Part;
  /** Other answers that have it. */
  readonly others: number;
  /** How far those cover it at least, from 0 to 1. */
  readonly overlap: number;
  /** Whether all other answers have it, and say the same of it. */
  readonly isShared: boolean;
}

type Answers = readonly Pick<Dispute['answers'][number], 'value'>[];

/** What each answer marks in a text, in its order; the same span begins and ends at the same places and has the same class. */
export function comparedSpans(answers: Answers): readonly (readonly ComparedPart<Span>[])[] {
  // The workbench read them as answers of a task of spans.
  const all = answers.map(({ value }) => (value as AnswerValue<'spans'>).spans);
  return compared(all, (own, others) => {
    const known = new Map(others.map((span) => [keyOfSpan(span), span]));
    return own.map((span) => ({ same: known.get(keyOfSpan(span)), overlap: 1 }));
  });
}

/** What each answer marks on an image; the same region has the same class and shape and covers it by half. */
export function comparedRegions(answers: Answers): readonly (readonly ComparedPart<Region>[])[] {
  const all = answers.map(({ value }) => (value as AnswerValue<'regions'>).regions);
  return compared(all, (own, others) => {
    const matches = matchedRegions(own, others).filter(({ overlap }) => overlap >= SAME_REGION);
    const byPlace = new Map(matches.map((match) => [match.i, match]));
    return own.map((_, i) => {
      const match = byPlace.get(i);
      return { same: match && others[match.j], overlap: match?.overlap ?? 0 };
    });
  });
}

export interface ComparedRelation {
  readonly from: Span;
  readonly label: string;
  readonly to: Span;
  /** Other answers that relate the same two spans so. */
  readonly others: number;
  readonly isShared: boolean;
}

/** What each answer relates; ends are the same by what they mark, whatever their ids. */
export function comparedRelations(answers: Answers): readonly (readonly ComparedRelation[])[] {
  const all = answers.map(({ value }) => {
    const { spans, relations } = value as AnswerValue<'spans'>;
    const byId = new Map(spans.map((span) => [span.id, span]));
    return relations.flatMap(({ from, to, label }) => {
      const ends = { from: byId.get(from), to: byId.get(to) };
      if (!ends.from || !ends.to) return [];
      const key = `${keyOfSpan(ends.from)} ${label} ${keyOfSpan(ends.to)}`;
      return [{ from: ends.from, to: ends.to, label, key }];
    });
  });
  const keys = all.map((own) => new Set(own.map(({ key }) => key)));
  return all.map((own, at) =>
    own.map(({ key, ...relation }) => {
      const others = keys.filter((each, other) => other !== at && each.has(key)).length;
      return { ...relation, others, isShared: others === answers.length - 1 };
    }),
  );
}

interface Found<Part> {
  readonly same: Part | undefined;
  readonly overlap: number;
}

/** @param find for each part of an answer the same one in another answer */
function compared<Part extends Pick<Span, 'attributes'>>(
  answers: readonly (readonly Part[])[],
  find: (own: readonly Part[], others: readonly Part[]) => readonly Found<Part>[],
): readonly (readonly ComparedPart<Part>[])[] {
  return answers.map((own, at) => {
    const founds = answers.filter((_, other) => other !== at).map((others) => find(own, others));
    return own.map((part, i) => {
      const found = founds.map((each) => each[i]!).filter(({ same }) => same !== undefined);
      const overlap = Math.min(1, ...found.map((each) => each.overlap));
      const saysSame = found.every(({ same }) => attributesIn(same!) === attributesIn(part));
      const isShared = found.length === founds.length && saysSame;
      return { part, others: found.length, overlap, isShared };
    });
  });
}

/** `pose: standing, hidden: true`, in the order of the names. */
export const attributesIn = ({ attributes }: Pick<Span, 'attributes'>): string =>
  Object.entries(attributes)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}: ${value}`)
    .join(', ');

/** Parts as they are listed: those that not everybody has come first. */
export const differingFirst = <Part>(parts: readonly ComparedPart<Part>[]): readonly ComparedPart<Part>[] =>
  parts.toSorted((a, b) => Number(a.isShared) - Number(b.isShared));

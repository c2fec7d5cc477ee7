/** @file A text cut where spans begin and end, so that spans may overlap. */

export interface TextSpan {
  readonly start: number;
  readonly end: number;
  readonly label: string;
}

export interface Stretch {
  /** Where it begins, in UTF-16 units. */
  readonly start: number;
  readonly part: string;
  /** The spans that cover it, the first to begin first. */
  readonly marks: readonly TextSpan[];
}

/** The stretches of a text in order, none of them empty; joined they are the text. */
export function stretchesOf(text: string, spans: readonly TextSpan[]): readonly Stretch[] {
  const edges = new Set([0, text.length, ...spans.flatMap(({ start, end }) => [start, end])]);
  const places = [...edges].filter((at) => at >= 0 && at <= text.length).sort((a, b) => a - b);
  const ordered = spans.toSorted((a, b) => a.start - b.start || b.end - a.end);
  return places.slice(0, -1).map((start, at) => {
    const end = places[at + 1]!;
    return {
      start,
      part: text.slice(start, end),
      marks: ordered.filter((span) => span.start <= start && span.end >= end),
    };
  });
}

/** @file What is drawn over an image: boxes, masks, and the list of their classes. */
import { stretches, type Runs } from '../../src-shared/labeling/geometry/runs.ts';

export interface ImageBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly label: string;
  /** Of a prediction. */
  readonly score?: number;
}

/** Run lengths by columns. */
export interface ImageMask extends Runs {
  readonly label: string;
}

/** A path of SVG that covers the pixels of a mask: an upright bar for each run within a column. */
export function maskPath(runs: Runs): string {
  const bars: string[] = [];
  for (const [from, to] of stretches(runs))
    for (let at = from; at < to;) {
      const [column, row] = [Math.floor(at / runs.height), at % runs.height];
      const length = Math.min(to - at, runs.height - row);
      bars.push(`M${column} ${row}h1v${length}h-1z`);
      at += length;
    }
  return bars.join('');
}

/** As many as people read through. */
const MOST_LISTED = 100;

/** The surest first; those without a score last. */
export function bestFirst<One extends { readonly score?: number }>(boxes: readonly One[]): readonly One[] {
  return boxes.toSorted((a, b) => (b.score ?? -1) - (a.score ?? -1)).slice(0, MOST_LISTED);
}

export interface NamedPart {
  readonly label: string;
  readonly count: number;
  /** The highest score; undefined where they have none. */
  readonly best: number | undefined;
}

/** Each class that some part has, in the order of the classes. */
export function namedParts(
  parts: readonly { readonly label: string; readonly score?: number }[],
  labels: readonly string[],
): readonly NamedPart[] {
  const named = Map.groupBy(parts, ({ label }) => label);
  const order = [...labels, ...[...named.keys()].filter((label) => !labels.includes(label))];
  return order.flatMap((label) => {
    const own = named.get(label);
    if (!own) return [];
    const scores = own.flatMap(({ score }) => (score === undefined ? [] : [score]));
    return [{ label, count: own.length, best: scores.length > 0 ? Math.max(...scores) : undefined }];
  });
}

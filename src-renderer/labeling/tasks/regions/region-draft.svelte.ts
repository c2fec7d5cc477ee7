/** @file What regions of a new task can be, while someone fills it in. */
import { SHAPES, type Shape } from '../../../../src-shared/labeling/tasks/kinds.ts';
import type { SchemaOptions, Skeleton } from '../../../../src-shared/labeling/tasks/schema.ts';
import type { RegionWords } from './names.ts';

/** Names in a line, however they are parted; one that is there already is left out. */
export const namesIn = (text: string): string[] =>
  text
    .split(/[,，、;；\n]/)
    .map((each) => each.trim())
    .filter((name, i, all) => name !== '' && all.indexOf(name) === i);

export class RegionDraft {
  shapes = $state.raw<readonly Shape[]>(['box']);
  points = $state('');
  /** Pairs of keypoints, e.g. “head – hand, hand – foot”. */
  edges = $state('');

  constructor(options?: SchemaOptions) {
    if (!options) return;
    const { shapes, skeleton } = options;
    this.shapes = shapes;
    this.points = skeleton?.points.join(', ') ?? '';
    this.edges =
      skeleton?.edges.map((pair) => pair.map((i) => skeleton.points[i]).join(' – ')).join(', ') ?? '';
  }

  get hasPoints(): boolean {
    return this.shapes.includes('keypoints');
  }

  toggle(shape: Shape): void {
    const on = this.shapes.includes(shape);
    this.shapes = SHAPES.filter((each) => (each === shape ? !on : this.shapes.includes(each)));
  }

  /** What is wrong, in words; undefined when the task can be made. */
  problem(words: RegionWords['fields']): string | undefined {
    if (this.shapes.length === 0) return words.noShape;
    if (this.hasPoints && namesIn(this.points).length === 0) return words.noPoints;
    const bad = this.hasPoints ? this.#badEdge() : undefined;
    return bad === undefined ? undefined : words.badLine(bad);
  }

  options(): Pick<SchemaOptions, 'shapes' | 'skeleton'> {
    return { shapes: [...this.shapes], skeleton: this.hasPoints ? this.#skeleton() : null };
  }

  #skeleton(): Skeleton {
    const points = namesIn(this.points);
    const place = (name: string): number => points.indexOf(name);
    return { points, edges: this.#pairs().map(([from, to]) => [place(from), place(to)]) };
  }

  #pairs(): [from: string, to: string][] {
    return namesIn(this.edges).map((pair) => {
      const [from = '', to = ''] = pair.split(/\s+-\s+|\s*[–—]\s*/);
      return [from, to];
    });
  }

  #badEdge(): string | undefined {
    const points = namesIn(this.points);
    const bad = this.#pairs().findIndex((pair) => pair.some((name) => !points.includes(name)));
    return bad === -1 ? undefined : namesIn(this.edges)[bad];
  }
}

/** @file What answers need of a label schema beside its classes: shapes, attributes, relations, a scale. */
import type { Shape } from '../../../../src-shared/labeling/tasks/kinds.ts';
import { SchemaOptions, type LabelAttribute } from '../../../../src-shared/labeling/tasks/schema.ts';
import type { AnswerValue } from '../../../../src-shared/labeling/tasks/values.ts';

const MOST_ATTRIBUTES = 50;
const MOST_RELATIONS = 100;
const TYPES: Readonly<Record<string, LabelAttribute['type']>> = {
  boolean: 'flag',
  number: 'number',
  string: 'text',
};

/** Looks at answers one after another. */
export class NeededSchema {
  readonly #shapes = new Set<Shape>();
  readonly #attributes = new Map<string, LabelAttribute['type']>();
  readonly #relations = new Set<string>();
  #lowest = Infinity;
  #highest = -Infinity;
  #longest = 0;
  /** Of a body. */
  #points = 0;

  look(value: AnswerValue): void {
    if ('regions' in value)
      for (const region of value.regions) {
        this.#shapes.add(region.shape);
        if (region.shape === 'keypoints') this.#points = Math.max(this.#points, region.points.length);
        this.#lookAtAttributes(region.attributes);
      }
    if ('spans' in value) {
      for (const span of value.spans) this.#lookAtAttributes(span.attributes);
      for (const { label } of value.relations) this.#relations.add(label);
    }
    if ('rating' in value) {
      this.#lowest = Math.min(this.#lowest, value.rating);
      this.#highest = Math.max(this.#highest, value.rating);
    }
    if ('text' in value) this.#longest = Math.max(this.#longest, [...value.text].length);
  }

  #lookAtAttributes(attributes: Readonly<Record<string, unknown>>): void {
    for (const [name, value] of Object.entries(attributes))
      if (!this.#attributes.has(name)) this.#attributes.set(name, TYPES[typeof value] ?? 'text');
  }

  /** A schema with what is needed added. @param file the settings that the file itself says */
  added(to: SchemaOptions, file: SchemaOptions): SchemaOptions {
    const known = new Set([...to.attributes, ...file.attributes].map(({ name }) => name));
    const others = [...this.#attributes].filter(([name]) => !known.has(name));
    const own = new Set(to.attributes.map(({ name }) => name));
    const attributes = [
      ...to.attributes,
      ...file.attributes.filter(({ name }) => !own.has(name)),
      ...others.map(([name, type]) => ({ name, type, choices: [], required: false, classes: [] })),
    ];
    const relations = [...new Set([...to.relations, ...file.relations, ...this.#relations])];
    return SchemaOptions.parse({
      ...to,
      attributes: attributes.slice(0, MOST_ATTRIBUTES),
      relations: relations.slice(0, MOST_RELATIONS),
      skeleton: to.skeleton ?? file.skeleton ?? skeletonOf(this.#points),
      shapes: [...new Set([...to.shapes, ...this.#shapes])],
      scale: {
        ...to.scale,
        from: Math.min(to.scale.from, this.#lowest),
        to: Math.max(to.scale.to, this.#highest),
      },
      longest: Math.max(to.longest, this.#longest),
    });
  }

  /** A schema of its own: what the file says, and what is needed. */
  alone(file: SchemaOptions): SchemaOptions {
    const shapes = this.#shapes.size > 0 ? [...this.#shapes] : file.shapes;
    return this.added({ ...file, shapes }, file);
  }
}

/** Of a file that has points without their names. */
const skeletonOf = (points: number): SchemaOptions['skeleton'] =>
  points === 0 ? null : { points: Array.from({ length: points }, (_, i) => `point ${i + 1}`), edges: [] };

/** @file Takes the answers of items whose samples are known: with the classes of the schema, and as the schema wants them. */
import type { ClassMapping } from '../../../../src-shared/labeling/exchange/contract.ts';
import { canonicalClass } from '../../../../src-shared/labeling/class-name.ts';
import { checkAnswer, type KnownClass } from '../../../../src-shared/labeling/tasks/check.ts';
import type { TaskKind } from '../../../../src-shared/labeling/tasks/kinds.ts';
import type { SchemaOptions } from '../../../../src-shared/labeling/tasks/schema.ts';
import type { AnswerValue } from '../../../../src-shared/labeling/tasks/values.ts';
import { AppError, type WireError } from '../../../../src-shared/platform/errors.ts';
import { labelsOf } from '../formats/index.ts';
import type { MatchedItem } from '../formats/match.ts';
import { shown } from '../formats/report.ts';
import type { ItemAnswer, ReadSet } from '../formats/set.ts';
import { withClasses } from './mapped-classes.ts';

const MOST_CLASSES = 500;
const MOST_LISTED = 20;
const LONGEST_AUTHOR = 200;
const LONGEST_COMMENT = 4000;
/** Control characters, and those that turn the line around: no name needs them. */
// eslint-disable-next-line no-control-regex -- these are what is taken out
const TURNING = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

export interface KnownSchema {
  readonly classes: readonly KnownClass[];
  readonly options: SchemaOptions;
}

/** An answer on its way to the workbench. */
export interface StagedAnswer {
  readonly position: number;
  /** JSON with classes by their names; null for a skipped item. */
  readonly value: string | null;
  readonly author: string | null;
  readonly at: string | null;
  readonly comment: string | null;
}

interface Taking {
  readonly kind: TaskKind;
  readonly mapping: ClassMapping;
}

export class AnswerIntake {
  taken = 0;
  refusedCount = 0;
  /** Items of the file with a text of their own, whether samples have it or not. */
  texts = 0;
  readonly refused: { name: string; problem: WireError }[] = [];
  /** How many answers name each class, as the file calls it. */
  readonly named = new Map<string, number>();
  readonly #schema: KnownSchema;
  readonly #taking: Taking;
  readonly #names: Set<string>;
  #classes: readonly KnownClass[];

  constructor(schema: KnownSchema, taking: Taking) {
    this.#schema = schema;
    this.#taking = taking;
    this.#classes = schema.classes;
    this.#names = new Set(schema.classes.map(({ name }) => canonicalClass(name)));
  }

  /** The set, whose texts are counted on the way. */
  watched(set: ReadSet): ReadSet {
    const count = (): void => void this.texts++;
    async function* items(): ReadSet['items'] & AsyncGenerator {
      for await (const item of set.items) {
        if (item.text !== null && item.text !== '') count();
        yield item;
      }
    }
    return { schema: set.schema, items: items() };
  }

  /** @throws AppError `labeling.tooManyClasses` */
  answersOf({ position, item }: MatchedItem): StagedAnswer[] {
    return item.answers.flatMap((answer) => {
      const { name, text } = item;
      for (const label of new Set(labelsOf(answer.value)))
        this.named.set(label, (this.named.get(label) ?? 0) + 1);
      const value = answer.value && withClasses(answer.value, this.#taking.mapping);
      if (answer.value && value === null) return [];
      const checked = value && this.#checked(value, { name, text });
      if (value && checked === null) return [];
      this.taken++;
      return [{ position, value: checked && JSON.stringify(checked), ...besides(answer) }];
    });
  }

  #checked(value: AnswerValue, { name, text }: { name: string; text: string | null }): AnswerValue | null {
    this.#learn(value);
    const { kind } = this.#taking;
    try {
      const { options } = this.#schema;
      return checkAnswer(value, {
        kind,
        options,
        classes: this.#classes,
        text: kind === 'spans' ? text : null,
      });
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw thrown;
      this.refusedCount++;
      const { key, parameters } = thrown;
      if (this.refused.length < MOST_LISTED)
        this.refused.push({ name: shown(name), problem: { key, parameters } });
      return null;
    }
  }

  /** A class that the schema does not have will be one of it. */
  #learn(value: AnswerValue): void {
    for (const label of labelsOf(value)) {
      const canonical = canonicalClass(label);
      if (this.#names.has(canonical)) continue;
      if (this.#names.size >= MOST_CLASSES) {
        const examples = [...this.#names].slice(0, 5).join(', ');
        throw new AppError('labeling.tooManyClasses', { most: MOST_CLASSES, examples });
      }
      this.#names.add(canonical);
      this.#classes = [...this.#classes, { name: canonical, hasChildren: false }];
    }
  }
}

function besides({ author, at, comment }: ItemAnswer): Pick<StagedAnswer, 'author' | 'at' | 'comment'> {
  const instant = at === null ? Number.NaN : Date.parse(at);
  return {
    author: author?.replace(TURNING, '').trim().slice(0, LONGEST_AUTHOR) || null,
    at: Number.isNaN(instant) ? null : new Date(instant).toISOString(),
    comment: comment?.trim().slice(0, LONGEST_COMMENT) || null,
  };
}

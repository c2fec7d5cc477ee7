/** @file Answers as numbers of classes, for what learns from them: where an answer is one of several. */
import { HELP_TABLE } from '../../../src-shared/labeling/help/kinds.ts';
import type { RankedOrder } from '../../../src-shared/labeling/help/values.ts';
import { keyOfAnswer } from '../../../src-shared/labeling/resolution/resolve.ts';
import { TASK_KIND_TABLE, type TaskKind } from '../../../src-shared/labeling/tasks/kinds.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import { inSchema } from '../classes.ts';
import type { Content } from '../fold.ts';
import type { Queries } from '../queries.ts';
import { valueOf } from '../resolved.ts';
import type { Task } from '../tasks.ts';
import { tellValue } from '../told.ts';

export class AnswerClasses {
  /** By number. */
  readonly contents: Content[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #kind: TaskKind;

  /** Those of the schema come first, in its order. */
  constructor(queries: Queries, { id, kind }: Pick<Task, 'id' | 'kind'>) {
    this.#kind = kind;
    if (TASK_KIND_TABLE[kind].hasClasses)
      for (const { id: label } of inSchema(queries.classes.all(id))) this.numberOf(label);
  }

  /** The number of an answer; one that nobody gave before gets the next. */
  numberOf(content: Content): number {
    const key = keyOfAnswer(this.#kind, valueOf(content));
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.contents.length);
    return this.contents.push(content) - 1;
  }

  /** As they are shown: `spam`, `4`, `first`. */
  names(queries: Queries, task: Pick<Task, 'kind'>): string[] {
    return this.contents.map((content) => String(Object.values(tellValue(queries, task, content))[0]));
  }
}

/** Whether an answer is one of several, which the fast classifier learns. */
export const isLearnable = (kind: TaskKind): boolean => HELP_TABLE[kind].suggestedBy === 'classes';

/** @throws AppError `labeling.helpUnfit` where a queue cannot be in this order */
export function requireOrder({ kind }: Pick<Task, 'kind'>, order: RankedOrder): void {
  if (!HELP_TABLE[kind].orders.includes(order)) throw new AppError('labeling.helpUnfit', { kind });
}

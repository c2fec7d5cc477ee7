/**
 * @file What a person can take back and give again, gesture by gesture: each change to an answer that is being made, each
 * answer given, of one item or of many at once. What was given in other windows and on other days stands before it.
 */
import type { Answer, Client, GivenAnswer } from '../../../src-shared/contract.ts';
import type { TaskValue } from '../../../src-shared/labeling/tasks/values.ts';
import type { ItemState } from '../answers.ts';

/** A change to what is said of an item before it is saved; undefined is what was saved of it. */
export interface Edit {
  readonly kind: 'edit';
  readonly item: string;
  readonly position: number;
  readonly before: TaskValue | undefined;
  readonly after: TaskValue | undefined;
  /** Changes in a row with one name are one step, e.g. the letters of a text. */
  readonly gesture?: string | undefined;
}

export interface TaskGiven {
  readonly operation: string;
  readonly item: string;
  readonly position: number;
  readonly type: Answer['type'];
  readonly before: ItemState;
  readonly after: ItemState;
  /** What was being made when it was given: an undo brings it back. */
  readonly draft?: TaskValue | undefined;
  /** What was given at once names the same. */
  readonly gesture?: string | undefined;
}

/** Answers that were given by one gesture. */
export interface Answers {
  readonly kind: 'answers';
  readonly given: readonly TaskGiven[];
}

export type StepTaken = Edit | Answers;

/** Sends the event that takes back `operation`. @returns the id of that event */
export type TakeBack = (operation: string, given: TaskGiven) => string;

interface Undone {
  readonly step: StepTaken;
  /** Of answers: the undos that took them back, in their order. */
  readonly undos: readonly string[];
}

type Kept = Awaited<ReturnType<Client['labeling']['given']>>;

const MOST = 10_000;

export class Steps {
  #done = $state.raw<readonly StepTaken[]>([]);
  #undone = $state.raw<readonly Undone[]>([]);

  get canUndo(): boolean {
    return this.#done.length > 0;
  }

  get canRedo(): boolean {
    return this.#undone.length > 0;
  }

  /** The last answer that stands and says something, whatever item it is of. */
  get lastValue(): TaskValue | undefined {
    for (const step of this.#done.toReversed()) {
      const given =
        step.kind === 'answers'
          ? step.given.findLast(({ type }) => type === 'value' || type === 'label')
          : undefined;
      if (given)
        return given.after.labelValue ?? (given.after.label ? { label: given.after.label } : undefined);
    }
    return undefined;
  }

  edit(edit: Edit): void {
    const last = this.#done.at(-1);
    const goesOn =
      last?.kind === 'edit' &&
      edit.gesture !== undefined &&
      last.gesture === edit.gesture &&
      last.item === edit.item;
    this.#done = goesOn
      ? [...this.#done.slice(0, -1), { ...edit, before: last.before }]
      : [...this.#done, edit].slice(-MOST);
    this.#undone = [];
  }

  give(given: readonly TaskGiven[]): void {
    this.#done = [...this.#done, { kind: 'answers' as const, given }].slice(-MOST);
    this.#undone = [];
  }

  /** Puts what the workbench kept before what was done here meanwhile. */
  remember(kept: Kept): void {
    const here = this.#done.flatMap((step) => (step.kind === 'answers' ? step.given : []));
    const known = here.map(({ operation }) => operation);
    const earlier = together(kept.given.filter(({ operation }) => !known.includes(operation)));
    if (this.#done.length === 0 && this.#undone.length === 0) this.#undone = undoneTogether(kept.undone);
    this.#done = [...earlier, ...this.#done];
  }

  undo(takeBack: TakeBack): StepTaken | undefined {
    const step = this.#done.at(-1);
    if (step === undefined) return undefined;
    this.#done = this.#done.slice(0, -1);
    const undos = step.kind === 'answers' ? step.given.map((given) => takeBack(given.operation, given)) : [];
    this.#undone = [...this.#undone, { step, undos }];
    return step;
  }

  redo(takeBack: TakeBack): StepTaken | undefined {
    const last = this.#undone.at(-1);
    if (last === undefined) return undefined;
    const { step, undos } = last;
    this.#undone = this.#undone.slice(0, -1);
    if (step.kind === 'answers') step.given.forEach((given, i) => takeBack(undos[i]!, given));
    this.#done = [...this.#done, step];
    return step;
  }

  /** Drops an answer the workbench refused. @returns it when it stood */
  forget(operation: string): TaskGiven | undefined {
    const all = this.#done.flatMap((step) => (step.kind === 'answers' ? step.given : []));
    const refused = all.find((given) => given.operation === operation);
    const without = (step: StepTaken): StepTaken =>
      step.kind === 'edit'
        ? step
        : { ...step, given: step.given.filter((given) => given.operation !== operation) };
    const isLeft = (step: StepTaken): boolean => step.kind === 'edit' || step.given.length > 0;
    this.#done = this.#done.map(without).filter(isLeft);
    this.#undone = this.#undone.filter(
      ({ step }) => step.kind === 'edit' || !step.given.some((given) => given.operation === operation),
    );
    return refused;
  }
}

const asTaskGiven = ({ sample, ...given }: GivenAnswer): TaskGiven => ({ ...given, item: sample });

/** Answers in their order as steps: those that one gesture gave are one. */
function together(answers: readonly GivenAnswer[]): readonly Answers[] {
  return runsOf(answers, ({ gesture }) => gesture).map((run) => ({
    kind: 'answers',
    given: run.map(asTaskGiven),
  }));
}

/** The last can be given again first; within a gesture answers stand in the order in which they were given. */
function undoneTogether(undone: Kept['undone']): readonly Undone[] {
  return runsOf(undone, ({ given }) => given.gesture).map((run) => ({
    step: { kind: 'answers', given: run.map(({ given }) => asTaskGiven(given)) },
    undos: run.map(({ undo }) => undo),
  }));
}

/** Cuts a list where what is beside each other does not name the same gesture. */
function runsOf<One>(list: readonly One[], gestureOf: (one: One) => string | undefined): readonly One[][] {
  const runs: One[][] = [];
  let before: string | undefined;
  for (const one of list) {
    const gesture = gestureOf(one);
    if (gesture !== undefined && gesture === before) runs.at(-1)!.push(one);
    else runs.push([one]);
    before = gesture;
  }
  return runs;
}

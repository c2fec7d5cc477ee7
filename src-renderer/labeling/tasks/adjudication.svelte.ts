/** @file What an adjudicator does with items in dispute: answers taken, or made and given; each step can be taken back. */
import { SvelteMap } from 'svelte/reactivity';
import type { Answer, Client } from '../../../src-shared/contract.ts';
import type { TaskValue } from '../../../src-shared/labeling/tasks/values.ts';
import { Steps, type StepTaken, type TakeBack, type TaskGiven } from './steps.svelte.ts';

/** An item, and where it lies in its data. */
export interface ItemPlace {
  readonly sample: string;
  readonly position: number;
}

export interface AdjudicationParts {
  readonly client: { readonly labeling: Pick<Client['labeling'], 'annotate' | 'given'> };
  readonly task: string;
}

const WITHOUT = { label: null, labeledBy: null, skipped: false, flagged: false, note: null } as const;

export class Adjudication {
  readonly #parts: AdjudicationParts;
  readonly #steps = new Steps();
  /** Answers that are being made. */
  readonly #drafts = new SvelteMap<string, TaskValue>();
  /** The item that a step led to; undefined for the first one in dispute. */
  at = $state.raw<ItemPlace>();
  /** The id of the item that an answer is made of. */
  making = $state<string>();
  /** One thing after the other, so that each undo finds what the one before it left. */
  #turn: Promise<void> = Promise.resolve();

  constructor(parts: AdjudicationParts) {
    this.#parts = parts;
  }

  get canUndo(): boolean {
    return this.#steps.canUndo;
  }

  get canRedo(): boolean {
    return this.#steps.canRedo;
  }

  /** What is being said of an item. */
  draftOf(sample: string): TaskValue | undefined {
    return this.#drafts.get(sample);
  }

  /** Reads what this person decided before the page opened. */
  open(): Promise<void> {
    return this.#inTurn(async () => {
      const { given, undone } = await this.#parts.client.labeling.given({ task: this.#parts.task });
      const mine = ({ type }: { type: Answer['type'] }): boolean => type === 'adjudicate';
      this.#steps.remember({
        given: given.filter(mine),
        undone: undone.filter((each) => mine(each.given)),
      });
    });
  }

  /** Begins an answer of one's own. @param from what somebody said; it replaces what was being made, as one step */
  begin(place: ItemPlace, from?: TaskValue): void {
    [this.at, this.making] = [place, place.sample];
    if (from !== undefined) this.change(place, from);
  }

  /** Goes back to the answers that were given; what was being made stays. */
  leave(): void {
    this.making = undefined;
  }

  /** @param gesture changes in a row with one name are one step */
  change({ sample, position }: ItemPlace, value: TaskValue, gesture?: string): void {
    const before = this.#drafts.get(sample);
    this.#steps.edit({ kind: 'edit', item: sample, position, before, after: value, gesture });
    this.#drafts.set(sample, value);
  }

  /** Decides an item. */
  give({ sample, position }: ItemPlace, value: TaskValue): Promise<void> {
    return this.#inTurn(async () => {
      const operation = crypto.randomUUID();
      const draft = this.#drafts.get(sample);
      const answer = { type: 'adjudicate', value } as const;
      await this.#send([{ operation, sample, answer }]);
      const after = { ...WITHOUT, labelValue: value };
      const given = { operation, item: sample, position, type: answer.type, before: WITHOUT, after, draft };
      this.#steps.give([given]);
      this.#drafts.delete(sample);
      this.#show(undefined, undefined);
    });
  }

  undo(): Promise<void> {
    return this.#inTurn(async () => {
      const step = await this.#step((takeBack) => this.#steps.undo(takeBack), 'redo');
      if (step?.kind === 'edit') this.#showEdit(step, step.before);
      else if (step) this.#showGiven(step.given[0]!);
    });
  }

  redo(): Promise<void> {
    return this.#inTurn(async () => {
      const step = await this.#step((takeBack) => this.#steps.redo(takeBack), 'undo');
      if (step?.kind === 'edit') this.#showEdit(step, step.after);
      else if (step) {
        for (const { item } of step.given) this.#drafts.delete(item);
        this.#show(undefined, undefined);
      }
    });
  }

  /** Takes a step and tells the workbench; where that fails the step is as it was. */
  async #step(
    take: (takeBack: TakeBack) => StepTaken | undefined,
    back: 'undo' | 'redo',
  ): Promise<StepTaken | undefined> {
    const undos: { operation: string; of: string; sample: string }[] = [];
    const step = take((of, { item }) => {
      const operation = crypto.randomUUID();
      undos.push({ operation, of, sample: item });
      return operation;
    });
    try {
      await this.#send(
        undos.map(({ operation, sample, of }) => ({ operation, sample, answer: { type: 'undo', of } })),
      );
    } catch (thrown) {
      let at = 0;
      // A redo that failed leaves the undo that it would have taken back.
      this.#steps[back](() => undos[at++]?.of ?? '');
      throw thrown;
    }
    return step;
  }

  async #send(answers: readonly { operation: string; sample: string; answer: Answer }[]): Promise<void> {
    if (answers.length === 0) return;
    await this.#parts.client.labeling.annotate({ task: this.#parts.task, answers: [...answers] });
  }

  #showEdit({ item, position }: { item: string; position: number }, value: TaskValue | undefined): void {
    if (value === undefined) this.#drafts.delete(item);
    else this.#drafts.set(item, value);
    this.#show({ sample: item, position }, item);
  }

  /** What was given is in dispute again; what was made to give it is being made again. */
  #showGiven({ item, position, draft }: TaskGiven): void {
    if (draft) this.#drafts.set(item, draft);
    this.#show({ sample: item, position }, draft ? item : undefined);
  }

  #show(at: ItemPlace | undefined, making: string | undefined): void {
    [this.at, this.making] = [at, making];
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }
}

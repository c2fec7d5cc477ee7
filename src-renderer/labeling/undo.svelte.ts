/**
 * @file What a person can take back, and give again: what they answered here, before it what the workbench kept of other
 * windows and days. Undo is an event that names the answer; redo names the undo.
 */
import type { Answer, Client, GivenAnswer } from '../../src-shared/contract.ts';
import { isDecision, type ItemState } from './answers.ts';

/** An answer that was given, with the item's state before and after it. */
export interface Given {
  readonly operation: string;
  readonly item: string;
  /** Where it stands in the dataset. */
  readonly position: number;
  readonly type: Answer['type'];
  readonly before: ItemState;
  readonly after: ItemState;
}

/** Sends the event that takes back `operation`. @returns the id of that event */
export type TakeBack = (operation: string, given: Given) => string;

type Kept = Awaited<ReturnType<Client['labeling']['given']>>;

/** How far back one can go. */
const MOST = 500;

export class UndoStack {
  #given = $state.raw<readonly Given[]>([]);
  /** Answers that were taken back, with the undo that did it; the last can be given again first. */
  #undone = $state.raw<readonly { readonly given: Given; readonly undo: string }[]>([]);

  #reading: Promise<void> | undefined;

  get canRedo(): boolean {
    return this.#undone.length > 0;
  }

  /** The last answer that stands. */
  get last(): Given | undefined {
    return this.#given.at(-1);
  }

  /** The last label, clear or skip that stands. */
  get lastDecision(): Given | undefined {
    return this.#given.findLast(isDecision);
  }

  push(given: Given): void {
    this.#given = [...this.#given, given].slice(-MOST);
    this.#undone = [];
  }

  /** Puts what the workbench kept, when it is there, before what was answered here meanwhile. */
  async remember(asked: Promise<Kept>): Promise<void> {
    this.#reading = asked.then((kept) => this.#put(kept));
    await this.#reading.finally(() => (this.#reading = undefined));
  }

  /** Acts at once, or as soon as what the workbench kept is known: that may be what is meant. */
  known(act: () => Promise<void>): Promise<void> {
    return this.#reading ? this.#reading.then(act, act) : act();
  }

  #put(kept: Kept): void {
    const here = this.#given.map(({ operation }) => operation);
    const earlier = kept.given.map(asGiven).filter(({ operation }) => !here.includes(operation));
    if (here.length === 0 && this.#undone.length === 0)
      this.#undone = kept.undone.map(({ given, undo }) => ({ given: asGiven(given), undo }));
    this.#given = [...earlier, ...this.#given];
  }

  /** Takes back the last answer. @returns it, or undefined when there is none */
  undo(takeBack: TakeBack): Given | undefined {
    const given = this.#given.at(-1);
    if (given === undefined) return undefined;
    this.#given = this.#given.slice(0, -1);
    this.#undone = [...this.#undone, { given, undo: takeBack(given.operation, given) }];
    return given;
  }

  /** Gives the last answer that was taken back again, by taking back its undo. */
  redo(takeBack: TakeBack): Given | undefined {
    const last = this.#undone.at(-1);
    if (last === undefined) return undefined;
    this.#undone = this.#undone.slice(0, -1);
    takeBack(last.undo, last.given);
    this.#given = [...this.#given, last.given];
    return last.given;
  }

  /** Drops an answer the workbench refused. @returns it when it stood, so that its item can be shown without it */
  forget(operation: string): readonly Given[] {
    const refused = this.#given.filter((given) => given.operation === operation);
    this.#given = this.#given.filter((given) => given.operation !== operation);
    this.#undone = this.#undone.filter(({ given }) => given.operation !== operation);
    return refused;
  }
}

function asGiven({ sample, ...given }: GivenAnswer): Given {
  return { ...given, item: sample };
}

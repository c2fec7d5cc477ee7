/** @file The jobs `vote` and `try-function`: labeling functions look at the items of a task. */
import type { FunctionBody, FunctionStatistics } from '../../../src-shared/labeling/help/contract.ts';
import type { JobFunction } from '../../platform/pool/protocol.ts';
import { ABSTAINS, combineVotes, statisticsOf } from './votes/combine.ts';
import { lookFor, type Finding } from './votes/look.ts';

export interface VotingFunction {
  readonly name: string;
  readonly body: FunctionBody;
  /** The number of the class it votes for; -1 for a model, which says it itself. */
  readonly label: number;
}

export interface VoteSpec {
  readonly functions: readonly VotingFunction[];
  readonly classes: number;
}

export interface VoteItem {
  readonly position: number;
  readonly text: string;
  readonly metadata: Readonly<Record<string, string | number | null>>;
  /** What a person said of it, -1 for nothing. */
  readonly truth: number;
  /** Whether something may be suggested of it. */
  readonly open: boolean;
  /** By function: what its model says, -1 for nothing. */
  readonly said: readonly number[];
}

export interface VoteResult {
  readonly statistics: readonly FunctionStatistics[];
  readonly suggested: readonly {
    readonly position: number;
    readonly label: number;
    readonly confidence: number;
  }[];
}

export const vote: JobFunction<VoteSpec, never, VoteResult, readonly VoteItem[]> = async (spec, port) => {
  const { functions, classes } = spec;
  const looks = functions.map(({ name, body }) => lookFor(name, body));
  const [votes, truths]: [number[], number[]] = [[], []];
  const places: { position: number; open: boolean }[] = [];
  for await (const batch of port.receive()) {
    const found = looks.map((look, f) =>
      look(batch.map(({ text, metadata, said }) => ({ text, metadata, said: said[f]! }))),
    );
    for (const [i, { position, truth, open, said }] of batch.entries()) {
      places.push({ position, open });
      truths.push(truth);
      for (const [f, { label }] of functions.entries())
        votes.push(found[f]![i] ? (label === ABSTAINS ? said[f]! : label) : ABSTAINS);
    }
    port.progress(places.length, null);
  }
  const all = {
    functions: functions.length,
    classes,
    votes: Int16Array.from(votes),
    truths: Int16Array.from(truths),
  };
  const { labels } = combineVotes(all);
  port.progress(places.length, places.length);
  return {
    statistics: statisticsOf(all),
    suggested: places.flatMap(({ position, open }, item) => {
      const made = labels[item];
      return open && made ? [{ position, label: made.label, confidence: made.confidence }] : [];
    }),
  };
};

export interface TryResult {
  readonly tried: number;
  readonly matched: number;
  /** The first ones, by their place among the items. */
  readonly matches: readonly {
    readonly item: number;
    readonly part: Finding['part'];
    readonly label: number;
  }[];
}

const SHOWN = 20;

/** Looks at items with one function. */
export const tryFunction: JobFunction<
  { readonly name: string; readonly body: FunctionBody; readonly items: readonly VoteItem[] },
  never,
  TryResult
> = async ({ name, body, items }) => {
  const look = lookFor(name, body);
  const found = look(items.map(({ text, metadata, said }) => ({ text, metadata, said: said[0]! })));
  const matches = found.flatMap((finding, item) =>
    finding ? [{ item, part: finding.part, label: items[item]!.said[0]! }] : [],
  );
  return { tried: items.length, matched: matches.length, matches: matches.slice(0, SHOWN) };
};

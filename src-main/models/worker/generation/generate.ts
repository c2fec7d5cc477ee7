/** @file Writing: a generator and a sampler take turns, token by token. */
import { AppError } from '../../../../src-shared/platform/errors.ts';
import type { Generator } from './reader.ts';
import { samplerOf, type Sampler, type Sampling } from './sampler.ts';

export interface Writing {
  /** What the text begins with. */
  readonly prompt: string;
  readonly sampling: Sampling;
  /** Tokens to write at most. */
  readonly maxTokens: number;
  /** Writing ends before the first of these. */
  readonly stop?: readonly string[] | undefined;
}

/** Why writing ended: one of the stops came, or there were as many tokens as asked for. */
export type Ending = 'stop' | 'length';

/** A piece of text, possibly empty; `ending` with the last one. */
export interface Piece {
  readonly text: string;
  readonly ending: Ending | null;
}

/** What a text without a beginning begins with. */
const blank = '\n';

/**
 * Continues a text, a piece with each token. The generator sees at most its context: when that is full it reads the
 * later half again and goes on. The same prompt, sampling and model write the same text.
 * @throws AppError `serving.badField` when a number is out of its range
 */
export function generate(generator: Generator, writing: Writing): AsyncGenerator<Piece, void, void> {
  const { maxTokens, sampling } = writing;
  if (!(Number.isSafeInteger(maxTokens) && maxTokens >= 0))
    throw new AppError('serving.badField', {
      field: 'maxTokens',
      why: 'it must be a whole number from 0 on',
    });
  return write(generator, writing, samplerOf(sampling));
}

async function* write(
  { tokenizer, context, reader: newReader }: Generator,
  { prompt, maxTokens, stop = [] }: Writing,
  sample: Sampler,
): AsyncGenerator<Piece, void, void> {
  const stream = tokenizer.stream();
  const gate = stopGate(stop);
  const all = [...tokenizer.encode(prompt === '' ? blank : prompt)];
  let reader = newReader();
  let seen = 0;
  let unread: readonly number[] = all;
  for (let written = 0; written < maxTokens; written++) {
    if (seen + unread.length > context) {
      reader = newReader();
      seen = 0;
      unread = all.slice(-Math.ceil(context / 2));
    }
    const id = sample(await reader.read(unread));
    seen += unread.length;
    unread = [id];
    all.push(id);
    const { text, stopped } = gate(stream.push(id));
    yield { text, ending: stopped ? 'stop' : null };
    if (stopped) return;
  }
  const { text, stopped } = gate(stream.end(), true);
  yield { text, ending: stopped ? 'stop' : 'length' };
}

interface Passed {
  readonly text: string;
  readonly stopped: boolean;
}

/** Lets text through up to the first stop, and holds back what may be the beginning of one. */
function stopGate(stops: readonly string[]): (text: string, last?: boolean) => Passed {
  const wanted = stops.filter((stop) => stop !== '');
  let held = '';
  return (text, last = false) => {
    held += text;
    const found = wanted.map((stop) => held.indexOf(stop)).filter((at) => at >= 0);
    if (found.length > 0) return { text: held.slice(0, Math.min(...found)), stopped: true };
    const keep = last ? 0 : Math.max(0, ...wanted.map((stop) => overlap(held, stop)));
    const passed = held.slice(0, held.length - keep);
    held = held.slice(held.length - keep);
    return { text: passed, stopped: false };
  };
}

/** Length of the longest end of `text` that is a beginning of `stop`. */
function overlap(text: string, stop: string): number {
  let length = Math.min(text.length, stop.length - 1);
  while (length > 0 && !text.endsWith(stop.slice(0, length))) length -= 1;
  return length;
}

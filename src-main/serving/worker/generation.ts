/** @file The service `generation`: one generator, loaded, writing for many callers, each at its own pace. */
import { readFile } from 'node:fs/promises';
import { AppError } from '../../../src-shared/platform/errors.ts';
import {
  generate,
  openGenerator,
  type Piece,
  type Writing,
  describeGenerator,
  type ModelDescription,
} from '../../models/worker/index.ts';
import type { ServiceFunction } from '../../platform/pool/protocol.ts';

export interface GenerationSpec {
  /** The model file. */
  readonly model: string;
  /** Threads inside one operator; the runtime's choice unless given. */
  readonly threads?: number;
  /** A text that nobody asks for so long may give its place to another. Default 60. */
  readonly idleSeconds?: number;
}

export type GenerationRequest =
  | { readonly type: 'describe' }
  /** Begins a text; refused with `serving.tooManyTexts` while as many as can be are under way. */
  | { readonly type: 'begin'; readonly writing: Writing }
  /** Asks for the next piece, or for as many as there are in about a tenth of a second. */
  | { readonly type: 'next'; readonly text: number }
  /** Stops a text: one that is being written ends with the token under way. */
  | { readonly type: 'end'; readonly text: number };

export type GenerationAnswer =
  | { readonly type: 'description'; readonly description: ModelDescription }
  | { readonly type: 'begun'; readonly text: number }
  | ({ readonly type: 'piece' } & Piece)
  | { readonly type: 'ended' };

/** A text under way. */
interface Open {
  readonly pieces: AsyncGenerator<Piece, void, void>;
  askedAt: number;
  busy: boolean;
}

const mostOpen = 32;
const answerMilliseconds = 100;

export const generation: ServiceFunction<GenerationSpec, GenerationRequest, GenerationAnswer> = async ({
  model,
  threads,
  idleSeconds = 60,
}) => {
  const generator = await openGenerator(await readFile(model), threads);
  const open = new Map<number, Open>();
  let begun = 0;

  function begin(writing: Writing): number {
    if (open.size >= mostOpen) endIdle();
    if (open.size >= mostOpen) throw new AppError('serving.tooManyTexts', { limit: mostOpen });
    open.set(begun, { pieces: generate(generator, writing), askedAt: performance.now(), busy: false });
    return begun++;
  }

  /** A caller that went without a word must not hold its place for ever. */
  function endIdle(): void {
    const latest = performance.now() - idleSeconds * 1000;
    for (const [text, { askedAt, busy }] of open) if (!busy && askedAt <= latest) open.delete(text);
  }

  async function next(text: number): Promise<Piece> {
    const found = open.get(text);
    if (!found) throw new AppError('serving.badField', { field: 'text', why: 'this text has ended' });
    found.busy = true;
    try {
      return await write(text, found.pieces);
    } finally {
      found.busy = false;
      found.askedAt = performance.now();
    }
  }

  /** Pieces until time is up or the text ends. */
  async function write(text: number, pieces: Open['pieces']): Promise<Piece> {
    const until = performance.now() + answerMilliseconds;
    let generated = '';
    for (;;) {
      const { value, done } = await pieces.next();
      generated += value?.text ?? '';
      if (done || value.ending) {
        open.delete(text);
        return { text: generated, ending: value?.ending ?? 'length' };
      }
      if (!open.has(text)) return { text: generated, ending: 'stop' };
      if (performance.now() >= until) return { text: generated, ending: null };
    }
  }

  return {
    async call(request) {
      switch (request.type) {
        case 'describe':
          return { type: 'description', description: describeGenerator(generator.context) };
        case 'begin':
          return { type: 'begun', text: begin(request.writing) };
        case 'next':
          return { type: 'piece', ...(await next(request.text)) };
        case 'end':
          open.delete(request.text);
          return { type: 'ended' };
      }
    },
    close: () => generator.release(),
  };
};

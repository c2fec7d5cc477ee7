/** @file A generation graph in a session: it reads tokens, remembers them, and says what may follow. */
import { InferenceSession, Tensor } from '../../../platform/worker/onnxruntime.ts';
import { AppError } from '../../../../src-shared/platform/errors.ts';
import { generationNames, readMetadata } from '../../../graph/index.ts';
import { sessionSettings } from '../../../platform/worker/session-settings.ts';
import { tokenizerOf, type Tokenizer, type TokenizerData } from '../../../text/index.ts';

/** The keys under which a generator's model file says what it needs beside its graph. */
export const generatorMetadata = { tokenizer: 'tokenizer', context: 'context' } as const;

/** Metadata of a generator: its tokenizer, and how many tokens it sees at once. */
export function generatorMetadataOf(tokenizer: TokenizerData, context: number): Record<string, string> {
  return {
    [generatorMetadata.tokenizer]: JSON.stringify(tokenizer),
    [generatorMetadata.context]: String(context),
  };
}

export interface Generator {
  readonly tokenizer: Tokenizer;
  /** Most tokens that it sees at once. */
  readonly context: number;
  /** A reader of so many texts side by side, one unless given, that has read nothing yet. */
  reader(texts?: number): Reader;
  release(): Promise<void>;
}

/** Reads texts of the same length side by side, piece by piece. */
export interface Reader {
  /**
   * Logits `[texts, vocabulary]` of what follows these tokens, `[texts, new]` row by row, and all before them. At most
   * `context` tokens of a text in all.
   */
  read(ids: readonly number[]): Promise<Float32Array>;
}

/** @throws AppError `serving.notATextModel` when the file holds no generator */
export async function openGenerator(bytes: Uint8Array, threads?: number): Promise<Generator> {
  const metadata = readMetadata(bytes);
  const tokenizer = metadata.get(generatorMetadata.tokenizer);
  const context = Number(metadata.get(generatorMetadata.context));
  if (tokenizer === undefined || !Number.isInteger(context) || context < 2)
    throw new AppError('serving.notATextModel', {
      why: 'has no tokenizer and context length to generate text with',
    });
  const session = await InferenceSession.create(bytes, {
    ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
    logSeverityLevel: 3,
    extra: { session: sessionSettings },
  });
  return {
    tokenizer: tokenizerOf(JSON.parse(tokenizer) as TokenizerData),
    context,
    reader: (texts = 1) => readerOf(session, texts),
    release: () => session.release(),
  };
}

type Feeds = Readonly<Record<string, Tensor>>;

/** What a reader remembers before it has read: no keys and no values of any layer. */
function emptyCache(session: InferenceSession, texts: number): Feeds {
  const past = session.inputMetadata.filter(({ name }) => name.startsWith('past.'));
  return Object.fromEntries(past.map((input) => [input.name, emptyTensor(input, texts)] as const));
}

function emptyTensor(input: InferenceSession.ValueMetadata, texts: number): Tensor {
  if (input.name === generationNames.pastPlaces) return new Tensor('int64', new BigInt64Array(), [0]);
  const [, heads, , size] = input.isTensor ? input.shape : [];
  return new Tensor('float32', new Float32Array(), [texts, Number(heads), 0, Number(size)]);
}

function readerOf(session: InferenceSession, texts: number): Reader {
  const empty = emptyCache(session, texts);
  let cache = empty;
  let read = 0;
  return {
    async read(ids) {
      const length = ids.length / texts;
      const places = Array.from({ length }, (_, index) => read + index);
      const results = await session.run({
        ...cache,
        [generationNames.ids]: integers(ids, [texts, length]),
        [generationNames.places]: integers(places, [length]),
      });
      cache = Object.fromEntries(
        Object.keys(empty).map((name) => [name, results[name.replace('past.', 'present.')]!]),
      );
      read += length;
      return results[generationNames.logits]?.data as Float32Array;
    },
  };
}

function integers(values: readonly number[], dims: readonly number[]): Tensor {
  return new Tensor('int64', BigInt64Array.from(values, BigInt), dims);
}

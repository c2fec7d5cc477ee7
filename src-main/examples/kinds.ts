/** @file The demo on each kind of data: what its samples are called, and what the served model is asked. */
import type { DatasetKind, Sample } from '../../src-shared/contract.ts';
import type { Session } from '../platform/cli/session.ts';

/** What the samples of a kind are called. */
export const MANY: Readonly<Record<DatasetKind, string>> = {
  text: 'texts',
  table: 'rows',
  image: 'images',
  corpus: 'passages',
};

/** Whether sample data named alone are trained on with the recipe's defaults. */
export const DEFAULTS: Readonly<Record<DatasetKind, boolean>> = {
  text: true,
  table: false,
  image: false,
  corpus: false,
};

export interface Question {
  /** The body of `POST /endpoints/NAME`. */
  readonly body: object;
  /** In a few words, for people. */
  readonly words: string;
}

interface Asked {
  /** The project's own. */
  readonly question: string | null;
  readonly dataset: string;
  readonly seed: number;
}

/** Tokens that a model which writes adds to the beginning. */
const TOKENS = 120;

export const QUESTIONS: Readonly<Record<DatasetKind, (session: Session, asked: Asked) => Promise<Question>>> =
  {
    text: async (_, { question }) => ({ body: { text: question }, words: `“${question}”` }),
    async table(session, { dataset }) {
      const { sample, words } = await firstOf(session, dataset);
      return { body: { row: JSON.parse(sample.text) as unknown }, words };
    },
    async image(session, { dataset }) {
      const { sample, words } = await firstOf(session, dataset);
      return { body: { image: await imageOf(session, dataset, sample) }, words };
    },
    corpus: async (_, { question, seed }) => ({
      body: { prompt: question, maxTokens: TOKENS, seed },
      words: `“${question}”`,
    }),
  };

async function firstOf({ client }: Session, dataset: string): Promise<{ sample: Sample; words: string }> {
  const { items } = await client.datasets.samples({ dataset, limit: 1 });
  const [sample] = items;
  if (!sample) throw new Error('the dataset that was frozen holds no sample');
  const truth = sample.label ?? sample.value;
  return { sample, words: `the first sample${truth === null ? '' : ` (actual: ${truth})`}` };
}

async function imageOf({ fetch }: Session, dataset: string, { id }: Sample): Promise<string> {
  const response = await fetch(`/files/samples/${dataset}/${id}`);
  if (!response.ok) throw new Error(`the request for the image failed with ${response.status}`);
  return Buffer.from(await response.arrayBuffer()).toString('base64');
}

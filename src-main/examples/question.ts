/** @file The demo's request to the served model, and how its prediction is printed. */
import type { Prediction, Project, Sample } from '../../src-shared/contract.ts';
import { LOCAL_DOOR } from '../platform/cli/door.ts';
import type { Session } from '../platform/cli/session.ts';
import { percent } from '../platform/cli/terminal.ts';

/** Tokens that a model which writes adds to the beginning. */
const TOKENS = 120;

export interface Question {
  /** The body of `POST /endpoints/NAME`. */
  readonly body: object;
  /** In a few words, for people. */
  readonly words: string;
}

/** The project's own question, or a sample of its data. */
export async function questionOf(
  session: Session,
  { question, sample: { kind } }: Pick<Project, 'question' | 'sample'>,
  { dataset, seed }: { readonly dataset: string; readonly seed: number },
): Promise<Question> {
  if (kind === 'corpus')
    return { body: { prompt: question, maxTokens: TOKENS, seed }, words: `“${question}”` };
  if (kind === 'text') return { body: { text: question }, words: `“${question}”` };
  const { items } = await session.client.datasets.samples({ dataset, limit: 1 });
  const [sample] = items;
  if (!sample) throw new Error('the dataset that was frozen holds no sample');
  const truth = sample.label ?? sample.value;
  const words = `the first sample${truth === null ? '' : ` (actual: ${truth})`}`;
  if (kind === 'table') return { body: { row: JSON.parse(sample.text) as unknown }, words };
  return { body: { image: await imageOf(session, dataset, sample) }, words };
}

async function imageOf({ app }: Session, dataset: string, { id }: Sample): Promise<string> {
  const url = new URL(`/files/samples/${dataset}/${id}`, LOCAL_DOOR.origins[0]);
  const response = await app.fetch(new Request(url), LOCAL_DOOR);
  if (!response.ok) throw new Error(`the request for the image failed with ${response.status}`);
  return Buffer.from(await response.arrayBuffer()).toString('base64');
}

export type Answer = Prediction | { readonly text: string };

/** Asks an endpoint over HTTP, as any other program would. */
export async function ask(address: string, key: string, { body }: Question): Promise<Answer> {
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`the endpoint answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as Answer;
}

/** An answer in one line. */
export function answerInWords(answer: Answer): string {
  if ('label' in answer) return `“${answer.label}” (${percent(answer.probabilities[answer.label] ?? 0)})`;
  if ('value' in answer) return answer.value.toPrecision(4);
  if ('error' in answer) return `error ${answer.error.toPrecision(4)}`;
  return `“${answer.text.trim()}”`;
}

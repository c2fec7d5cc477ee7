/** @file The demo's request to the served model, and how its prediction is printed. */
import type { Prediction, Project } from '../../src-shared/contract.ts';
import type { Session } from '../platform/cli/session.ts';
import { percent } from '../platform/cli/terminal.ts';
import { QUESTIONS, type Question } from './kinds.ts';

/** The project's own question, or a sample of its data. */
export async function questionOf(
  session: Session,
  { question, sample: { kind } }: Pick<Project, 'question' | 'sample'>,
  { dataset, seed }: { readonly dataset: string; readonly seed: number },
): Promise<Question> {
  return QUESTIONS[kind](session, { question, dataset, seed });
}

export type Answer = Prediction | { readonly text: string };

/** Asks an endpoint over HTTP, as any other program would. @param send carries the request to its address */
export async function ask(
  send: (init: RequestInit) => Promise<Response>,
  key: string,
  { body }: Question,
): Promise<Answer> {
  const response = await send({
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
  if ('labels' in answer) return answer.labels.map((label) => `“${label}”`).join(', ') || 'no label';
  if ('spans' in answer) return parts(answer.spans.map(({ text, label }) => `“${text}” ${label}`));
  if ('boxes' in answer) return parts(answer.boxes.map(({ label, score }) => `${label} (${percent(score)})`));
  if ('masks' in answer) return parts(answer.masks.map(({ label }) => label));
  if ('value' in answer) return answer.value.toPrecision(4);
  if ('score' in answer) return `score ${answer.score.toPrecision(4)}`;
  if ('error' in answer) return `error ${answer.error.toPrecision(4)}`;
  return `“${answer.text.trim()}”`;
}

function parts(names: readonly string[]): string {
  return names.join(', ') || 'nothing';
}

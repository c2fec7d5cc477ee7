/** @file The SpamAssassin e-mails, 6 batches of 200 of them, and in one batch every label turned. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Random } from '../../src-main/graph/index.ts';

const FILE = path.join(import.meta.dirname, '..', '..', 'resources', 'samples', 'spam-emails.jsonl');
export const BATCHES = 6;
export const SIZE = 200;
export const TRAININGS = 12;

export interface Mail {
  readonly text: string;
  readonly label: string;
}

export function readMails(): Mail[] {
  const lines = readFileSync(FILE, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Mail);
}

export interface Planted<Item> {
  /** What the good version has. */
  readonly old: readonly Item[];
  /** What came since. */
  readonly batches: readonly (readonly Item[])[];
  /** The place of the batch with wrong labels. */
  readonly planted: number;
}

export function plantedIn<Item>(items: readonly Item[], seed: number): Planted<Item> {
  const random = new Random(seed);
  const order = Uint32Array.from(items.keys());
  random.shuffle(order);
  const all = [...order].map((at) => items[at]!);
  const planted = Math.floor(random.uniform() * BATCHES);
  const batches = Array.from({ length: BATCHES }, (_, i) => all.slice(i * SIZE, (i + 1) * SIZE));
  return { old: all.slice(BATCHES * SIZE), batches, planted };
}

export const turned = (label: string): string => (label === 'spam' ? 'ham' : 'spam');

/** @file The shapes of the training bench. */
export interface TrainTextCase {
  readonly title: string;
  readonly vocabulary: number;
  readonly embedding: number;
  readonly hidden: number;
  readonly length: number;
  readonly batch: number;
  readonly classes: number;
}

const [vocabulary, embedding, hidden, length, batch] = [10_000, 64, 64, 200, 64];

export const cases = {
  recipe: { title: 'default recipe', vocabulary, embedding, hidden, length, batch, classes: 2 },
  short: { title: 'recipe with 128 tokens', vocabulary, embedding, hidden, length: 128, batch, classes: 2 },
  W3: { title: 'W3', vocabulary: 1000, embedding: 64, hidden: 64, length: 100, batch: 32, classes: 2 },
  W4: { title: 'W4', vocabulary: 10_000, embedding: 128, hidden: 128, length: 200, batch: 32, classes: 3 },
} as const satisfies Readonly<Record<string, TrainTextCase>>;

export type CaseName = keyof typeof cases;

export function isCaseName(name: string | undefined): name is CaseName {
  return name !== undefined && Object.hasOwn(cases, name);
}

/** The shape in words. */
export function shapeOf({ title, vocabulary, embedding, hidden, length, batch }: TrainTextCase): string {
  return `${title}: Embedding(${vocabulary}, ${embedding}) + LSTM(${hidden}), ${length} tokens, batch ${batch}`;
}

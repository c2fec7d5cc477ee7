/** @file For tests: mails whose first words tell whether they are spam, and batches of them with wrong labels. */

export interface MailsOf {
  readonly from: number;
  readonly count: number;
  /** Whether each has the label of the other class. */
  readonly isWrong?: boolean;
}

const SPAM = ['buy', 'cheap', 'now', 'offer'] as const;
const HAM = ['see', 'you', 'monday', 'lunch'] as const;

/** The last word makes them different; it stands beyond the four words that {@link READ} reads. */
export function mailsOf({ from, count, isWrong = false }: MailsOf): { text: string; label: string }[] {
  return Array.from({ length: count }, (_, i) => {
    const n = from + i;
    const isSpam = n % 2 === 0;
    const [own, other] = isSpam ? [SPAM, HAM] : [HAM, SPAM];
    const words = [own[n % 4], own[(n >> 2) % 4], own[(n >> 4) % 4], other[n % 3], n];
    return { text: words.join(' '), label: isSpam === isWrong ? 'ham' : 'spam' };
  });
}

/** Parameters of `text-tfidf` that are trained in a moment. */
export const READ = {
  epochs: 8,
  patience: 0,
  batchSize: 16,
  vocabulary: 100,
  sequenceLength: 4,
  threads: 1,
} as const;

/**
 * @file Real spam is at times obscene. In a dataset that was made of a sample known to hold such texts, a report shows
 * them when asked: what a person sees of Lathe first should not be that. Nobody's own data is checked.
 */
import type { Client } from '../../src-shared/contract.ts';

/** Words of pornographic advertising. A text that holds one is not shown unasked; nothing else depends on it. */
const OBSCENE =
  /\b(porn|xxx|sexy?\b|sexual|nude|naked|horny|hardcore|penis|erection|orgasm|orgy|orgies|cum\b|cumshot|cocks?\b|puss(y|ies)\b|tits\b|titties|sluts?\b|whores?\b|fuck|blow ?job|dildo|incest|rape)/i;

/** Whether a text is one that nobody should meet unasked. */
export function isObscene(text: string): boolean {
  return OBSCENE.test(text);
}

/** Whether a dataset holds a file of sample data that is known to hold obscene texts. */
export async function holdsExplicitSample(client: Client, dataset: string): Promise<boolean> {
  const [files, offers] = await Promise.all([
    client.datasets.files({ dataset }),
    client.datasets.samplesOnOffer(),
  ]);
  const explicit = new Set(offers.filter((offer) => offer.explicit).map(({ sha256 }) => sha256));
  return files.some(({ sha256 }) => explicit.has(sha256));
}

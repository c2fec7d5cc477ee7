/** @file The answers that come with sample data: they become an annotation task of its dataset. */
import type { Client, SampleOffer } from '../../src-shared/contract.ts';

/** In the language of the data. */
export const nameOfTask = ({ annotations, language }: SampleOffer): string =>
  annotations?.task[language] ?? '';

interface Importing {
  readonly dataset: string;
  readonly sample: SampleOffer;
}

/** Begins to import them. @throws TypeError for sample data that comes without any */
export async function importSampleAnnotations(
  client: Client,
  { dataset, sample }: Importing,
): Promise<{ task: string; job: string | null }> {
  if (sample.annotations === null) throw new TypeError(`${sample.name} comes without answers`);
  const source = { kind: 'sample', name: sample.name } as const;
  return client.labeling.importAnnotations({
    operation: crypto.randomUUID(),
    source,
    into: { dataset, newTask: { name: nameOfTask(sample) } },
    options: { kind: sample.annotations.kind },
  });
}

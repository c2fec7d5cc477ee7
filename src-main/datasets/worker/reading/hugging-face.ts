/** @file What Hugging Face writes into the metadata of a Parquet file: the names of the classes that numbers stand for. */
import * as z from 'zod';

const Features = z.object({
  info: z.object({
    features: z.record(
      z.string(),
      z.object({ _type: z.string(), names: z.array(z.string()) }).or(z.unknown()),
    ),
  }),
});
const ClassLabel = z.object({ _type: z.literal('ClassLabel'), names: z.array(z.string()) });

/** The names of classes by column. Throws where the text is no such description. */
export function classLabelsIn(json: string): Map<string, readonly string[]> {
  const { features } = Features.parse(JSON.parse(json)).info;
  const found = new Map<string, readonly string[]>();
  for (const [name, feature] of Object.entries(features)) {
    const label = ClassLabel.safeParse(feature);
    if (label.success) found.set(name, label.data.names);
  }
  return found;
}

/** @file The words that an exported model of texts knows, read from its own graph. */
import { parse, readMetadata } from '../../graph/index.ts';

/** Null where the file is none of ours that takes texts. */
export function wordsKnownTo(bytes: Uint8Array): ReadonlySet<string> | null {
  const metadata = readMetadata(bytes);
  if (metadata.get('kind') !== 'text' || !metadata.has('preparation')) return null;
  const { graph } = parse(bytes);
  const encoder = graph.nodes.find(({ op }) => op === 'ai.onnx.ml.LabelEncoder');
  const keys = encoder?.attributes['keys_strings'];
  return keys?.kind === 'strings' ? new Set(keys.value) : null;
}

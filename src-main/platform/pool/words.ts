/** @file Words of worker processes, made fit to be told to a client. */

/** The text with every absolute path cut to its last name: where a workspace lies is nobody's business. */
export function withoutPaths(text: string): string {
  return text
    .replace(/(?:file:\/\/)?(?<![\w.])(?:\/[^\s/:'"“”()]+)+\/([^\s/:'"“”()]+)/g, '$1')
    .replace(/\b[A-Za-z]:\\(?:[^\s\\:'"“”()]+\\)+([^\s\\:'"“”()]+)/g, '$1');
}

/** Bytes for people, e.g. `1.5 GB`. */
export function bytesInWords(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.ceil(bytes / 1e6)} MB`;
}

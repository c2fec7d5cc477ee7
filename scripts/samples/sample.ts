/** @file What a sample is, and its bytes. */

export interface LabeledText {
  readonly text: string;
  readonly label: string;
}

/** JSON Lines in UTF-8, one `{"text", "label"}` a line: what the ordinary import reads. */
export function toJsonLines(rows: readonly LabeledText[]): Buffer {
  return Buffer.from(rows.map(({ text, label }) => `${JSON.stringify({ text, label })}\n`).join(''), 'utf8');
}

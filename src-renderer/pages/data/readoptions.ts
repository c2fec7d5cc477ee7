/** @file Encodings and separators a person can choose; what was sniffed is always among them. */

export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** WHATWG labels. */
export const ENCODINGS: readonly Choice[] = [
  { value: 'utf-8', label: 'UTF-8' },
  { value: 'gb18030', label: 'GB18030' },
  { value: 'big5', label: 'Big5' },
  { value: 'utf-16le', label: 'UTF-16 LE' },
  { value: 'utf-16be', label: 'UTF-16 BE' },
  { value: 'windows-1252', label: 'Windows-1252' },
];

export const DELIMITERS = [
  { value: ',', name: 'comma' },
  { value: ';', name: 'semicolon' },
  { value: '\t', name: 'tab' },
  { value: '|', name: 'pipe' },
] as const;

/** The choices, with the current one added when it is not among them. */
export function withCurrent(choices: readonly Choice[], current: string): readonly Choice[] {
  return choices.some(({ value }) => value === current)
    ? choices
    : [{ value: current, label: current }, ...choices];
}

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

/** Of names in archives: what machines had before UTF-8. */
export const NAME_ENCODINGS: readonly Choice[] = [
  { value: 'utf-8', label: 'UTF-8' },
  { value: 'gb18030', label: 'GB18030' },
  { value: 'big5', label: 'Big5' },
  { value: 'shift_jis', label: 'Shift JIS' },
  { value: 'euc-kr', label: 'EUC-KR' },
  { value: 'windows-1251', label: 'Windows-1251' },
  { value: 'ibm866', label: 'CP866' },
  { value: 'cp437', label: 'CP437' },
  { value: 'cp850', label: 'CP850' },
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

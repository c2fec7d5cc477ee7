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
  { value: 'shift_jis', label: 'Shift_JIS' },
  { value: 'euc-jp', label: 'EUC-JP' },
  { value: 'iso-2022-jp', label: 'ISO-2022-JP' },
  { value: 'euc-kr', label: 'EUC-KR' },
  { value: 'utf-16le', label: 'UTF-16 LE' },
  { value: 'utf-16be', label: 'UTF-16 BE' },
  { value: 'windows-1252', label: 'Windows-1252' },
  { value: 'windows-1250', label: 'Windows-1250' },
  { value: 'windows-1251', label: 'Windows-1251' },
  { value: 'windows-1253', label: 'Windows-1253' },
  { value: 'windows-1254', label: 'Windows-1254' },
  { value: 'windows-1255', label: 'Windows-1255' },
  { value: 'windows-1256', label: 'Windows-1256' },
  { value: 'windows-1257', label: 'Windows-1257' },
  { value: 'windows-1258', label: 'Windows-1258' },
  { value: 'windows-874', label: 'Windows-874' },
  { value: 'iso-8859-2', label: 'ISO 8859-2' },
  { value: 'iso-8859-15', label: 'ISO 8859-15' },
  { value: 'koi8-r', label: 'KOI8-R' },
  { value: 'koi8-u', label: 'KOI8-U' },
  { value: 'macintosh', label: 'Mac Roman' },
  { value: 'ibm437', label: 'IBM 437' },
  { value: 'ibm850', label: 'IBM 850' },
  { value: 'ibm852', label: 'IBM 852' },
  { value: 'ibm866', label: 'IBM 866' },
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
  { value: '^', name: 'caret' },
  { value: '~', name: 'tilde' },
  { value: ':', name: 'colon' },
  { value: ' ', name: 'space' },
  { value: '  ', name: 'blanks' },
  { value: '', name: 'none' },
] as const;

/** The choices, with the current one added when it is not among them. */
export function withCurrent(choices: readonly Choice[], current: string): readonly Choice[] {
  return choices.some(({ value }) => value === current)
    ? choices
    : [{ value: current, label: current }, ...choices];
}

/** @file What people and programs write where a number or a date is not known. */

/** In small letters, without the spaces around them; brackets and stars around a word say the same. */
const WORDS: ReadonlySet<string> = new Set(
  [
    // Marks.
    '? ?? ??? . .. ... … * ** *** - -- --- – –– ––– — —— ———',
    // Programs: R, pandas, SQL, JSON, Java, C, SPSS.
    'na nan nat null none nil undefined \\n -nan +nan 1.#qnan -1.#ind 1.#ind #n/a #na n/a',
    // Errors of spreadsheets, in English, German, French and Spanish.
    '#div/0! #value! #ref! #name? #num! #null! #nv #wert! #bezug! #zahl! #valeur! #valor! #¡valor! #n/d #n/a!',
    // Languages.
    'n.a. n.a na. n.d. n.d nd n/d s/d s.d. k.a. k.a k/a o.a. n.v. n.b. nc n.c. missing unknown unspecified',
    'unbekannt fehlt inconnu inconnue desconocido desconocida sconosciuto desconhecido н/д нд неизвестно',
    '无 無 缺失 未知 不详 不明 暂无 なし 欠損 없음 결측',
  ]
    .join(' ')
    .split(' '),
);
const PHRASES: ReadonlySet<string> = new Set([
  ...[
    'not available',
    'not applicable',
    'no data',
    'sin datos',
    'keine angabe',
    'нет данных',
    'n. a.',
    'n. d.',
    'k. a.',
  ],
]);
const LONGEST = 20;

/** Whether a cell says that nothing is known: empty, NA, n/a, null, ? and the like. */
export function isMissing(text: string): boolean {
  if (text === '') return true;
  if (text.length > LONGEST) return false;
  const bare = text.trim().toLowerCase();
  const inner = /^[<([{](.*)[>)\]}]$/.exec(bare)?.[1] ?? bare;
  return WORDS.has(bare) || PHRASES.has(bare) || (inner !== bare && /\p{L}/u.test(inner) && isMissing(inner));
}

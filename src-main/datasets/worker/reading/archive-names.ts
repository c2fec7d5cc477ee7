/**
 * @file Names of files in a ZIP archive. Those that say they are UTF-8 are (APPNOTE 6.3.10, 4.4.4 and appendix D); the
 * others are bytes in whatever code page the machine had, decided by all of them together.
 */
import { isUtf8 } from 'node:buffer';
import { crc32 } from 'node:zlib';
import { requireEncoding } from './decoding.ts';

/** What is known of a name before it is read. */
export interface RawName {
  readonly fileNameRaw: Buffer;
  readonly generalPurposeBitFlag: number;
  readonly extraFields: readonly { readonly id: number; readonly data: Buffer }[];
}

const UTF8_FLAG = 0x800;
/** Info-ZIP's Unicode path: a version, the checksum of the other name, the name in UTF-8. */
const UNICODE_PATH = 0x7075;

/** High halves of code pages that the Encoding standard does not have. */
const CODE_PAGES: Readonly<Record<string, string>> = {
  cp437:
    'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0',
  cp850:
    'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0',
};

/** In the order in which they are taken where names do not tell them apart. */
export const NAME_ENCODINGS = [
  ...['utf-8', 'gb18030', 'shift_jis', 'big5', 'euc-kr', 'windows-1251', 'ibm866'],
  ...[
    'cp437',
    'cp850',
    'windows-1252',
    'windows-1250',
    'windows-1253',
    'windows-1255',
    'windows-1256',
    'windows-874',
  ],
] as const;

/** @throws AppError `datasets.unknownEncoding` */
export function requireNameEncoding(stated: string): string {
  const encoding = stated.trim().toLowerCase();
  return Object.hasOwn(CODE_PAGES, encoding) ? encoding : requireEncoding(encoding);
}

/** The names, in order, and the encoding of those that do not say theirs; null where all say it or are plain ASCII. */
export function readNames(
  entries: readonly RawName[],
  stated: string | null,
): { names: string[]; encoding: string | null } {
  const unicode = entries.map(unicodeName);
  const bare = entries.filter((_, i) => unicode[i] === null).map(({ fileNameRaw }) => fileNameRaw);
  const foreign = bare.some((bytes) => bytes.some((byte) => byte > 0x7f));
  const encoding = foreign ? (stated ?? detectNamesEncoding(bare)) : null;
  const names = entries.map(({ fileNameRaw }, i) => {
    const name = unicode[i] ?? decodeName(fileNameRaw, encoding ?? 'utf-8') ?? fileNameRaw.toString('latin1');
    // Some programs of Windows write its separator.
    return name.includes('/') ? name : name.replaceAll('\\', '/');
  });
  return { names, encoding };
}

function unicodeName({ fileNameRaw, generalPurposeBitFlag, extraFields }: RawName): string | null {
  const path = extraFields.find(({ id }) => id === UNICODE_PATH)?.data;
  if (path && path.length > 5 && path[0] === 1 && path.readUInt32LE(1) === crc32(fileNameRaw))
    return path.subarray(5).toString('utf8');
  return generalPurposeBitFlag & UTF8_FLAG && isUtf8(fileNameRaw) ? fileNameRaw.toString('utf8') : null;
}

/** A name in an encoding; null where that does not have its bytes. */
export function decodeName(bytes: Buffer, encoding: string): string | null {
  const page = CODE_PAGES[encoding];
  if (page)
    return Array.from(bytes, (byte) => (byte < 0x80 ? String.fromCharCode(byte) : page[byte - 0x80])).join(
      '',
    );
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** The encoding in which all the names are possible and look most like words. */
export function detectNamesEncoding(names: readonly Buffer[]): string {
  if (names.every((bytes) => isUtf8(bytes))) return 'utf-8';
  // The parts of paths come again and again, and each counts once.
  const parts = new Map<string, Buffer>();
  for (const bytes of names)
    for (const part of bytes.toString('latin1').split('/'))
      if (parts.size < MOST_PARTS) parts.set(part, Buffer.from(part, 'latin1'));
  const foreign = [...parts.values()].filter((bytes) => bytes.some((byte) => byte > 0x7f));
  let best = { encoding: 'cp437', score: -Infinity };
  for (const encoding of NAME_ENCODINGS) {
    const decoded = foreign.map((bytes) => decodeName(bytes, encoding));
    if (!decoded.every((name) => name !== null)) continue;
    const score = decoded.reduce((sum, name) => sum + scoreOf(name), 0) / decoded.length;
    if (score > best.score + 1e-9) best = { encoding, score };
  }
  return best.encoding;
}

const MOST_PARTS = 5000;

/** The most frequent characters: of Chinese about half of all text, of Korean as much. */
const HANZI = new Set(
  '的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但身些与高意进把法此实回二理美点月明其种声全工己话儿者向情部正名定女问力机给等几很业最间新什打便位因重被走电四第门相次东政海口使教西再平真听世气信北少关并内加化由却代军产入先山五太水万市眼体别处总才场师书比住员九笑性通目华报立马命张活难神数件安表原车白应路期叫死常提感金何更反合放做系计或司利受光王果亲界及今京务制解各任至清物台象记边共风战干接它许八特觉望直服毛林题建南度统色字请交爱让认算论百吃义科怎元社术结六功指思非流每青管夫连远资队跟带花快条院变联言权往展该领传近留红治决周保达办运武半候七必城父强步完革深区即求品士转量空甚众技轻程告江语英基派满式李息写呢识极令黄德收脸钱党倒未持取设始版双历越史商千片容研像找友孩站广改议形委早房音火际则首单据导影失拿网香似斯专石若兵弟谁校读志飞观争究包组造落视济喜离虽坏猫狗鸟鱼牛羊猪马鸡车船图照片张训练测试验证数据集文件夹新建类别正常异常左右男女大小',
);
const HANGUL = new Set(
  '이다는에을가의로하지고한은도를사서기어인그리나들아자있대시수것일게라보정해부전과원장스구주성비여제소상만면동조오선생신니국관우마무학러안경계용유으산공치요었연각미건물방세내화진모전발결속한달체드문야현작식행할때했적등실중음당개양람말되없와위까간집회트레강단반분금년모두람영토바파테프카르크타남북외입출력불량법파랑빨강노초검정흰색고양이새차집꽃나무사람얼굴',
);

/** Per character that is no ASCII, how much a name looks like words: 1 at best. */
function scoreOf(name: string): number {
  let [sum, count] = [0, 0];
  const characters = [...name];
  for (const [i, character] of characters.entries()) {
    if (character < '\x80') continue;
    count++;
    sum += weightOf(character, { before: characters[i - 1] ?? '', after: characters[i + 1] ?? '' });
  }
  return count === 0 ? 0 : sum / count;
}

function weightOf(character: string, { before, after }: { before: string; after: string }): number {
  if (/[\u3041-\u30fe]/.test(character)) return 1;
  if (/[\uff61-\uff9f]/.test(character)) return -0.3;
  if (/\p{Script=Hangul}/u.test(character)) return HANGUL.has(character) ? 1 : 0.55;
  if (/\p{Script=Han}/u.test(character))
    return HANZI.has(character) ? 1 : isFirstLevel(character) ? 0.7 : 0.2;
  if (!/\p{L}/u.test(character)) return /[\p{P}\p{Zs}\p{M}]/u.test(character) ? 0.1 : -1;
  // A capital inside a word, and letters of two scripts in one, are seldom what somebody wrote.
  if (/\p{Lu}/u.test(character) && /\p{Ll}/u.test(before)) return -0.5;
  const latin = /\p{Script=Latin}/u;
  const mixed = [before, after].some(
    (other) => /\p{L}/u.test(other) && latin.test(other) !== latin.test(character),
  );
  if (mixed) return -0.5;
  if (/\p{Script=Cyrillic}/u.test(character))
    return /[оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё]/i.test(character) ? 0.9 : 0.4;
  if (latin.test(character)) {
    const alone = !/[a-z]/i.test(before) && !/[a-z]/i.test(after);
    return (
      (/[äöüßéèêëàâáíóúñçôûîïåøæãõąćęłńśźżčďěňřšťůžőű]/i.test(character) ? 0.85 : 0.3) - (alone ? 0.3 : 0)
    );
  }
  return 0.6;
}

/** The characters of GB 2312's and JIS X 0208's first levels are those that are used. */
function isFirstLevel(character: string): boolean {
  return FIRST_LEVEL.has(character);
}

const FIRST_LEVEL = firstLevels();

function firstLevels(): ReadonlySet<string> {
  const found = new Set<string>();
  const add = (encoding: string, leads: readonly [number, number], trails: readonly [number, number]) => {
    const decoder = new TextDecoder(encoding);
    for (let lead = leads[0]; lead <= leads[1]; lead++)
      for (let trail = trails[0]; trail <= trails[1]; trail++)
        for (const character of decoder.decode(Uint8Array.of(lead, trail)))
          if (/\p{Script=Han}/u.test(character)) found.add(character);
  };
  add('gb18030', [0xb0, 0xd7], [0xa1, 0xfe]);
  add('shift_jis', [0x88, 0x97], [0x40, 0xfc]);
  add('big5', [0xa4, 0xc6], [0x40, 0xfe]);
  return found;
}

/** @file Bytes of any encoding as text: those of the WHATWG, code pages of DOS, and UTF-32. */
import { AppError } from '../../../../src-shared/platform/errors.ts';

export interface Decoder {
  /** What cannot be decoded becomes U+FFFD. @param options `stream` when more bytes follow */
  decode(bytes?: Uint8Array, options?: { stream?: boolean }): string;
}

/** Characters of the bytes 80 to FF. */
const CODE_PAGES: ReadonlyMap<string, string> = new Map([
  [
    'ibm437',
    'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0',
  ],
  [
    'ibm850',
    'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0',
  ],
  [
    'ibm852',
    'ÇüéâäůćçłëŐőîŹÄĆÉĹĺôöĽľŚśÖÜŤťŁ×čáíóúĄąŽžĘę¬źČş«»░▒▓│┤ÁÂĚŞ╣║╗╝Żż┐└┴┬├─┼Ăă╚╔╩╦╠═╬¤đĐĎËďŇÍÎě┘┌█▄ŢŮ▀ÓßÔŃńňŠšŔÚŕŰýÝţ´\u00ad˝˛ˇ˘§÷¸°¨˙űŘř■\u00a0',
  ],
]);

/** Names that the WHATWG does not know, and what they are called here. */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ['cp437', 'ibm437'],
  ['437', 'ibm437'],
  ['cp850', 'ibm850'],
  ['850', 'ibm850'],
  ['cp852', 'ibm852'],
  ['852', 'ibm852'],
  ['utf-32', 'utf-32le'],
  ['utf32', 'utf-32le'],
  ['utf-32-le', 'utf-32le'],
  ['utf-32-be', 'utf-32be'],
  ['macroman', 'macintosh'],
  ['mac_roman', 'macintosh'],
  ['mac-roman', 'macintosh'],
  ['cp936', 'gbk'],
  ['cp932', 'shift_jis'],
  ['cp949', 'euc-kr'],
  ['cp950', 'big5'],
  ['cp874', 'windows-874'],
  ['utf_8', 'utf-8'],
  ['utf-8-sig', 'utf-8'],
]);

/** @throws AppError `datasets.unknownEncoding` for a name that nobody knows */
export function requireEncoding(label: string): string {
  const name = label.trim().toLowerCase();
  const ours = OTHER_NAMES.get(name) ?? name;
  if (CODE_PAGES.has(ours) || ours === 'utf-32le' || ours === 'utf-32be') return ours;
  try {
    return new TextDecoder(ours.replace(/^cp(125\d)$/, 'windows-$1')).encoding;
  } catch (error) {
    throw new AppError('datasets.unknownEncoding', { encoding: label }, { cause: error });
  }
}

/** @param encoding as {@link requireEncoding} calls it */
export function decoderFor(encoding: string): Decoder {
  const page = CODE_PAGES.get(encoding);
  if (page !== undefined) return { decode: (bytes = Buffer.alloc(0)) => decodePage(bytes, page) };
  if (encoding === 'utf-32le' || encoding === 'utf-32be') return createUtf32(encoding === 'utf-32le');
  return new TextDecoder(encoding);
}

/**
 * Whether a decoded text holds what its bytes did not say: U+FFFD, or of a legacy encoding a control character of C1, which
 * is what the WHATWG makes of bytes that an encoding leaves undefined.
 */
export function holdsUndefined(text: string, encoding: string): boolean {
  if (/^utf-|^gb/.test(encoding)) return text.includes('\ufffd');
  return /[\u0080-\u009f\ufffd]/.test(text);
}

function decodePage(bytes: Uint8Array, page: string): string {
  const units = new Uint16Array(bytes.length);
  for (let i = 0; i < bytes.length; i++)
    units[i] = bytes[i]! < 0x80 ? bytes[i]! : page.charCodeAt(bytes[i]! - 0x80);
  return new TextDecoder('utf-16le').decode(units);
}

function createUtf32(little: boolean): Decoder {
  let rest: Buffer = Buffer.alloc(0);
  let first = true;
  return {
    decode(bytes = Buffer.alloc(0), { stream = false } = {}) {
      const all = Buffer.concat([rest, bytes]);
      const whole = all.length - (all.length % 4);
      rest = stream ? all.subarray(whole) : Buffer.alloc(0);
      const parts: string[] = [];
      for (let at = 0; at < whole; at += 4) {
        const point = little ? all.readUInt32LE(at) : all.readUInt32BE(at);
        const mark = first && point === 0xfeff;
        first = false;
        const odd = point > 0x10ffff || (point >= 0xd800 && point < 0xe000);
        if (!mark) parts.push(odd ? '\ufffd' : String.fromCodePoint(point));
      }
      if (!stream && whole < all.length) parts.push('\ufffd');
      return parts.join('');
    },
  };
}

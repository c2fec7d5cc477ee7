/** @file XML as text: elements with what they hold. */

/** Characters that XML 1.0 has no way to write are left out. */
const ILLEGAL = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;
const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' };

/** Whether a text has characters that XML has no way to write. */
export const isWritable = (text: string): boolean => text.search(ILLEGAL) < 0;

export const escapeXml = (text: string): string =>
  text.replace(ILLEGAL, '').replace(/[&<>\r]/g, (char) => ESCAPES[char]!);

/** `<name>value</name>`; nothing where the value is undefined. */
export const leaf = (name: string, value: string | number | undefined): string =>
  value === undefined ? '' : `<${name}>${escapeXml(String(value))}</${name}>`;

/** Leaves in their order, as an element: `node('Task', [['UID', 1], ['Name', 'Label']])`. */
export const node = (
  name: string,
  leaves: readonly (readonly [string, string | number | undefined] | string)[],
): string =>
  `<${name}>${leaves.map((one) => (typeof one === 'string' ? one : leaf(one[0], one[1]))).join('')}</${name}>\n`;

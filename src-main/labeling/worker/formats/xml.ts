/** @file XML both ways: elements of small documents, and pieces of text that are safe to write. */
import { XmlElement, XmlError, parseXml } from '@rgrove/parse-xml';
import { AppError } from '../../../../src-shared/platform/errors.ts';

/** Characters that XML 1.0 has no way to write. */
const ILLEGAL = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;
/** White space in attributes would become blanks. */
const SPECIAL = /[&<>"\t\n\r]/g;

export const isWritable = (text: string): boolean => text.search(ILLEGAL) < 0;
export const writable = (text: string): string => text.replace(ILLEGAL, '_');

export const escapeXml = (text: string): string =>
  writable(text).replace(SPECIAL, (char) => `&#${char.charCodeAt(0)};`);

/** A document type would define entities; a parser that follows them can be made to read other files, or without end. */
export function refuseEntities(text: string, file: string): void {
  if (/<!\s*(?:DOCTYPE|ENTITY)/i.test(text)) throw new AppError('labeling.annotationFileEntities', { file });
}

/** The outermost element, or why there is none. */
export function readXml(
  text: string,
): { readonly root: XmlElement } | { readonly problem: string; readonly line: number } {
  try {
    const { root } = parseXml(text);
    return root ? { root } : { problem: 'XML', line: 1 };
  } catch (error) {
    if (error instanceof XmlError) return { problem: `XML: ${reasonOf(error)}`, line: error.line };
    if (error instanceof RangeError) return { problem: 'XML: depth', line: 1 };
    throw error;
  }
}

const reasonOf = ({ message }: XmlError): string => message.split('\n', 1)[0]!.slice(0, 120);

/** Elements below one that have a name. */
export const children = (element: XmlElement, name: string): XmlElement[] =>
  element.children.filter((child): child is XmlElement => child instanceof XmlElement && child.name === name);

export const child = (element: XmlElement, name: string): XmlElement | undefined =>
  children(element, name)[0];

/** The text of a child; undefined where there is none. */
export const textOf = (element: XmlElement, name: string): string | undefined => child(element, name)?.text;

export const attribute = (element: XmlElement, name: string): string | undefined =>
  Object.hasOwn(element.attributes, name) ? element.attributes[name] : undefined;

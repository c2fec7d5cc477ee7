/** @file The canonical content of a sample, and the name that follows from it. */
import { hash } from 'node:crypto';

/**
 * The text as it is stored: Unicode NFC, line ends LF, no white space at the end, no half of a surrogate pair. Two
 * texts with the same canonical form are one sample.
 */
export function canonicalText(text: string): string {
  return text.toWellFormed().replace(/\r\n?/g, '\n').normalize('NFC').trimEnd();
}

/** The id of a canonical text: SHA-256 of its UTF-8, in hexadecimal. */
export function sampleIdOf(canonical: string): string {
  return hash('sha256', canonical, 'hex');
}

/** The first 52 bits of a sample's id, which a number holds exactly: what the index of samples is sorted by. */
export function prefixOf(id: string): number {
  return Number.parseInt(id.slice(0, 13), 16);
}

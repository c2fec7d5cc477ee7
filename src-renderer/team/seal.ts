/**
 * @file Private notes: sealed in the window with a passphrase, so that neither the workbench nor the disk has the words.
 * PBKDF2-SHA-256 (RFC 8018) makes the key, AES-256-GCM (NIST SP 800-38D) seals; who wrote which note is sealed along.
 */

/** Rounds of PBKDF2 for new keys: OWASP's advice for SHA-256 of 2023. */
export const ROUNDS = 600_000;

export interface Sealed {
  /** Base64 */
  readonly salt: string;
  readonly nonce: string;
  readonly sealed: string;
  readonly rounds: number;
}

export interface NoteKey {
  readonly key: CryptoKey;
  readonly salt: string;
  readonly rounds: number;
}

export interface Of {
  readonly author: string;
  readonly id: string;
}

/** Whether this window may seal at all: browsers only do in pages of this machine or over TLS. */
export const canSeal = (): boolean => globalThis.crypto?.subtle !== undefined;

const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

const toBase64 = (bytes: Uint8Array): string => {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
};
const fromBase64 = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text), (char) => char.charCodeAt(0));

/** The key of a passphrase; with the salt and rounds of a note that is there, or new ones. */
export async function keyOf(
  passphrase: string,
  { salt, rounds }: { readonly salt: string; readonly rounds: number } = newSalt(),
): Promise<NoteKey> {
  const { subtle } = globalThis.crypto;
  const material = await subtle.importKey('raw', utf8(passphrase.normalize('NFKC')), 'PBKDF2', false, [
    'deriveKey',
  ]);
  const key = await subtle.deriveKey(
    { name: 'PBKDF2', hash: 'SHA-256', salt: fromBase64(salt), iterations: rounds },
    material,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  );
  return { key, salt, rounds };
}

const newSalt = () => ({ salt: toBase64(crypto.getRandomValues(new Uint8Array(16))), rounds: ROUNDS });

const additional = ({ author, id }: Of) => utf8(`lathe note\n${author}\n${id}`);

/** Seals a text; each time with a nonce of its own. */
export async function seal(text: string, { key, salt, rounds }: NoteKey, of: Of): Promise<Sealed> {
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv: nonce, additionalData: additional(of) },
    key,
    utf8(text),
  );
  return { salt, rounds, nonce: toBase64(nonce), sealed: toBase64(new Uint8Array(sealed)) };
}

/** The text of a note; null where the key is another one or the note was changed by somebody. */
export async function unseal({ nonce, sealed }: Sealed, { key }: NoteKey, of: Of): Promise<string | null> {
  try {
    const text = await crypto.subtle.decrypt(
      { name: 'AES-GCM', iv: fromBase64(nonce), additionalData: additional(of) },
      key,
      fromBase64(sealed),
    );
    return new TextDecoder().decode(text);
  } catch {
    return null;
  }
}

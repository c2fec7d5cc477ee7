/** @file Cuts a CVAT document into what stands before its images, and its images, each XML by itself. */
import { AppError } from '../../../../src-shared/platform/errors.ts';
import { asUtf8, chunksOf, mebibytes, type Source } from './source.ts';
import { refuseEntities } from './xml.ts';

export interface XmlPiece {
  readonly isHead: boolean;
  /** Null for an image that cannot be taken, for the reason `why`. */
  readonly text: string | null;
  readonly why: string;
}

const MOST_CHARACTERS = 16 << 20;
const KEPT = 1000;
const MOST_HEAD = 4 << 20;
const IMAGE = /<image(?=[\s/>])/g;

/**
 * @throws AppError `labeling.annotationFileEncoding`, `labeling.annotationFileEntities`, `labeling.annotationFileTooLarge`,
 *   `labeling.annotationFileBroken` for a document that does not end
 */
export async function* xmlPieces(source: Source, file: string): AsyncGenerator<XmlPiece, void> {
  const cutter = new Cutter(file);
  for await (const text of textOf(source, file)) yield* cutter.take(text);
  yield* cutter.end();
}

async function* textOf(source: Source, file: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of chunksOf(await asUtf8(source, file), file))
      yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  } catch (error) {
    if (error instanceof TypeError)
      throw new AppError('labeling.annotationFileEncoding', { file, value: 'UTF-8' }, { cause: error });
    throw error;
  }
}

class Cutter {
  readonly #file: string;
  #rest = '';
  #hasHead = false;
  /** An image that is longer than may be kept is passed over. */
  #tooLong = false;

  constructor(file: string) {
    this.#file = file;
  }

  *take(text: string): Generator<XmlPiece> {
    this.#rest += text;
    for (;;) {
      const start = this.#start();
      if (start < 0) {
        // Behind the last image only the end of the document counts.
        if (this.#hasHead) this.#rest = this.#rest.slice(-KEPT);
        if (!this.#hasHead && this.#rest.length > MOST_HEAD)
          throw new AppError('labeling.annotationFileTooLarge', {
            file: this.#file,
            value: '<meta>',
            most: mebibytes(MOST_HEAD),
          });
        return;
      }
      if (!this.#hasHead) yield this.#head(start);
      const end = endOf(this.#rest);
      if (end < 0) {
        if (this.#rest.length > MOST_CHARACTERS) {
          this.#tooLong = true;
          // The end may be cut in two.
          this.#rest = `<image ${this.#rest.slice(-16)}`;
        }
        return;
      }
      const image = this.#rest.slice(0, end);
      this.#rest = this.#rest.slice(end);
      yield this.#tooLong ? tooLong : { isHead: false, text: image, why: '' };
      this.#tooLong = false;
    }
  }

  /** Where the next image begins; afterwards the rest begins with it, but for the head. */
  #start(): number {
    IMAGE.lastIndex = 0;
    const start = IMAGE.exec(this.#rest)?.index ?? -1;
    if (this.#hasHead && start > 0) this.#rest = this.#rest.slice(start);
    return start;
  }

  #head(start: number): XmlPiece {
    const text = this.#rest.slice(0, start);
    refuseEntities(text, this.#file);
    this.#rest = this.#rest.slice(start);
    this.#hasHead = true;
    return { isHead: true, text, why: '' };
  }

  *end(): Generator<XmlPiece> {
    const rest = this.#rest;
    if (!this.#hasHead) yield this.#head(rest.length);
    else if (rest.startsWith('<image')) yield { isHead: false, text: null, why: 'XML: </image>' };
    if (!/<\/annotations>\s*(?:<!--[^]*-->\s*)?$|<annotations[^>]*\/>\s*$/.test(rest))
      throw new AppError('labeling.annotationFileBroken', {
        file: this.#file,
        place: 'EOF',
        value: '</annotations>',
      });
  }
}

const tooLong: XmlPiece = { isHead: false, text: null, why: `> ${mebibytes(MOST_CHARACTERS)}` };

/** Behind the image that the text begins with; -1 while its end has not come. */
function endOf(text: string): number {
  const open = tagEnd(text);
  if (open < 0) return -1;
  if (text[open - 2] === '/') return open;
  const close = text.indexOf('</image>', open);
  return close < 0 ? -1 : close + '</image>'.length;
}

/** Behind the `>` of the first tag, which may have another one in quotes. */
function tagEnd(text: string): number {
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!;
    if (quote !== '') {
      if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '>') return at + 1;
  }
  return -1;
}

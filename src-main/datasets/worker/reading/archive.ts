/**
 * @file A ZIP archive of very many small files. yauzl asks the system twice for each entry of the directory, and opens a stream for
 * each file; here what it asks for is read by the piece, and a small file is unpacked at once.
 * Source: APPNOTE 6.3.10, 4.3.7 and 4.4.5.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { Readable } from 'node:stream';
import { inflateRawSync } from 'node:zlib';
import { type Entry, RandomAccessReader, type ZipFile, fromRandomAccessReaderPromise } from 'yauzl';

const PIECE_BYTES = 64 << 10;
/** Of a large file that is streamed. */
const STREAM_BYTES = 256 << 10;
const READS_AT_ONCE = 1000;
const STORED = 0;
const DEFLATED = 8;

export interface Archive {
  readonly zip: ZipFile;
  /** A file as it was packed; null where that has to be left to a stream: of another kind, or encrypted. @throws Error where it is damaged */
  readSmall(entry: Entry): Promise<Buffer | null>;
}

/** @throws Error as the system or yauzl tell it */
export async function openArchive(file: string): Promise<Archive> {
  const reader = new PieceReader(openSync(file, 'r'));
  const options = { autoClose: false, decodeStrings: false };
  const zip = await fromRandomAccessReaderPromise(reader, reader.size, options).catch((error: unknown) => {
    reader.end();
    throw error;
  });
  return {
    zip,
    async readSmall(entry) {
      const { compressionMethod, compressedSize, uncompressedSize } = entry;
      if (entry.isEncrypted() || (compressionMethod !== STORED && compressionMethod !== DEFLATED))
        return null;
      const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
      const packed = Buffer.allocUnsafeSlow(compressedSize);
      reader.copy(packed, fileDataStart);
      const bytes =
        compressionMethod === STORED
          ? packed
          : inflateRawSync(packed, { maxOutputLength: Math.max(1, uncompressedSize) });
      if (bytes.length !== uncompressedSize)
        throw new Error(`a file has ${bytes.length} bytes, not ${uncompressedSize}`);
      return bytes;
    },
  };
}

/** Reads a file by the piece: what is asked for next most often lies in the piece that was read last. */
class PieceReader extends RandomAccessReader {
  readonly #fd: number;
  readonly size: number;
  readonly #piece = Buffer.allocUnsafe(PIECE_BYTES);
  #from = 0;
  #length = 0;
  #reads = 0;
  #isOpen = true;

  constructor(fd: number) {
    super();
    this.#fd = fd;
    this.size = fstatSync(fd).size;
  }

  /** @throws Error where the file ends before */
  copy(target: Buffer, position: number): void {
    for (let done = 0; done < target.length;) {
      const at = position + done - this.#from;
      if (at >= 0 && at < this.#length) {
        done += this.#piece.copy(target, done, at, this.#length);
        continue;
      }
      this.#from = position + done;
      this.#length = readSync(this.#fd, this.#piece, 0, PIECE_BYTES, this.#from);
      if (this.#length === 0) throw new Error('the archive ends early');
    }
  }

  // eslint-disable-next-line max-params -- as yauzl asks
  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    let failed: Error | null = null;
    try {
      this.copy(buffer.subarray(offset, offset + length), position);
    } catch (error) {
      failed = error instanceof Error ? error : new Error(String(error));
    }
    // Now and then this process is heard of.
    if (++this.#reads % READS_AT_ONCE === 0) setImmediate(callback, failed);
    else process.nextTick(callback, failed);
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.#pieces(start, end), { objectMode: false });
  }

  *#pieces(start: number, end: number): Generator<Buffer> {
    for (let at = start; at < end;) {
      const piece = Buffer.allocUnsafeSlow(Math.min(STREAM_BYTES, end - at));
      const length = readSync(this.#fd, piece, 0, piece.length, at);
      if (length === 0) throw new Error('the archive ends early');
      yield piece.subarray(0, length);
      at += length;
    }
  }

  override close(callback: (error: Error | null) => void): void {
    this.end();
    process.nextTick(callback, null);
  }

  end(): void {
    if (this.#isOpen) closeSync(this.#fd);
    this.#isOpen = false;
  }
}

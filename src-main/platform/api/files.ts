/** @file Files over HTTP: downloads with Range, and the window's own static files. */
import { createReadStream, existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { FileSource } from '../../../src-shared/contract.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import type { Upload, Uploads } from './uploads.ts';

/** Only these types are shown by a browser as what they are; everything else is a download. */
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

/** The window's largest file in three parts; a call for each costs more than the bytes. */
const READ_BYTES = 512 * 1024;

/** A file as a response: whole, or the one range asked for (RFC 9110, section 14). */
export async function fileResponse(
  request: Request,
  file: string,
  headers: Readonly<Record<string, string>>,
): Promise<Response> {
  const { size } = await stat(file);
  const common = { ...headers, 'accept-ranges': 'bytes', 'x-content-type-options': 'nosniff' };
  const asked = request.headers.get('range');
  const range = asked ? parseRange(asked, size) : undefined;
  if (range === null)
    return new Response(null, { status: 416, headers: { ...common, 'content-range': `bytes */${size}` } });
  const { start, end } = range ?? { start: 0, end: size - 1 };
  const body = request.method === 'HEAD' || size === 0 ? null : streamOf(file, start, end);
  const length = { ...common, 'content-length': String(end - start + 1) };
  if (!range) return new Response(body, { headers: length });
  return new Response(body, {
    status: 206,
    headers: { ...length, 'content-range': `bytes ${start}-${end}/${size}` },
  });
}

function streamOf(file: string, start: number, end: number): ReadableStream<Uint8Array> {
  const stream = createReadStream(file, { start, end, highWaterMark: READ_BYTES });
  return Readable.toWeb(stream) as ReadableStream<Uint8Array>;
}

/**
 * The single byte range of a Range header, clipped to the file.
 *
 * @returns undefined when the header is not a single byte range (it is then ignored), null when it cannot be met
 */
export function parseRange(header: string, size: number): { start: number; end: number } | null | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header.trim());
  if (!match || (match[1] === '' && match[2] === '')) return undefined;
  const [, first = '', last = ''] = match;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  return start > end || start >= size ? null : { start, end };
}

/** A source named by a caller as a path of this machine. @throws AppError `house.localOnly`, `house.notFound` */
export function fileOf(
  source: Exclude<FileSource, { kind: 'sample' }>,
  { uploads, local }: { uploads: Uploads; local: boolean },
): Upload {
  if (source.kind === 'upload') return uploads.find(source.id);
  if (!local) throw new AppError('house.localOnly');
  const file = path.resolve(source.path);
  return { path: file, fileName: path.basename(file) };
}

/** What a page may load: its own files only. */
const PAGE_CSP =
  "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'";

/** The window's files; an address without a file is a page of the window, so it gets index.html. */
export async function pageResponse(request: Request, root: string): Promise<Response> {
  const { pathname } = new URL(request.url);
  const asked = path.join(root, path.normalize(decodeURIComponent(pathname)));
  const inside = asked.startsWith(root + path.sep) && path.extname(asked) !== '' && existsSync(asked);
  const file = inside ? asked : path.join(root, 'index.html');
  if (!inside && path.extname(pathname) !== '') return new Response('Not found', { status: 404 });
  if (!existsSync(file))
    return new Response('The window is not built yet: run “npm run build”.', { status: 503 });
  const immutable = pathname.startsWith('/assets/');
  return fileResponse(request, file, {
    'content-type': TYPES[path.extname(file)] ?? 'application/octet-stream',
    'content-security-policy': PAGE_CSP,
    'referrer-policy': 'no-referrer',
    'cache-control': immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
  });
}

/** Headers of a downloaded file: never rendered, never run. */
export function downloadHeaders(fileName: string): Record<string, string> {
  return {
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`,
    'content-security-policy': "default-src 'none'; sandbox",
  };
}

/** Headers of an image that came from anywhere: shown as the image it is, or not at all. */
export function imageHeaders(type: string): Record<string, string> {
  return {
    'content-type': type,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
  };
}

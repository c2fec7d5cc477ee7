/** @file Files to the workbench, with progress (which fetch cannot tell). */
import { AppError } from '../../src-shared/platform/errors.ts';
import { WRITE_HEADERS, fromProblem } from './client.ts';

export interface UploadOptions {
  /** Bytes sent so far. */
  readonly onProgress: (bytes: number) => void;
  readonly signal: AbortSignal;
}

/** Sends a file. @returns the upload's id. @throws AppError what the workbench said, or `house.unreachable` */
export function upload(file: File, { onProgress, signal }: UploadOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('PUT', `/files/upload?${new URLSearchParams({ name: file.name })}`);
    for (const [name, value] of Object.entries(WRITE_HEADERS)) request.setRequestHeader(name, value);
    request.responseType = 'json';
    request.upload.addEventListener('progress', ({ loaded }) => onProgress(loaded));
    request.addEventListener('load', () => {
      const id = idOf(request.response);
      if (request.status < 300 && id !== null) resolve(id);
      else reject(problemOf(request.response));
    });
    request.addEventListener('error', () => reject(new AppError('house.unreachable')));
    request.addEventListener('abort', () => reject(new DOMException('Aborted', 'AbortError')));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(file);
  });
}

function idOf(answer: unknown): string | null {
  return isRecord(answer) && typeof answer['id'] === 'string' ? answer['id'] : null;
}

function problemOf(answer: unknown): AppError {
  const data = isRecord(answer) ? answer['data'] : undefined;
  return isRecord(data) && typeof data['key'] === 'string'
    ? fromProblem({ key: data['key'], parameters: {}, ...data })
    : new AppError('house.internal');
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

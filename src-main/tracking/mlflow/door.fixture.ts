/** @file The MLflow door of a workbench of its own, asked as the official client asks. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect } from 'vitest';
import type { App } from '../../platform/host/app.ts';
import { createApp } from '../../app.ts';

const ORIGIN = 'http://127.0.0.1:5000';
export type Json = Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any -- answers of many forms

export interface OpenDoor {
  readonly app: App;
  /** @param headers beside those of the client, or in their place; null leaves one out */
  send(
    method: string,
    route: string,
    body?: unknown,
    headers?: Record<string, string | null>,
  ): Promise<Response>;
  close(): Promise<void>;
}

/** Without what a test leaves out on purpose. */
function given(headers: Readonly<Record<string, string | null>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter((header): header is [string, string] => header[1] !== null),
  );
}

export async function openDoor(): Promise<OpenDoor> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-mlflow-'));
  const app = await createApp({ workspace: folder, host: 'server' });
  const { secret } = await app.client.serving.createKey({ name: 'scripts', endpoint: 'mlflow' });
  return {
    app,
    send(method, route, body, headers = {}) {
      const isBytes = body instanceof Uint8Array;
      const isText = typeof body === 'string';
      const request = new Request(ORIGIN + route, {
        method,
        headers: given({
          authorization: `Bearer ${secret}`,
          'user-agent': 'mlflow-python-client/3.0.0',
          ...(body !== undefined && !isBytes && { 'content-type': 'application/json' }),
          ...headers,
        }),
        ...(body !== undefined && {
          body: isBytes ? new Uint8Array(body) : isText ? body : JSON.stringify(body),
        }),
      });
      return app.fetch(request, { origins: [ORIGIN], trusted: false, local: true });
    },
    async close() {
      await app.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What an answer says, which has to be of that status. */
export async function told(answer: Promise<Response>, status = 200): Promise<Json> {
  const response = await answer;
  const body = (await response.json()) as Json;
  expect([response.status, status === 200 ? body['message'] : undefined], JSON.stringify(body)).toEqual([
    status,
    undefined,
  ]);
  return body;
}
export const refused = async (answer: Promise<Response>): Promise<[number, string]> =>
  (await refusedInWords(answer)).slice(0, 2) as [number, string];
export const refusedInWords = async (answer: Promise<Response>): Promise<[number, string, string]> => {
  const response = await answer;
  const { error_code, message } = (await response.json()) as Json;
  return [response.status, error_code, message];
};

/** @file Procedures of serving: endpoints, predictions and writing. */
import { readFile, stat } from 'node:fs/promises';
import type { Asked } from '../../src-shared/contract.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import type { ModelRow as AskedRow } from '../models/index.ts';
import type { Serving } from './serving.ts';
import type { Uploads } from '../platform/api/uploads.ts';
import { os, rpcErrors } from '../platform/api/implement.ts';

/** Of an image that was sent before. */
const MOST_BYTES = 16 * 2 ** 20;

export function servingRouter(serving: Serving, uploads: Uploads) {
  const rowsOf = (asked: readonly Asked[]): Promise<AskedRow[]> =>
    Promise.all(asked.map((each) => rowOf(each, uploads)));

  return {
    serving: {
      deploy: os.serving.deploy.handler(({ input, context }) => serving.deploy(input, context.person)),
      stop: os.serving.stop.handler(({ input }) => serving.stop(input)),
      remove: os.serving.remove.handler(({ input }) => serving.remove(input)),
      list: os.serving.list.handler(() => serving.list()),
      access: os.serving.access.handler(() => ({ anyone: serving.keys.anyone() })),
      setAccess: os.serving.setAccess.handler(({ input: { anyone } }) => {
        serving.setAnyone(anyone);
        return { anyone };
      }),
      keys: os.serving.keys.handler(() => serving.keys.list()),
      createKey: os.serving.createKey.handler(({ input, context }) =>
        serving.createKey(input, context.person),
      ),
      revokeKey: os.serving.revokeKey.handler(({ input }) => {
        serving.revokeKey(input.id);
        return {};
      }),
      describe: os.serving.describe.handler(({ input }) => serving.describe(input)),
      predict: os.serving.predict.handler(async ({ input: { rows, ...through } }) =>
        serving.predict({ ...through, rows: await rowsOf(rows) }),
      ),
      generate: os.serving.generate.handler(({ input, signal }) =>
        rpcErrors(serving.generate(input, signal)),
      ),
    },
  };
}

async function rowOf(asked: Asked, uploads: Uploads): Promise<AskedRow> {
  if ('text' in asked) return { kind: 'text', text: asked.text };
  if ('image' in asked) return { kind: 'image', image: Buffer.from(asked.image, 'base64') };
  if ('upload' in asked) return { kind: 'image', image: await uploaded(asked.upload, uploads) };
  const cells = Object.entries(asked.row).map(
    ([column, cell]) => [column, typeof cell === 'boolean' ? String(cell) : cell] as const,
  );
  return { kind: 'table', cells: Object.fromEntries(cells) };
}

async function uploaded(id: string, uploads: Uploads): Promise<Uint8Array> {
  const { path } = uploads.find(id);
  if ((await stat(path)).size > MOST_BYTES) throw new AppError('serving.bodyTooLarge', { limit: '16 MB' });
  return readFile(path);
}

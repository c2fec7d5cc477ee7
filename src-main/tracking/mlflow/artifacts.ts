/**
 * @file Artifacts by `mlflow-artifacts`: those of a run are the run's own, others lie by their path. They are names in the database
 * and never paths of the disk; what would be a way up is refused all the same.
 */
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createId } from '../../../src-shared/platform/ids.ts';
import { downloadHeaders, fileResponse } from '../../platform/api/files.ts';
import { invalid, missing, MlflowError } from './errors.ts';
import { anyText, optionalText, text, type Fields } from './fields.ts';
import { requireRun, type Handlers, type MlflowParts } from './parts.ts';
import { runInfo } from './run-view.ts';

const OF_RUN = /^[^/]+\/(run-[^/]+)\/artifacts\/(.+)$/;

interface Found {
  readonly name: string;
  readonly blob: string;
  readonly bytes: number;
}

/** A path below the root of artifacts, decoded once. @throws MlflowError */
export function checkedPath(given: string): string {
  const parts = given.split('/').filter((part) => part !== '');
  if (parts.some((part) => part === '..' || part === '.') || /[\0\\]/.test(given))
    throw invalid(`Invalid path: “${given}”. A path has no “..”, no “.” and no backslash.`);
  return parts.join('/');
}

export type MlflowArtifacts = ReturnType<typeof createArtifacts>;

/** Whether a blob may be read by who asks. @throws AppError `labeling.answersHidden` */
type RequireShown = (blob: string) => void;

export function createArtifacts(parts: MlflowParts) {
  const { store, tracking, documents, queries } = parts;
  const drop = store.db.prepare<[string, string]>('DELETE FROM artifacts WHERE run = ? AND name = ?');

  function ofRun(file: string): { run: string; name: string } | null {
    const [, run, name] = OF_RUN.exec(file) ?? [];
    return run !== undefined && name !== undefined && queries.run.get(run) ? { run, name } : null;
  }

  function find(file: string): Found | undefined {
    const own = ofRun(file);
    if (!own) {
      const stored = documents.file(file);
      return stored && { name: stored.path, blob: stored.blob, bytes: stored.bytes };
    }
    return tracking.artifacts(own.run).find(({ name }) => name === own.name);
  }

  function below(folder: string): Found[] {
    const [, run, rest = ''] = /^[^/]+\/(run-[^/]+)\/artifacts(?:\/(.+))?$/.exec(folder) ?? [];
    if (run === undefined || !queries.run.get(run))
      return documents
        .filesBelow(folder === '' ? '' : `${folder}/`)
        .map((file) => ({ ...file, name: file.path.slice(folder.length + (folder === '' ? 0 : 1)) }));
    const prefix = rest === '' ? '' : `${rest}/`;
    return tracking
      .artifacts(run)
      .filter(({ name }) => name.startsWith(prefix))
      .map((file) => ({ ...file, name: file.name.slice(prefix.length) }));
  }

  /** What lies directly in a folder. */
  function list(folder: string): { path: string; is_dir: boolean; file_size?: number }[] {
    const folders = new Set<string>();
    const files: { path: string; is_dir: boolean; file_size?: number }[] = [];
    for (const { name, bytes } of below(folder)) {
      const at = name.indexOf('/');
      if (at < 0) files.push({ path: name, is_dir: false, file_size: bytes });
      else folders.add(name.slice(0, at));
    }
    return [...Array.from(folders, (each) => ({ path: each, is_dir: true })), ...files].sort((a, b) =>
      a.path < b.path ? -1 : 1,
    );
  }

  async function put(file: string, request: Request): Promise<object> {
    if (file === '') throw invalid('A name is missing.');
    const scratch = path.join(store.scratch, createId('upload'));
    try {
      const body = (request.body ?? new Blob([]).stream()) as Parameters<typeof Readable.fromWeb>[0];
      await pipeline(Readable.fromWeb(body), createWriteStream(scratch, { mode: 0o600 }));
      const blob = await store.blobs.adopt(scratch);
      const own = ofRun(file);
      if (own) tracking.artifact(own.run, own.name, blob);
      else documents.putFile({ path: file, blob: blob.sha256, bytes: blob.bytes });
    } finally {
      await rm(scratch, { force: true });
    }
    return {};
  }

  async function get(file: string, request: Request, requireShown: RequireShown): Promise<Response> {
    const found = find(file);
    if (!found) throw missing(`No such artifact: ${file}`);
    requireShown(found.blob);
    const at = await store.blobs.checked(found.blob, found.name);
    return fileResponse(request, at, downloadHeaders(found.name.split('/').at(-1)!));
  }

  /** A file, or all that lies in a folder. */
  function remove(file: string): object {
    const inside = below(file).map(({ name }) => `${file}/${name}`);
    store.tx(() => {
      for (const each of [file, ...inside]) {
        const one = ofRun(each);
        if (one) drop.run(one.run, one.name);
        else documents.removeFile(each);
      }
    });
    return {};
  }

  /** Answers what is under `mlflow-artifacts/`. */
  async function answer(
    route: string,
    request: Request,
    { fields, requireShown }: { fields: Fields; requireShown: RequireShown },
  ): Promise<object | Response> {
    if (route.startsWith('mpu/'))
      throw new MlflowError(
        'NOT_IMPLEMENTED',
        'Multipart upload is not supported for the current artifact repository',
      );
    if (route === 'artifacts' && request.method === 'GET')
      return { files: list(checkedPath(anyText(fields, 'path'))) };
    const [, file] = /^artifacts\/(.+)$/.exec(route) ?? [];
    const name = checkedPath(file ?? '');
    if (name !== '' && request.method === 'GET') return get(name, request, requireShown);
    if (name !== '' && request.method === 'PUT') return put(name, request);
    if (name !== '' && request.method === 'DELETE') return remove(name);
    throw new MlflowError('ENDPOINT_NOT_FOUND', `There is no ${request.method} ${route}.`);
  }

  const handlers: Handlers = {
    'GET artifacts/list': ({ fields }) => {
      const run = requireRun(parts, optionalText(fields, 'run_id') ?? text(fields, 'run_uuid'));
      const { artifact_uri: root } = runInfo(run) as { artifact_uri: string };
      const folder = checkedPath(anyText(fields, 'path'));
      const base = root.replace(/^mlflow-artifacts:\//, '');
      const files = list(folder === '' ? base : `${base}/${folder}`);
      return {
        root_uri: root,
        files: files.map((file) => ({ ...file, path: folder === '' ? file.path : `${folder}/${file.path}` })),
      };
    },
  };
  return { answer, handlers, list };
}

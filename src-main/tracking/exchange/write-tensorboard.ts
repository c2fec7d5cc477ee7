/** @file Runs as event files of TensorBoard, a folder each: `tensorboard --logdir` shows them all. */
import type { RunLosses } from '../../../src-shared/tracking/exchange/losses.ts';
import { scalarEvent, sessionEvents, textEvent, versionEvent } from './events.ts';
import { FilePaths, pathPart } from './file-names.ts';
import { shortHash } from './hash.ts';
import type { ImportedRun, RunRecord } from './records.ts';
import { tfRecord } from './tfrecord.ts';
import type { FilePiece } from './writer.ts';

/** Of a run its first record counts. */
export async function* writeTensorBoard(
  records: AsyncIterable<RunRecord>,
  losses: RunLosses,
): AsyncGenerator<FilePiece> {
  const folders = new FilePaths();
  const files = new Map<string, { readonly path: string; readonly name: string }>();
  for await (const record of records) {
    if (record.type === 'run') {
      const { run } = record;
      if (files.has(run.key)) continue;
      const path = pathOf(run, folders);
      files.set(run.key, { path, name: run.name });
      yield { path, bytes: Buffer.concat(headOf(run).map(tfRecord)) };
      continue;
    }
    const file = files.get(record.run);
    if (file === undefined) continue;
    const { path } = file;
    if (record.type === 'artifact') losses.add('noPlace', file.name, record.name);
    else
      yield {
        path,
        bytes: Buffer.concat(
          record.points.map(({ metric, step, at, value, epoch }) => {
            if (epoch !== null) losses.add('noEpochs', '');
            return tfRecord(scalarEvent((at ?? 0) / 1000, step, { tag: metric, value }));
          }),
        ),
      };
  }
}

/** TensorBoard knows a run by its folder, which two runs must not share; a reader of ours by the name of the file. */
function pathOf(run: ImportedRun, folders: FilePaths): string {
  const id = shortHash(run.key);
  const experiment = pathPart(run.experiment || 'runs');
  const name = pathPart(run.name);
  const folder = folders.has(`${experiment}/${name}`)
    ? `${experiment}/${name} ${id}`
    : `${experiment}/${name}`;
  return `${folders.of(folder)}/events.out.tfevents.${Math.floor((run.startedAt ?? 0) / 1000)}.lathe.${id}`;
}

function headOf(run: ImportedRun): Uint8Array[] {
  const at = (run.startedAt ?? 0) / 1000;
  const texts = [...run.tags, ...(run.note === '' ? [] : ([['note', run.note]] as const))];
  const { parameters, state, endedAt } = run;
  return [
    versionEvent(at),
    ...sessionEvents(at, {
      parameters,
      state: state === 'stopped' ? 'failed' : state,
      endedAt: endedAt === null ? null : endedAt / 1000,
    }),
    ...texts.map(([tag, text]) => textEvent(at, 0, { tag, text })),
  ];
}

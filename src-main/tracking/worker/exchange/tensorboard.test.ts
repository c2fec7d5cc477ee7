import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPython, pythonMissing } from '../../../../scripts/python.ts';
import { crc32c, maskedCrc32c } from '../../exchange/crc32c.ts';
import { recordsRead, tfRecord, tfRecordsOf } from '../../exchange/tfrecord.ts';
import { writeTensorBoard } from '../../exchange/write-tensorboard.ts';
import { SAMPLES, readFiles, writeFiles, type Files } from './files.fixture.ts';

const bytesOf = (text: string) => Buffer.from(text, 'latin1');

it('CRC-32C has the values of RFC 3720, B.4, masked as TensorFlow has it', () => {
  expect(crc32c(bytesOf('123456789'))).toBe(0xe3069283);
  expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
  expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43);
  expect(maskedCrc32c(bytesOf('123456789'))).toBe(
    (((0xe3069283 >>> 15) | (0xe3069283 << 17)) + 0xa282ead8) >>> 0,
  );
});

describe('records of TensorFlow', () => {
  const read = async (file: Uint8Array, size: number, most?: number) => {
    const told = recordsRead();
    async function* chunks() {
      for (let at = 0; at < file.length; at += size) yield file.subarray(at, at + size);
    }
    const records: Uint8Array[] = [];
    for await (const batch of tfRecordsOf(chunks(), told, most)) records.push(...batch);
    return { records: records.map((record) => Buffer.from(record)), told };
  };

  it('come back whatever the pieces, up to where the file was cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 6 }),
        fc.integer({ min: 1, max: 40 }),
        fc.nat(),
        async (all, size, at) => {
          const file = Buffer.concat(all.map(tfRecord));
          const cut = at % (file.length + 1);
          const ends = all.map((_, i) => Buffer.concat(all.slice(0, i + 1).map(tfRecord)).length);
          const whole = ends.filter((end) => end <= cut).length;
          const { records, told } = await read(file.subarray(0, cut), size);
          expect(records).toEqual(all.slice(0, whole).map((record) => Buffer.from(record)));
          expect(told).toMatchObject({
            endsEarly: cut !== (ends[whole - 1] ?? 0),
            isDamaged: false,
            damaged: 0,
          });
        },
      ),
      { numRuns: 60 },
    );
  });

  it('that are damaged or too long are left out, and told', async () => {
    const [a, b, c] = ['one', 'two', 'three'].map((text) => tfRecord(bytesOf(text)));
    const damaged = Buffer.concat([a!, b!, c!]);
    damaged[a!.length + 13]! ^= 1;
    expect(await read(damaged, 7)).toMatchObject({
      records: [bytesOf('one'), bytesOf('three')],
      told: { damaged: 1, isDamaged: false },
    });
    damaged[a!.length + 1]! ^= 1;
    expect(await read(damaged, 7)).toMatchObject({ records: [bytesOf('one')], told: { isDamaged: true } });
    const long = Buffer.concat([a!, tfRecord(new Uint8Array(900)), c!]);
    for (const size of [1, 50, 2000])
      expect(await read(long, size, 100)).toMatchObject({
        records: [bytesOf('one'), bytesOf('three')],
        told: { tooLong: 1, endsEarly: false },
      });
  });
});

describe('event files', () => {
  it('that Lathe writes are read again: all points, parameters, tags and notes', async () => {
    const { files, losses } = await writeFiles(writeTensorBoard, SAMPLES);
    expect(Object.keys(files).every((name) => !/(^|\/)\.\.?(\/|$)/.test(name) && !name.startsWith('/'))).toBe(
      true,
    );
    expect(losses.map(({ what }) => what)).toEqual(['noPlace', 'noPlace']);
    const read = await readFiles(files, 'runs');
    expect(read).toMatchObject({ formats: ['tensorboard'], losses: [] });
    const [first, second] = read.runs.toSorted((a, b) => b.points.length - a.points.length);
    const [sample] = SAMPLES;
    expect(first!.points).toEqual(sample!.points);
    expect(first!.parameters).toEqual(sample!.parameters);
    expect(first!.tags).toEqual(new Map([...sample!.tags, ['note', sample!.note]]));
    expect(first).toMatchObject({
      state: 'finished',
      startedAt: sample!.startedAt,
      endedAt: sample!.endedAt,
    });
    expect(second).toMatchObject({ state: 'failed' });
  });

  it('have keys of their own wherever they lie, and lose only what a cut file has not', async () => {
    const { files } = await writeFiles(writeTensorBoard, SAMPLES);
    const moved = Object.fromEntries(
      Object.entries(files).map(([name, bytes]) => [`elsewhere/${name}`, bytes]),
    );
    const keys = async (given: Files) => (await readFiles(given)).runs.map(({ key }) => key);
    expect(await keys(moved)).toEqual(await keys(files));
    const [name, bytes] = Object.entries(files)[0]! as [string, Buffer];
    for (let cut = 0; cut < bytes.length; cut += 17) {
      const { runs } = await readFiles({ [name]: bytes.subarray(0, cut) });
      expect(runs[0]!.points).toEqual(SAMPLES[0]!.points.slice(0, runs[0]!.points.length));
    }
  });

  const python = findPython('tensorboard', 'numpy');

  it('that Lathe writes are read by TensorBoard', (context) => {
    if (!python) return context.skip(pythonMissing('tensorboard', 'numpy'));
    return writeFiles(writeTensorBoard, SAMPLES).then(({ files }) => {
      const folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-events-'));
      for (const [name, bytes] of Object.entries(files)) {
        mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
        writeFileSync(path.join(folder, name), bytes);
      }
      const told = JSON.parse(runPython(python, READS, folder)) as Record<string, unknown>[];
      rmSync(folder, { recursive: true });
      const sample = SAMPLES[0]!;
      const metrics = Object.fromEntries(
        [...Map.groupBy(sample.points, ({ metric }) => metric)].map(([metric, points]) => [
          metric,
          points.map(({ step, value, at }) => [step, String(value), at! / 1000]),
        ]),
      );
      const first = told.find(({ hparams }) => Object.keys(hparams as object).length > 0)!;
      expect(first['scalars']).toEqual(metrics);
      expect(first['hparams']).toEqual(Object.fromEntries(sample.parameters));
      expect(first['texts']).toMatchObject({ 'team/text_summary': 'a,b\nc' });
      expect(told).toHaveLength(2);
    });
  });

  it('that torch wrote are read: both forms of scalars, texts and parameters', async () => {
    const files = Object.fromEntries(
      ['events.out.tfevents.1796012100.host.1.0', 'session/events.out.tfevents.1796012101.host.1.1'].map(
        (name) => [
          name,
          readFileSync(path.join(import.meta.dirname, '../../exchange/written/torch-2.13', name)),
        ],
      ),
    );
    const { runs, losses } = await readFiles(files, 'logs');
    const [top, session] = runs;
    const values = (metric: string) =>
      top!.points.filter((point) => point.metric === metric).map(({ step, value }) => [step, value]);
    expect(values('old/loss')).toEqual([
      [1, 0.5],
      [2, Number.NaN],
      [-3, Number.POSITIVE_INFINITY],
    ]);
    expect(values('new')).toEqual([[7, 2.5]]);
    expect(values('double')).toEqual([[8, 0.1]]);
    expect(values('half')).toEqual([[9, 1.5]]);
    expect(top!.tags).toEqual(new Map([['words', 'hello 世界']]));
    expect(losses.map(({ what, value }) => [what, value])).toEqual([['otherKind', 'histogram']]);
    expect(session).toMatchObject({ name: 'session', parent: top!.key, state: 'finished' });
    expect(session!.parameters).toEqual(
      new Map<string, unknown>([
        ['lr', 0.1],
        ['optimizer', 'adam'],
        // torch itself writes switches as numbers.
        ['flip', 1],
      ]),
    );
    expect(session!.points.map(({ metric, value }) => [metric, value])).toEqual([['accuracy', 0.5]]);
  });
});

function runPython(python: string, code: string, folder: string): string {
  const { status, stdout, stderr } = spawnSync(python, ['-c', code, folder], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

const READS = `
import glob, json, os, sys
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.util import tensor_util
from tensorboard.plugins.hparams import plugin_data_pb2
told = []
for file in sorted(glob.glob(sys.argv[1] + '/**/events.out*', recursive=True)):
    events = EventAccumulator(os.path.dirname(file), size_guidance={'tensors': 0}).Reload()
    item = lambda event: tensor_util.make_ndarray(event.tensor_proto).item()
    name = lambda value: {'nan': 'NaN', 'inf': 'Infinity', '-inf': '-Infinity'}.get(str(value))
    js = lambda value: name(value) or (str(int(value)) if value == int(value) and abs(value) < 1e21 else repr(value).replace('e-0', 'e-'))
    scalars, texts, hparams = {}, {}, {}
    for tag, content in events.summary_metadata.items():
        plugin = content.plugin_data.plugin_name
        if plugin == 'scalars':
            scalars[tag] = [[e.step, js(item(e)), e.wall_time] for e in events.Tensors(tag)]
        elif plugin == 'text':
            texts[tag] = tensor_util.make_ndarray(events.Tensors(tag)[0].tensor_proto).item().decode()
        elif tag == '_hparams_/session_start_info':
            data = plugin_data_pb2.HParamsPluginData.FromString(content.plugin_data.content)
            for key, value in data.session_start_info.hparams.items():
                hparams[key] = getattr(value, value.WhichOneof('kind'))
    told.append({'scalars': scalars, 'texts': texts, 'hparams': hparams})
print(json.dumps(told))
`;

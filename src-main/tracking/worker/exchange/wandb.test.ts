import { readFileSync } from 'node:fs';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { readFiles } from './files.fixture.ts';

/** Written by W&B's client 0.30.0 offline: five steps with NaN, infinity, a nested metric and a text, then one far ahead. */
const WRITTEN = readFileSync(path.join(import.meta.dirname, '../../exchange/written/wandb-0.30.0.wandb'));
/** Written by the same client: what was printed, a file that was saved, a summary set by hand, a group, a later change of the config. */
const WHOLE = readFileSync(path.join(import.meta.dirname, '../../exchange/written/wandb-0.30.0-whole.wandb'));
const NAME = 'offline-run-20261130_040153-3zm1l189/run-3zm1l189.wandb';

describe('a folder that W&B wrote offline', () => {
  it('is read with everything that was logged', async () => {
    const { formats, runs, losses } = await readFiles({ [NAME]: WRITTEN });
    expect([formats, runs.length]).toEqual([['wandb'], 1]);
    const [run] = runs;
    expect(run).toMatchObject({
      key: 'wandb:spam/3zm1l189',
      experiment: 'spam',
      name: 'first run',
      state: 'finished',
      note: 'hello\nworld',
      parameters: new Map<string, unknown>([
        ['lr', 0.1],
        ['net.hidden', '[3,4]'],
        ['net.act', 'relu'],
        ['seed', 7],
        ['flag', true],
      ]),
      tags: new Map([
        ['a', ''],
        ['b', ''],
        ['group', 'sweep 1'],
        ['job type', 'train'],
      ]),
    });
    expect(run!.startedAt).toBeGreaterThan(1.79e12);
    expect(run!.endedAt).toBeGreaterThanOrEqual(run!.startedAt!);
    const values = (metric: string) =>
      run!.points
        .filter((point) => point.metric === metric)
        .map(({ step, epoch, value }) => [step, epoch, value]);
    expect(values('loss')).toEqual([0, 1, 2, 3, 4].map((i) => [i, Math.floor(i / 2), 1 / (i + 1)]));
    expect(values('acc').map(([, , value]) => value)).toEqual([
      0,
      0.2,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      0.8,
    ]);
    expect(values('nested.x')).toEqual([0, 1, 2, 3, 4].map((i) => [i, Math.floor(i / 2), i]));
    expect(values('late')).toEqual([[20, null, 1]]);
    expect(new Set(run!.points.map(({ metric }) => metric))).toEqual(
      new Set(['loss', 'acc', 'nested.x', 'late', 'epoch', 'best']),
    );
    expect(losses).toEqual([
      { what: 'otherKind', value: 'note', count: 5, first: NAME },
      { what: 'artifactElsewhere', value: 'requirements.txt', count: 1, first: NAME },
    ]);
  });

  it('has what was printed, saved, and put into the summary by hand', async () => {
    const folder = 'offline-run-20261130_083020-abc12345';
    const { runs, losses } = await readFiles({
      [`${folder}/run-abc12345.wandb`]: WHOLE,
      [`${folder}/files/requirements.txt`]: 'torch==2.13\n',
      [`${folder}/files/media/images/a.png`]: 'png',
      [`${folder}/logs/debug.log`]: 'not of the run',
    });
    const [run] = runs;
    expect(run).toMatchObject({
      name: 'whole run',
      state: 'finished',
      note: 'n',
      parameters: new Map<string, unknown>([
        ['lr', 0.1],
        ['net.depth', 3],
        ['late', 5],
      ]),
      tags: new Map([
        ['a', ''],
        ['b', ''],
        ['group', 'g1'],
        ['job type', 'train'],
        ['summary.verdict', 'good'],
      ]),
    });
    const { 'output.log': output, ...artifacts } = run!.artifacts;
    expect(output).toContain('hello from the program\n');
    expect(artifacts).toEqual({ 'requirements.txt': 'torch==2.13\n', 'media/images/a.png': 'png' });
    const last = (metric: string) => run!.points.filter((point) => point.metric === metric).at(-1);
    expect(['best', 'deep.x'].map(last)).toMatchObject([
      { step: 4, value: 0.9 },
      { step: 4, value: 2 },
    ]);
    // Its greatest value is in the summary; what was measured last is what was measured.
    expect(last('acc')).toMatchObject({ step: 4, value: 0.1 });
    expect(losses).toEqual([
      { what: 'artifactElsewhere', value: 'notes.txt', count: 1, first: `${folder}/run-abc12345.wandb` },
    ]);
  });

  it('that was cut off anywhere keeps what is before', async () => {
    const whole = (await readFiles({ [NAME]: WRITTEN })).runs[0]!;
    for (let cut = 7; cut < WRITTEN.length; cut += 37) {
      const { runs } = await readFiles({ [NAME]: WRITTEN.subarray(0, cut) });
      // What the summary has of its own comes at the end, with no time.
      const logged = runs[0]!.points.filter(({ at }) => at !== null);
      expect(logged).toEqual(whole.points.slice(0, logged.length));
    }
  });

  it('with a changed byte loses only a part, and says so', async () => {
    const damaged = Buffer.from(WRITTEN);
    damaged[1500]! ^= 0xff;
    const { runs, losses } = await readFiles({ [NAME]: damaged });
    expect(runs[0]).toMatchObject({ key: 'wandb:spam/3zm1l189' });
    expect(losses.some(({ what }) => what === 'damaged' || what === 'endsEarly')).toBe(true);
  });

  it('is read over the ends of blocks', async () => {
    const records = Array.from({ length: 300 }, (_, i) => history(i, 'x'.repeat(500)));
    const { runs, losses } = await readFiles({ 'run-a.wandb': logOf(records) }, 'x', 1000);
    expect(runs[0]!.points.map(({ step }) => step)).toEqual(records.map((_, i) => i));
    expect(losses).toEqual([{ what: 'otherKind', value: 'text', count: 300, first: 'run-a.wandb' }]);
  });

  it('that is none is told', async () => {
    const { runs, losses } = await readFiles({ 'run-a.wandb': 'nothing of the kind', 'run-b.wandb': '' });
    expect(runs).toEqual([]);
    expect(losses.map(({ what, value }) => [what, value])).toEqual([
      ['badFile', 'run-a.wandb'],
      ['badFile', 'run-b.wandb'],
    ]);
  });
});

function history(step: number, text: string): Uint8Array {
  const to = new BinaryWriter().tag(2, WireType.LengthDelimited).fork();
  for (const [key, json] of Object.entries({ loss: '0.5', text: JSON.stringify(text) })) {
    to.tag(1, WireType.LengthDelimited).fork().tag(1, WireType.LengthDelimited).string(key);
    to.tag(16, WireType.LengthDelimited).string(json).join();
  }
  to.tag(2, WireType.LengthDelimited).fork().tag(1, WireType.Varint).int64(step).join();
  return to.join().finish();
}

/** As LevelDB's `doc/log_format.md` has it. */
function logOf(records: readonly Uint8Array[]): Buffer {
  const parts: Buffer[] = [Buffer.from([0x3a, 0x57, 0x26, 0x42, 0xe1, 0xbe, 0])];
  let at = 7;
  const add = (bytes: Buffer) => {
    parts.push(bytes);
    at += bytes.length;
  };
  for (const record of records) {
    let from = 0;
    do {
      const room = 32768 - (at % 32768);
      if (room < 7) {
        add(Buffer.alloc(room));
        continue;
      }
      const piece = record.subarray(from, from + Math.min(room - 7, record.length - from));
      const isLast = from + piece.length === record.length;
      const type = from === 0 ? (isLast ? 1 : 2) : isLast ? 4 : 3;
      const head = Buffer.alloc(7);
      head.writeUInt32LE(crc32(piece, crc32(Buffer.of(type))), 0);
      head.writeUInt16LE(piece.length, 4);
      head[6] = type;
      add(Buffer.concat([head, piece]));
      from += piece.length;
    } while (from < record.length);
  }
  return Buffer.concat(parts);
}

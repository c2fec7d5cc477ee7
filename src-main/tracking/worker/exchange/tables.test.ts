import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RunLosses } from '../../../../src-shared/tracking/exchange/losses.ts';
import { findPython, pythonMissing } from '../../../../scripts/python.ts';
import { pythonSays } from '../../../../scripts/python.fixture.ts';
import { openDuckDb, quoted } from '../../../platform/worker/duckdb.ts';
import { writeCsv, writeTyped } from '../../exchange/write-csv.ts';
import { SAMPLES, readFiles, writeFiles, type WholeRun } from './files.fixture.ts';
import { linesOf } from './source.ts';
import { asParquet } from './write-parquet.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-tables-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const values = (run: WholeRun | undefined) =>
  run!.points.map(({ metric, step, epoch, value }) => [metric, step, epoch, value]);

describe('CSV', () => {
  it('with a row for each point', async () => {
    const { formats, runs, losses } = await readFiles({
      'log.csv':
        '\uFEFFrun,metric,step,epoch,time,value\r\na,"x, ""y""",1,0.5,1700000000,nan\r\nb,loss,2,,,bad\r\n\r\na,loss,1,,,-inf\r\n',
    });
    expect(formats).toEqual(['csv']);
    expect(runs.map(({ key, name }) => [key, name])).toEqual([
      ['table:a', 'a'],
      ['table:b', 'b'],
    ]);
    expect(values(runs[0])).toEqual([
      ['x, "y"', 1, 0.5, Number.NaN],
      ['loss', 1, null, Number.NEGATIVE_INFINITY],
    ]);
    expect(runs[0]!.points[0]!.at).toBe(1_700_000_000_000);
    expect(losses).toEqual([{ what: 'noNumber', value: 'loss: bad', count: 1, first: 'log.csv:3' }]);
  });

  it('with a row for each step, of one run by the name of the file', async () => {
    const { runs } = await readFiles({ 'deep/owl.csv': 'step;loss;acc\n1;0,5;\n2;0.25;0.9\n' });
    expect(runs.map(({ key }) => key)).toEqual(['table:owl/owl']);
    expect(values(runs[0])).toEqual([
      ['loss', 2, null, 0.25],
      ['acc', 2, null, 0.9],
    ]);
  });

  it('of TensorBoard’s button, and of MLflow’s table of runs', async () => {
    const board = await readFiles({ 'run_a_loss.csv': 'Wall time,Step,Value\n1700000000.5,10,0.25\n' });
    expect(values(board.runs[0])).toEqual([['run_a_loss', 10, null, 0.25]]);
    const table = await readFiles({
      'runs.csv':
        'run_id,experiment_id,status,start_time,metrics.acc,params.lr,tags.mlflow.user\nabc,1,KILLED,2026-01-01 10:00:00+00:00,0.9,1e-3,ada\n',
    });
    expect(table.runs).toMatchObject([
      {
        key: 'table:abc',
        experiment: '1',
        state: 'stopped',
        startedAt: Date.UTC(2026, 0, 1, 10),
        parameters: new Map([['lr', 0.001]]),
        tags: new Map([['mlflow.user', 'ada']]),
      },
    ]);
    expect(values(table.runs[0])).toEqual([['acc', 0, null, 0.9]]);
  });

  it('that has nothing of runs, or a quote that does not end, is told', async () => {
    const { runs, losses } = await readFiles({
      'a.csv': 'name,age\nx,1\n',
      'b.csv': 'step,loss\n1,2\n2,"3\n4,5',
    });
    expect(values(runs[0])).toEqual([['loss', 1, null, 2]]);
    expect(losses.map(({ what, first }) => [what, first])).toEqual([
      ['badFile', 'a.csv'],
      ['badLine', 'b.csv:3'],
    ]);
    await expect(readFiles({ 'notes.txt': 'x' })).rejects.toThrow('There are no runs in “chosen”.');
  });

  it('of a hundred thousand parameters is read with each of them; typed columns are fewer, which is told', async () => {
    const parameters = new Map(Array.from({ length: 100_000 }, (_, i) => [`layer.${i}.size`, i] as const));
    const twice = new Map([['LAYER.7.size', 0], ...parameters]);
    const many = [{ ...SAMPLES[1]!, parent: null, parameters: twice }];
    const { files, losses } = await writeFiles(writeCsv, many);
    const { runs } = await readFiles(files);
    expect(losses).toEqual([]);
    expect(runs[0]!.parameters).toEqual(twice);
    const typed = await writeFiles(writeTyped, many);
    expect(typed.losses.map(({ what, value }) => [what, value])).toEqual([
      ['manyColumns', '2000'],
      ['renamed', 'layer.7.size'],
    ]);
    const wide = path.join(folder, 'wide');
    mkdirSync(wide);
    for (const [name, bytes] of Object.entries(typed.files)) writeFileSync(path.join(wide, name), bytes);
    await asParquet(wide, Object.keys(typed.files));
    const parquet = { 'runs.parquet': readFileSync(path.join(wide, 'runs.parquet')) };
    expect((await readFiles(parquet)).runs[0]!.parameters.size).toBe(2000);
  });

  it('with a line that is too long is read without it, and no value gets another name', async () => {
    const losses = new RunLosses();
    const bytes = Buffer.from(`step,loss\n1,2\n3,${'4'.repeat(100)}\n5,6\n${'7'.repeat(100)}`);
    const pieces = Array.from({ length: 20 }, (_, i) => bytes.subarray(i * 12, i * 12 + 12));
    const file = {
      name: 'a.csv',
      bytes: bytes.length,
      read: () => Promise.resolve(bytes),
      head: () => Promise.resolve(bytes),
      stream: () => Promise.resolve(Readable.from(pieces)),
    };
    const lines: string[] = [];
    for await (const some of linesOf(file, losses, 40)) lines.push(...some);
    expect(lines).toEqual(['step,loss', '1,2', '', '5,6']);
    expect(losses.list()).toEqual([{ what: 'tooLong', value: '', count: 2, first: 'a.csv:3' }]);
  });

  it('and Parquet that Lathe writes are read again', async () => {
    const { files, losses } = await writeFiles(writeCsv, SAMPLES);
    expect(losses.map(({ what, value }) => [what, value])).toEqual([
      ['noPlace', 'model/../../x'],
      ['noPlace', 'a b.txt'],
    ]);
    // A person knows a run by its name, not by its key.
    const names = new Set(SAMPLES.map(({ name }) => name));
    expect(losses.filter(({ first }) => !names.has(first))).toEqual([]);
    const asWritten = SAMPLES.map((run) => ({ ...run, artifacts: {} }));
    const byKey = (runs: readonly WholeRun[]) => runs.toSorted((a, b) => (a.key < b.key ? -1 : 1));
    expect(byKey((await readFiles(files)).runs)).toEqual(byKey(asWritten));
    for (const [name, bytes] of Object.entries(files)) writeFileSync(path.join(folder, name), bytes);
    await asParquet(folder, Object.keys(files));
    const parquet = Object.fromEntries(
      ['points', 'runs'].map((name) => [
        `${name}.parquet`,
        readFileSync(path.join(folder, `${name}.parquet`)),
      ]),
    );
    const read = await readFiles(parquet);
    expect(read).toMatchObject({ formats: ['parquet'], losses: [] });
    expect(byKey(read.runs)).toEqual(byKey(asWritten));
  });

  it('as Parquet has its types and every value for pyarrow, too', async (context) => {
    const python = findPython('pyarrow');
    context.skip(!python, pythonMissing('pyarrow'));
    const { files } = await writeFiles(writeCsv, SAMPLES);
    for (const [name, bytes] of Object.entries(files)) writeFileSync(path.join(folder, name), bytes);
    await asParquet(folder, Object.keys(files));
    const told = JSON.parse(pythonSays(python!, ['-c', READS, folder])) as {
      readonly types: Record<string, string>;
      readonly points: readonly (readonly [string, number, string])[];
      readonly names: readonly string[];
    };
    expect(told.types).toMatchObject({ step: 'int64', value: 'double', metric: 'string' });
    expect(told.types['time']).toMatch(/^timestamp/);
    const number = (text: string) => Number(text.replace('inf', 'Infinity'));
    expect(told.points.map(([metric, step, value]) => [metric, step, number(value)])).toEqual(
      SAMPLES.flatMap(({ points }) => points.map(({ metric, step, value }) => [metric, step, value])),
    );
    expect(told.names).toEqual(SAMPLES.map(({ name }) => name));
  });
});

const READS = `
import json, sys
import pyarrow.parquet as parquet
points, runs = [parquet.read_table(sys.argv[1] + '/' + name + '.parquet') for name in ('points', 'runs')]
print(json.dumps({
    'types': {field.name: str(field.type) for field in points.schema},
    'points': [[row['metric'], row['step'], repr(row['value'])] for row in points.to_pylist()],
    'names': runs.column('name').to_pylist(),
}))
`;

describe('Parquet of Neptune’s exporter', () => {
  it('is read over many files, with series, parameters and what is Neptune’s own', async () => {
    const instance = await openDuckDb(':memory:', { threads: '1' });
    const connection = await instance.connect();
    const row = (run: string, name: string, type: string, more: string) =>
      `SELECT 'team/spam' AS project_id, '${run}' AS run_id, '${name}' AS attribute_path, '${type}' AS attribute_type, ${more}`;
    const columns = (given: Record<string, string>) =>
      Object.entries({
        step: 'NULL::DECIMAL(18,6)',
        timestamp: "TIMESTAMPTZ '2026-01-01 10:00:00+00'",
        int_value: 'NULL::BIGINT',
        float_value: 'NULL::DOUBLE',
        string_value: 'NULL::VARCHAR',
        bool_value: 'NULL::BOOLEAN',
        datetime_value: 'NULL::TIMESTAMPTZ',
        string_set_value: 'NULL::VARCHAR[]',
        file_value: 'NULL::STRUCT(path VARCHAR)',
        ...given,
      })
        .map(([name, value]) => `${value} AS ${name}`)
        .join(', ');
    const parts = [
      [
        row('SPAM-1', 'sys/name', 'string', columns({ string_value: "'owl'" })),
        row(
          'SPAM-1',
          'sys/creation_time',
          'datetime',
          columns({ datetime_value: "TIMESTAMPTZ '2026-01-01 09:00:00+00'" }),
        ),
        row('SPAM-1', 'parameters/lr', 'float', columns({ float_value: '0.5' })),
        row('SPAM-1', 'loss', 'float_series', columns({ step: '2', float_value: "'nan'::DOUBLE" })),
        row('SPAM-1', 'images', 'file_series', columns({})),
      ],
      [
        row('SPAM-1', 'loss', 'float_series', columns({ step: '1.25', float_value: '0.25' })),
        row('SPAM-1', 'sys/tags', 'string_set', columns({ string_set_value: "['a', 'b']" })),
        row('SPAM-1', 'sys/failed', 'bool', columns({ bool_value: 'true' })),
        row('SPAM-2', 'depth', 'int', columns({ int_value: '3' })),
      ],
    ];
    const files: Record<string, Buffer> = {};
    for (const [i, rows] of parts.entries()) {
      const file = path.join(folder, `neptune-${i}.parquet`);
      await connection.run(`COPY (${rows.join(' UNION ALL BY NAME ')}) TO ${quoted(file)} (FORMAT parquet)`);
      files[`data/team_spam/part;#*_${i}.parquet`] = readFileSync(file);
    }
    connection.closeSync();
    instance.closeSync();
    const { runs, losses } = await readFiles(files);
    expect(runs).toMatchObject([
      {
        key: 'neptune:team/spam/SPAM-1',
        experiment: 'team/spam',
        name: 'owl',
        state: 'failed',
        startedAt: Date.UTC(2026, 0, 1, 9),
        parameters: new Map([['parameters/lr', 0.5]]),
        tags: new Map([
          ['a', ''],
          ['b', ''],
        ]),
      },
      { key: 'neptune:team/spam/SPAM-2', parameters: new Map([['depth', 3]]), points: [] },
    ]);
    expect(values(runs[0])).toEqual([
      ['loss', 1, null, 0.25],
      ['loss', 2, null, Number.NaN],
    ]);
    expect(runs[0]!.points[0]!.at).toBe(Date.UTC(2026, 0, 1, 10));
    expect(losses.map(({ what, value, first }) => [what, value, first])).toEqual([
      ['partOfStep', '', 'loss'],
      ['otherKind', 'file_series', 'images'],
    ]);
  });
});

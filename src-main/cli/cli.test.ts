/** The `lathe` command as scripts see it: exit status, one JSON object on standard output, words on standard error. */
import { once } from 'node:events';
import { existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { spawnSync } from 'node:child_process';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runLathe, runLatheHere } from './lathe.fixture.ts';
import { launch } from '../programs.fixture.ts';
import { productVersion } from '../platform/host/product.ts';
import { RECIPES, recipeNamed } from '../training/recipes/index.ts';

let folder: string;
let workspace: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-cli-'));
  workspace = path.join(folder, 'workspace');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Given {
  readonly input?: string;
  readonly at?: string;
}

const lathe = (args: readonly string[], { input = '', at = workspace }: Given = {}) =>
  runLatheHere(at, args, input);

/** In a process of its own. */
const latheAlone = (args: readonly string[], { input = '', at = workspace }: Given = {}) =>
  runLathe(at, args, input);

function file(name: string, content: string | Uint8Array): string {
  const where = path.join(folder, name);
  writeFileSync(where, content);
  return where;
}

/** Rows of two classes that one word tells apart. */
function rows(count: number): string {
  const lines = Array.from(
    { length: count },
    (_, i) => `${i % 2 ? 'buy this now' : 'see you soon'} number ${i},${i % 2 ? 'spam' : 'ham'}`,
  );
  return `text,label\n${lines.join('\n')}\n`;
}

/** The same rows, each of a language. */
function inLanguages(csv: string): string {
  const [header, ...lines] = csv.trim().split('\n');
  return `${header},lang\n${lines.map((line, i) => `${line},${i % 3 ? 'en' : 'de'}`).join('\n')}\n`;
}

describe('the main job by script', () => {
  it('goes from a file to predictions, a JSON object a step', async () => {
    const json = async (...args: string[]) => {
      const { status, out, err } = await latheAlone([...args, '--json']);
      expect([status, err.includes('lathe:')], err).toEqual([0, false]);
      expect(out.trim().split('\n')).toHaveLength(1);
      return JSON.parse(out);
    };
    const imported = await json(
      'import',
      file('mail.csv', inLanguages(rows(200))),
      '--text',
      'text',
      '--label',
      'label',
    );
    expect(imported).toMatchObject({
      dataset: expect.any(String),
      rows: 200,
      rejected: 0,
      seconds: expect.any(Number),
    });
    const frozen = await json('freeze', '--dataset', imported.dataset, '--seed', '1');
    expect([frozen.train, frozen.validation, frozen.test]).toEqual([160, 20, 20]);
    const sizes = ['hidden=8', 'embedding=8', 'sequenceLength=8', 'vocabulary=300'];
    const settings = ['epochs=6', 'batchSize=8', ...sizes];
    const trained = await json(
      'train',
      '--version',
      frozen.version,
      '--recipe',
      'text-lstm',
      '--set',
      ...settings,
    );
    expect(trained).toMatchObject({
      run: expect.any(String),
      weightsSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      validation: { accuracy: expect.any(Number) },
    });
    const evaluated = await json('evaluate', '--model', trained.model, '--version', frozen.version);
    expect(evaluated).toMatchObject({
      accuracy: 1,
      macroPrecision: 1,
      macroRecall: 1,
      macroF1: 1,
      confusion: [
        [10, 0],
        [0, 10],
      ],
    });
    // The column beside text and label is kept, and the accuracy told for each of its values.
    const [slice] = evaluated.slices;
    expect(slice).toMatchObject({ column: 'lang', values: [{ score: 1 }, { score: 1 }] });
    expect(slice.values.map(({ value }: { value: string }) => value).sort()).toEqual(['de', 'en']);
    expect(slice.values[0].samples + slice.values[1].samples).toBe(20);
    expect(await json('reproduce', trained.run)).toMatchObject({
      same: true,
      weightsSha256: trained.weightsSha256,
    });
    const onnx = path.join(folder, 'mail.onnx');
    expect(await json('export', '--model', trained.model, '--out', onnx)).toMatchObject({ file: onnx });
    expect(readFileSync(onnx).includes('see')).toBe(true);
    const asked = await latheAlone(['predict', '--model', trained.model], {
      input: '{"text":"buy this now please"}\n{"text":"see you soon"}\n',
    });
    expect(
      asked.out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).label),
    ).toEqual(['spam', 'ham']);
    expect((await json('runs')).total).toBe(2);
    const smoothed = 'smoothed:0.5:validation.loss';
    const listed = await json(
      'runs',
      'ls',
      '--column',
      smoothed,
      '--sort',
      smoothed,
      '--column',
      'parameter:seed',
    );
    expect(listed.runs.map(({ cells }: { cells: Record<string, unknown> }) => Object.keys(cells))).toEqual(
      Array.from({ length: 2 }, () => ['parameter:seed', smoothed]),
    );
    expect(await json('datasets')).toMatchObject({
      datasets: [{ id: imported.dataset }],
      versions: [{ id: frozen.version }],
    });
    expect((await json('models')).models[1]).toMatchObject({ id: trained.model });
    expect(await json('models', 'import', onnx, '--name', 'from elsewhere')).toMatchObject({
      name: 'from elsewhere',
      run: null,
      labels: ['ham', 'spam'],
    });
    const { operations, drawing } = await json('models', 'show', trained.model);
    expect(drawing.boxes.filter(({ kind }: { kind: string }) => kind === 'operation')).toHaveLength(
      operations,
    );
    const nowhere = { at: path.join(folder, 'no workspace') };
    const flowchart = await latheAlone(['models', 'show', onnx, '--mermaid'], nowhere);
    expect([flowchart.status, flowchart.out]).toEqual([0, drawing.mermaid]);
    const none = await latheAlone(['models', 'show', path.join(folder, 'none.onnx')], nowhere);
    expect(none).toMatchObject({
      status: 1,
      err: expect.stringContaining('There is no file at this path.'),
    });
    expect(existsSync(nowhere.at)).toBe(false);
    expect(await json('setup', 'cuda')).toMatchObject({ name: 'Microsoft.ML.OnnxRuntime.Gpu.Linux' });
    const backup = path.join(folder, 'backup');
    expect(await json('backup', backup)).toMatchObject({ folder: backup });
    const doctor = await latheAlone(['doctor', '--json'], { at: backup });
    expect([doctor.status, JSON.parse(doctor.out).healthy]).toEqual([0, true]);
  });
});

describe('bad input', () => {
  it.each([
    ['an empty file', 'empty.csv', '', '“empty.csv” is empty.'],
    ['a header alone', 'header.csv', 'text,label\n', 'has column names but no rows'],
    ['a binary file', 'image.csv', new Uint8Array(256).map((_, i) => i), 'is not a text file'],
  ])('%s is refused in words and leaves nothing', async (_, name, content, words) => {
    const { status, out, err } = await lathe(['import', file(name, content), '--name', name, '--json']);
    expect([status, out]).toEqual([1, '']);
    expect(err).toContain(words);
  });

  it('a column that is not there is named beside those that are', async () => {
    const { status, err } = await lathe(['import', file('a.csv', rows(4)), '--text', 'txet']);
    expect(status).toBe(1);
    expect(err).toContain('There is no column “txet”; the file has text, label.');
  });

  it('a name that several datasets share is not guessed at; one that none has is answered with those there are', async () => {
    for (const name of ['twice', 'twice', 'once'])
      await lathe(['import', file(`${name}.csv`, rows(60)), '--name', name]);
    const twice = await lathe(['freeze', '--dataset', 'twice']);
    expect(twice.status).toBe(1);
    expect(twice.err).toMatch(
      /2 of the datasets are called “twice”\.\s+Give the id of one: dataset-\w+, dataset-\w+\./,
    );
    expect((await lathe(['freeze', '--dataset', 'onec'])).err).toMatch(/There is no dataset “onec”[^]*once/);
    await lathe(['freeze', '--dataset', 'once']);
    expect((await lathe(['train', '--version', 'once v2'])).err).toMatch(/no version “once v2”[^]*once v1/);
    const trained = await lathe(['train', '--version', 'once v1', '--set', 'epochs=1', '--json']);
    expect(trained.status, trained.err).toBe(0);
  });

  it('one class only, and two rows, cannot be frozen, and it says which class', async () => {
    await lathe(['import', file('one.csv', 'text,label\na b,x\nc d,x\ne f,x\n'), '--name', 'one']);
    expect((await lathe(['freeze', '--dataset', 'one'])).err).toContain(
      'All labeled samples have the same label: “x”.',
    );
    await lathe(['import', file('two.csv', 'text,label\na b,x\nc d,y\n'), '--name', 'two']);
    const two = await lathe(['freeze', '--dataset', 'two']);
    expect(two.status).toBe(1);
    expect(two.err).toMatch(/class “[xy]” has 1 labeled/);
  });

  it('a pipe, which can be read only once, is refused in words and left as it is', async () => {
    const pipe = path.join(folder, 'pipe');
    spawnSync('mkfifo', [pipe]);
    const { status, err } = await lathe(['import', pipe]);
    expect([status, err]).toEqual([1, expect.stringContaining('is a pipe or a device')]);
    expect(lstatSync(pipe).isFIFO()).toBe(true);
  });

  it('invalid UTF-8 in one row rejects that row by number', async () => {
    const good = rows(50).replaceAll('soon', 'soon, né à Zürich'.replace(',', ''));
    const bytes = Buffer.concat([
      Buffer.from(good),
      Buffer.from([0x62, 0xff, 0xfe, 0x2c, 0x68, 0x61, 0x6d, 0x0a]),
    ]);
    const { out, err } = await lathe([
      'import',
      file('utf.csv', bytes),
      '--name',
      'utf',
      '--encoding',
      'utf-8',
      '--json',
    ]);
    expect(JSON.parse(out), err).toMatchObject({ rows: 50, rejected: 1 });
  });

  it('a line of 300 MB is rejected, the rows around it are kept', async () => {
    const chunk = 'x'.repeat(1 << 20);
    const parts = ['text,label\nshort,a\n', ...Array.from({ length: 300 }, () => chunk), ',b\nlast,b\n'];
    const { out, err } = await lathe([
      'import',
      file('long.csv', parts.join('')),
      '--name',
      'long',
      '--accept-rejects',
      '--json',
    ]);
    expect(JSON.parse(out), err).toMatchObject({ rows: 2, rejected: 1 });
  });

  it('tells its version', async () => {
    const told = { status: 0, out: `${productVersion()}\n`, err: '' };
    expect([await lathe(['--version']), await latheAlone(['--version'])]).toEqual([told, told]);
  });

  it('says what can be trained, and what may be set of it, from the definition that training checks', async () => {
    const known = (await lathe(['recipes'])).out;
    for (const { name } of RECIPES) expect(known).toContain(name);
    const { out } = await lathe(['recipes', 'image-cnn']);
    expect(out).toMatch(/^epochs +5 +1 to 1000 /m);
    expect(out).toMatch(/^flip +false +true, false /m);
    expect(out).toMatch(/^schedule +cosine +constant, cosine, step, one-cycle, plateau /m);
    const { parameters } = JSON.parse((await lathe(['recipes', 'image-cnn', '--json'])).out);
    expect(parameters).toEqual(recipeNamed('image-cnn').parameters);
    expect(await lathe(['recipes', 'image-cn'])).toMatchObject({
      status: 1,
      err: expect.stringContaining('image-cnn'),
    });
  });

  it('wrong arguments end with status 2', async () => {
    for (const args of [
      ['frobnicate'],
      ['runs', '--limit', 'many'],
      ['runs', 'ls', '--column', 'nothing:loss'],
      ['import'],
      ['train', '--version', 'v', '--set', 'epochs'],
    ]) {
      expect([args, (await lathe(args)).status]).toEqual([args, 2]);
    }
    expect((await latheAlone(['frobnicate'])).status).toBe(2);
    const unnamed = await lathe(['runs'], { at: '' });
    expect([unnamed.status, unnamed.err]).toEqual([2, expect.stringContaining('It must name a folder')]);
  });
});

describe('the machine says no', () => {
  it('a workspace that cannot be made is refused in words', async () => {
    const inTheWay = file('in-the-way', '');
    for (const at of [inTheWay, path.join(inTheWay, 'workspace')]) {
      const { status, err } = await lathe(['runs'], { at });
      expect([status, err]).toEqual([1, expect.stringContaining('cannot be used as a workspace')]);
    }
  });

  it('a taken port is named', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { status, err } = await latheAlone(['serve', '--port', String(port)]);
    server.close();
    expect(status).toBe(1);
    expect(err).toContain(`Port ${port} is in use by another program.`);
  });

  it('a workspace on a newer schema is refused and not touched', async () => {
    const newer = path.join(folder, 'newer');
    await lathe(['runs'], { at: newer });
    const db = new BetterSqlite(path.join(newer, 'workspace.db'));
    db.prepare("INSERT INTO migrations VALUES ('2999-01-01T0000-later', 'x')").run();
    db.close();
    const before = readFileSync(path.join(newer, 'workspace.db'));
    const { status, err } = await lathe(['runs'], { at: newer });
    expect(status).toBe(1);
    expect(err).toContain('written by a newer Lathe');
    expect(readFileSync(path.join(newer, 'workspace.db')).equals(before)).toBe(true);
  });

  it('a full disk ends an import with nothing half-written', async (context) => {
    const small = path.join(folder, 'small');
    mkdirSync(small);
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', small]).status !== 0) {
      return context.skip('a full disk needs a small file system, which only root may mount');
    }
    try {
      const at = path.join(small, 'workspace');
      const { status, err } = await lathe(['import', file('big.csv', rows(60_000))], { at });
      expect([status, err.includes('The disk that holds the workspace is full.')]).toEqual([1, true]);
      const doctor = await lathe(['doctor', '--json'], { at });
      expect(JSON.parse(doctor.out).healthy, doctor.out).toBe(true);
    } finally {
      spawnSync('umount', [small]);
    }
  });
});

describe('the demo', () => {
  const SMALL = ['epochs=1', 'batchSize=128', 'sequenceLength=16', 'embedding=16', 'hidden=16'];

  it.each([
    ['tumors-logistic', ['epochs=3'], { task: 'classify' }, { label: expect.any(String) }],
    ['wages-linear', ['epochs=3'], { task: 'regress' }, { value: expect.any(Number) }],
    ['messages-lstm', SMALL, { task: 'classify' }, { label: expect.any(String) }],
    ['topics-multilabel', SMALL, { task: 'multilabel' }, { labels: expect.any(Array) }],
    ['requests-tagger', SMALL, { task: 'tag' }, { spans: expect.any(Array) }],
    [
      'belt-detector',
      ['epochs=1', 'width=4', 'cell=8', 'imageSize=48'],
      { task: 'detect' },
      { boxes: expect.any(Array) },
    ],
  ])('takes %s from its data to an answer over HTTP', async (project, settings, test, prediction) => {
    const at = path.join(folder, project);
    const { status, out, err } = await lathe(['demo', '--project', project, '--json', '--set', ...settings], {
      at,
    });
    expect(status, err).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ test, prediction, endpoint: expect.stringContaining(project) });
    expect(readFileSync(path.join(at, 'exports', `${project}.onnx`)).length).toBeGreaterThan(1000);
  });

  it('names the projects there are when it does not know one', async () => {
    const { status, err } = await lathe(['demo', '--project', 'spam'], { at: path.join(folder, 'none') });
    expect([status, err]).toEqual([1, expect.stringMatching(/no project “spam”[^]*spam-lstm/)]);
  });
});

it('a command that opens the workspace itself is named to who finds it held, and says what to start instead', async () => {
  const at = path.join(folder, 'held');
  // What is logged is the refusal of the other one, which runs while the first holds the workspace.
  const serve = [process.execPath, ...launch('cli', 'serve')];
  const { status, out, err } = await lathe(['log', '--workspace', at, '--', ...serve], { at });
  expect([status, out]).toEqual([
    1,
    expect.stringMatching(/“lathe log” \(process \d+\) has this workspace open\..*start Lathe first/s),
  ]);
  expect(err).toMatch(/No Lathe is open, so this command has the workspace open/);
});

/** @file Loads every native part once and uses it: `lathe doctor` asks in a worker, because a broken one may crash. */
import { createRequire } from 'node:module';
import type { CheckId } from '../../../../src-shared/platform/checks.ts';
import type { LocalizedText } from '../../../../src-shared/contract.ts';
import { sessionSettings } from '../../worker/session-settings.ts';
import type { JobFunction } from '../../pool/protocol.ts';

export interface NativePart {
  readonly id: CheckId;
  readonly ok: boolean;
  /** Its version and what it found, or why it failed. */
  readonly detail: LocalizedText;
}

/** How to try each part; the answer is what to tell of it. */
const PARTS = {
  onnxruntime: tryOnnxRuntime,
  duckdb: tryDuckDb,
  jieba: tryJieba,
  sharp: trySharp,
} as const satisfies Partial<Record<CheckId, () => Promise<string | LocalizedText>>>;

const PART_IDS = ['onnxruntime', 'duckdb', 'jieba', 'sharp'] as const;

export const doctor: JobFunction<null, never, readonly NativePart[]> = async () => {
  const parts: NativePart[] = [];
  for (const id of PART_IDS) {
    try {
      parts.push({ id, ok: true, detail: inBoth(await PARTS[id]()) });
    } catch (error) {
      parts.push({ id, ok: false, detail: inBoth(error instanceof Error ? error.message : String(error)) });
    }
  }
  return parts;
};

/** Versions, and what a part itself says of its failure, are the same in both languages. */
function inBoth(found: string | LocalizedText): LocalizedText {
  return typeof found === 'string' ? { en: found, zh: found } : found;
}

function versionOf(name: string): string {
  const manifest: unknown = createRequire(import.meta.url)(`${name}/package.json`);
  return typeof manifest === 'object' && manifest && 'version' in manifest ? String(manifest.version) : '?';
}

/** An ONNX model of one Identity node on a float scalar, as protobuf bytes (ir_version 8, opset 13). */
const IDENTITY_MODEL = Buffer.from(
  '0808' +
    '3a2f' +
    '0a10' +
    '0a0178' +
    '120179' +
    '2208' +
    '4964656e74697479' +
    '1201' +
    '67' +
    '5a0b' +
    '0a0178' +
    '1206' +
    '0a04' +
    '0801' +
    '1200' +
    '620b' +
    '0a0179' +
    '1206' +
    '0a04' +
    '0801' +
    '1200' +
    '4204' +
    '0a00' +
    '100d',
  'hex',
);

async function tryOnnxRuntime(): Promise<LocalizedText> {
  const ort = await import('../../worker/onnxruntime.ts');
  const session = await ort.InferenceSession.create(IDENTITY_MODEL, {
    extra: { session: sessionSettings },
  });
  const { y } = await session.run({ x: new ort.Tensor('float32', [42], []) });
  if (Number(y?.data[0]) !== 42) throw new Error('it computes wrong results');
  const version = ort.env.versions.node ?? '?';
  const backends = ort.listSupportedBackends();
  const all = (notInstalled: string, comma: string) =>
    backends.map(({ name, bundled }) => (bundled ? name : `${name}${notInstalled}`)).join(comma);
  return {
    en: `${version}; execution providers: ${all(' (not installed)', ', ')}`,
    zh: `${version}；执行提供程序：${all('（未安装）', '、')}`,
  };
}

async function tryDuckDb(): Promise<string> {
  const { openDuckDb } = await import('../../worker/duckdb.ts');
  const instance = await openDuckDb(':memory:', { threads: '1' });
  const connection = await instance.connect();
  const reader = await connection.runAndReadAll('SELECT version()');
  return String(reader.getRows()[0]?.[0]);
}

async function tryJieba(): Promise<string> {
  const { Jieba } = await import('@node-rs/jieba');
  const { dict } = await import('@node-rs/jieba/dict.js');
  const words = Jieba.withDict(dict).cut('我爱北京');
  if (words.join('') !== '我爱北京') throw new Error('it loses characters');
  return versionOf('@node-rs/jieba');
}

async function trySharp(): Promise<string> {
  const { default: sharp } = await import('sharp');
  const pixels = Buffer.from([0, 128, 255, 64]);
  const png = await sharp(pixels, { raw: { width: 2, height: 2, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toBuffer();
  const read = await sharp(png).toColourspace('b-w').raw().toBuffer();
  if (!read.equals(pixels)) throw new Error('it changes pixels');
  return `${sharp.versions.sharp ?? versionOf('sharp')}, libvips ${sharp.versions.vips}`;
}

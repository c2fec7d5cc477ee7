/** @file What the weights of a training depend on beside data and settings. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus } from 'node:os';

export interface Environment {
  readonly onnxruntime: string;
  readonly node: string;
  readonly threads: number;
  readonly provider: string;
  /** Floats in a block of the processor's blocked convolutions; 0 where it has none. */
  readonly blockSize: number;
  readonly cpu: string;
  /** Instruction sets that kernels are chosen by, e.g. `avx2 fma`; empty where the system does not tell. */
  readonly features: string;
}

export function environmentOf(
  facts: Pick<Environment, 'threads'> & Partial<Pick<Environment, 'provider' | 'blockSize'>>,
): Environment {
  return {
    onnxruntime: runtimeVersion(),
    node: process.versions.node,
    provider: 'cpu',
    blockSize: 0,
    ...facts,
    cpu: cpus()[0]?.model ?? process.arch,
    features: processorFeatures(),
  };
}

/** The version of ONNX Runtime. */
export function runtimeVersion(): string {
  const { version } = createRequire(import.meta.url)('onnxruntime-node/package.json') as { version: string };
  return version;
}

/** What the findings of a provider hold for: processor, system, graphics where the system tells, and runtime. */
export function machineName(): string {
  const { platform, arch } = process;
  const facts = [cpus()[0]?.model ?? '', platform, arch, ...graphics(), `ONNX Runtime ${runtimeVersion()}`];
  return facts.join(' · ');
}

/** Cards and NVIDIA's driver as Linux shows them in files; other systems show nothing without being asked at length. */
function graphics(): readonly string[] {
  if (process.platform !== 'linux') return [];
  const cards = existsSync('/dev/dri') ? readdirSync('/dev/dri').toSorted() : [];
  const driver = '/proc/driver/nvidia/version';
  const [nvidia = ''] = existsSync(driver) ? readFileSync(driver, 'utf8').split('\n') : [];
  return [...cards, nvidia].filter((fact) => fact !== '');
}

/** x86's and ARM's names for what ONNX Runtime has kernels for. */
const known =
  /^(sse4_1|avx|avx2|fma|avx512(f|bw|dq|vl|_vnni|_bf16)|avx_vnni|amx_\w+|asimd(dp|hp)?|i8mm|bf16|sve\w*)$/;

function processorFeatures(): string {
  if (process.platform !== 'linux') return '';
  const flags = /^(?:flags|Features)\s*:\s*(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1] ?? '';
  return flags
    .split(' ')
    .filter((flag) => known.test(flag))
    .toSorted()
    .join(' ');
}

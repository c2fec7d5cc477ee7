/**
 * @file What the whole machine tells of power, temperature and its GPUs where it does: Intel's and AMD's counters of energy
 * (RAPL) and thermal zones on Linux, and `nvidia-smi` where NVIDIA's driver brought it. What is not readable is left out.
 */
import { execFile } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

export interface GpuReading {
  /** As the driver counts. */
  readonly gpu: number;
  /** Percent. */
  readonly use: number | null;
  readonly memoryBytes: number | null;
  readonly watts: number | null;
  readonly celsius: number | null;
}

export interface MachineReading {
  /** Of the CPU packages since the last reading; null where it is not readable. */
  readonly watts: number | null;
  /** Of the hottest zone. */
  readonly celsius: number | null;
  readonly gpus: readonly GpuReading[];
}

export interface MachineParts {
  /** The root of the tree that Linux tells in. */
  readonly sys?: string;
  /** Milliseconds. */
  readonly now?: () => number;
  /** Asks the driver of the GPUs. @returns null where there is none */
  readonly askGpus?: () => Promise<string | null>;
}

/** @returns what reads the machine; GPUs are told as they were when they last answered, so that nobody waits for them */
export function createMachineReadings({
  sys = process.platform === 'linux' ? '/sys' : '',
  now = () => performance.now(),
  askGpus = askNvidia,
}: MachineParts = {}): () => MachineReading {
  const watts = createPowerMeter(sys, now);
  let gpus: readonly GpuReading[] = [];
  let hasGpus = true;
  let asking = false;

  function renew(): void {
    if (!hasGpus || asking) return;
    asking = true;
    askGpus()
      .then((text) => {
        if (text === null) hasGpus = false;
        else gpus = parseGpus(text);
      })
      .catch(() => (gpus = []))
      .finally(() => (asking = false));
  }

  // So that the first reading has them.
  renew();
  return () => {
    const reading = { watts: watts(), celsius: hottest(sys), gpus };
    renew();
    return reading;
  };
}

/** Counters of energy by their paths: microjoules, which begin again at 0 above their greatest value. */
function createPowerMeter(sys: string, now: () => number): () => number | null {
  const zones = entriesOf(path.join(sys, 'class', 'powercap'), sys).filter((zone) =>
    // The packages alone: what stands below them is counted in them.
    /^intel-rapl:\d+$/.test(path.basename(zone)),
  );
  const read = (): readonly (number | null)[] => zones.map((zone) => numberIn(path.join(zone, 'energy_uj')));
  let before = read();
  let at = now();
  return () => {
    const [energy, moment] = [read(), now()];
    const used = energy.flatMap((value, i) => {
      const last = before[i] ?? null;
      return value === null || last === null || value < last ? [] : [value - last];
    });
    const seconds = (moment - at) / 1000;
    [before, at] = [energy, moment];
    if (used.length === 0 || seconds <= 0) return null;
    return used.reduce((sum, microjoules) => sum + microjoules, 0) / 1e6 / seconds;
  };
}

function hottest(sys: string): number | null {
  const zones = entriesOf(path.join(sys, 'class', 'thermal'), sys);
  const degrees = zones.flatMap((zone) => {
    const millidegrees = /^thermal_zone\d+$/.test(path.basename(zone)) && numberIn(path.join(zone, 'temp'));
    // Sensors that are switched off tell 0 or less.
    return millidegrees && millidegrees > 0 ? [millidegrees / 1000] : [];
  });
  return degrees.length > 0 ? Math.max(...degrees) : null;
}

function entriesOf(folder: string, sys: string): string[] {
  if (sys === '') return [];
  try {
    return readdirSync(folder).map((name) => path.join(folder, name));
  } catch {
    return [];
  }
}

/** Null where nothing is told, as to others than root. */
function numberIn(file: string): number | null {
  try {
    const value = Number(readFileSync(file, 'utf8'));
    return Number.isFinite(value) ? value : null;
  } catch {
    return null;
  }
}

const ASK_MS = 4000;
const QUERY = 'index,utilization.gpu,memory.used,power.draw,temperature.gpu';

function askNvidia(): Promise<string | null> {
  const args = [`--query-gpu=${QUERY}`, '--format=csv,noheader,nounits'];
  return new Promise((resolve) =>
    execFile('nvidia-smi', args, { timeout: ASK_MS, windowsHide: true }, (error, stdout) =>
      resolve(error ? null : stdout),
    ),
  );
}

/** Lines of `nvidia-smi` in the order of its query; `[N/A]` where a card does not tell. Memory in MiB. */
export function parseGpus(text: string): GpuReading[] {
  return text.split('\n').flatMap((line) => {
    const [gpu = NaN, use, mebibytes, watts, celsius] = line
      .split(',')
      .map((cell) => (cell.trim() === '' ? NaN : Number(cell)));
    if (!Number.isInteger(gpu)) return [];
    const told = (value: number | undefined): number | null =>
      value !== undefined && Number.isFinite(value) ? value : null;
    const memory = told(mebibytes);
    return {
      gpu,
      use: told(use),
      memoryBytes: memory === null ? null : memory * 2 ** 20,
      watts: told(watts),
      celsius: told(celsius),
    };
  });
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createMachineReadings, parseGpus } from './machine.ts';
import { createOwnReadings } from './own-process.ts';
import { systemPoints } from './points.ts';
import { parsePs, parseStat, readTree, treeOf } from './processes.ts';

const sys = mkdtempSync(path.join(os.tmpdir(), 'lathe-system-'));
afterAll(() => rmSync(sys, { recursive: true, force: true }));

function tell(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(sys, file)), { recursive: true });
  writeFileSync(path.join(sys, file), text);
}

describe('the machine', () => {
  it('tells power by what its counters of energy grew, and the hottest zone', () => {
    let now = 0;
    tell('class/powercap/intel-rapl:0/energy_uj', '1000000\n');
    tell('class/powercap/intel-rapl:1/energy_uj', '5000000\n');
    // Counted in its package already.
    tell('class/powercap/intel-rapl:0:0/energy_uj', '1\n');
    tell('class/thermal/thermal_zone0/temp', '41500\n');
    tell('class/thermal/thermal_zone1/temp', '67250\n');
    tell('class/thermal/cooling_device0/temp', '99000\n');
    const read = createMachineReadings({ sys, now: () => now, askGpus: () => Promise.resolve(null) });
    now = 2000;
    tell('class/powercap/intel-rapl:0/energy_uj', '31000000\n');
    tell('class/powercap/intel-rapl:1/energy_uj', '15000000\n');
    tell('class/powercap/intel-rapl:0:0/energy_uj', '30000000\n');
    expect(read()).toEqual({ watts: 20, celsius: 67.25, gpus: [] });
    now = 3000;
    // This counter began again at 0: what it used is not known, the other is.
    tell('class/powercap/intel-rapl:0/energy_uj', '12\n');
    tell('class/powercap/intel-rapl:1/energy_uj', '22000000\n');
    expect(read().watts).toBe(7);
  });

  it('that tells nothing is read as nothing', () => {
    const read = createMachineReadings({ sys: path.join(sys, 'none'), askGpus: () => Promise.resolve(null) });
    expect(read()).toEqual({ watts: null, celsius: null, gpus: [] });
    expect(systemPoints(null, read())).toEqual([]);
  });

  it('tells of GPUs what the driver last said, and is not asked again where there is none', async () => {
    let asked = 0;
    const answers = ['0, 35, 1024, 80.5, 61\n1, [N/A], 0, [N/A], [N/A]\n', null];
    const askGpus = () => Promise.resolve(answers[asked++] ?? null);
    const read = createMachineReadings({ sys: '', askGpus });
    await Promise.resolve();
    await new Promise(setImmediate);
    expect(read().gpus).toEqual([
      { gpu: 0, use: 35, memoryBytes: 2 ** 30, watts: 80.5, celsius: 61 },
      { gpu: 1, use: null, memoryBytes: 0, watts: null, celsius: null },
    ]);
    await new Promise(setImmediate);
    read();
    await new Promise(setImmediate);
    read();
    expect(asked).toBe(2);
    expect(parseGpus('NVIDIA-SMI has failed\n')).toEqual([]);
  });
});

describe('a program', () => {
  it('is read with every program that it started', () => {
    const all = [
      { pid: 1, parent: 0, cpuSeconds: 100, residentBytes: 1 },
      { pid: 5, parent: 1, cpuSeconds: 2, residentBytes: 10 },
      { pid: 6, parent: 5, cpuSeconds: 3, residentBytes: 20 },
      { pid: 7, parent: 6, cpuSeconds: 4, residentBytes: 30 },
    ];
    expect(treeOf(5, all)).toEqual({ cpuSeconds: 9, residentBytes: 60, processes: 3 });
    expect(treeOf(9, all)).toBeNull();
  });

  it('may be called anything: a line of /proc is read from behind its name', () => {
    const line = `42 (a (b) c 1) S 7 42 42 0 -1 4194304 100 0 0 0 150 50 10 5 20 0 1 0 999 1000000 25 18446744073709551615`;
    expect(parseStat(line)).toEqual({ pid: 42, parent: 7, cpuSeconds: 2.15, residentBytes: 25 * 4096 });
    expect(parseStat('42')).toBeNull();
  });

  it('is read of ps, also after days', () => {
    expect(parsePs('  501     1   2048   0:01.50')).toEqual({
      pid: 501,
      parent: 1,
      cpuSeconds: 1.5,
      residentBytes: 2048 * 1024,
    });
    expect(parsePs('501 1 2048 1-02:03:04.00')?.cpuSeconds).toBe(86_400 + 2 * 3600 + 3 * 60 + 4);
    expect(parsePs('')).toBeNull();
  });

  it.runIf(['linux', 'darwin'].includes(process.platform))(
    'is read of this system as it works, and is gone when it ended',
    async () => {
      const busy = "process.stdout.write('up');const end=Date.now()+60000;while(Date.now()<end);";
      const child = spawn(process.execPath, ['-e', busy], { stdio: ['ignore', 'pipe', 'ignore'] });
      await once(child.stdout, 'data');
      const before = await readTree(child.pid!);
      const until = performance.now() + 5000;
      let after = before;
      while (after!.cpuSeconds === before!.cpuSeconds && performance.now() < until)
        after = await readTree(child.pid!);
      expect(after!.cpuSeconds).toBeGreaterThan(before!.cpuSeconds);
      expect(after!.residentBytes).toBeGreaterThan(10e6);
      child.kill('SIGKILL');
      await once(child, 'close');
      expect(await readTree(child.pid!)).toBeNull();
    },
  );
});

it('a worker reads itself now and then', () => {
  let now = 0;
  const read = createOwnReadings(() => now);
  now = 9;
  expect([read(), read(true)], 'too short to count CPU time').toEqual([null, null]);
  now = 12;
  const first = read();
  expect(first!.cpu).toBeGreaterThanOrEqual(0);
  expect(first!.residentBytes).toBeGreaterThan(10e6);
  // A short run has several readings, a long one a reading every five seconds.
  const at: number[] = [];
  for (now = 0; now <= 20_000; now += 250) if (read()) at.push(now);
  expect(at).toEqual([750, 1750, 3750, 7750, 12_750, 17_750]);
  expect([read(), read(true)?.residentBytes]).toEqual([null, expect.any(Number)]);
});

it('readings are metrics of the run, and what is not readable is none', () => {
  const gpus = [{ gpu: 1, use: 50, memoryBytes: 2e9, watts: null, celsius: 70 }];
  const points = systemPoints(
    { cpu: 150, residentBytes: 5e8, processes: 2 },
    { watts: null, celsius: 60, gpus },
  );
  expect(Object.fromEntries(points.map(({ metric, value }) => [metric, value]))).toEqual({
    'system/cpu': 150,
    'system/memory': 0.5,
    'system/processes': 2,
    'system/temperature': 60,
    'system/gpu1/use': 50,
    'system/gpu1/memory': 2,
    'system/gpu1/temperature': 70,
  });
});

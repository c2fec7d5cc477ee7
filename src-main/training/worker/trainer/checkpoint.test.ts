import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { readCheckpoint, writeCheckpoint, type Checkpoint } from './checkpoint.ts';

it('is read as it was written, and refused with any one bit flipped', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-checkpoint-'));
  try {
    const file = path.join(folder, 'last.safetensors');
    const checkpoint = {
      state: new Map([['w', Float32Array.of(1, -2, 3.5, 0)]]),
      progress: { step: 7, batch: 9, epoch: 1 } as Checkpoint['progress'],
      fitted: '{"mean":0.5}',
      setting: '{"threads":1}',
    };
    await writeCheckpoint(file, checkpoint, [{ name: 'w', shape: [2, 2] }]);
    expect(await readCheckpoint(file)).toEqual(checkpoint);
    const whole = readFileSync(file);
    const unseen: string[] = [];
    for (let bit = 0; bit < whole.length * 8; bit++) {
      const flipped = Buffer.from(whole);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      writeFileSync(file, flipped);
      const read = await readCheckpoint(file).catch((error: Error) => error);
      if (!(read instanceof Error)) unseen.push(String(bit));
    }
    expect(unseen).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

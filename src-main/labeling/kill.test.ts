import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { prepare } from './ground.fixture.ts';
import {
  expectOnceEach,
  invite,
  Labeler,
  pause,
  Workbench,
  type Given,
  type Ground,
} from './labelers.fixture.ts';

/**
 * A workbench that serves HTTP is killed, and connections to it go away, while labelers keep answering and retrying;
 * whatever it acknowledged must be there, once. SIGKILL ends the process, not the machine: what was written but not flushed
 * would survive it, so that `synchronous=FULL` holds is shown by the store's own tests.
 */
const KILLS = Number(process.env['LATHE_KILLS'] ?? 12);
const LABELERS = 10;
/** Of each labeler. */
const CUTS = 50;

let folder: string;
let ground: Ground;
let cookies: readonly string[];
/** All that was acknowledged in any test of this file. */
const acknowledged: Given[] = [];

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-kill-'));
  ground = await prepare(folder);
  const workbench = new Workbench(ground);
  await workbench.start();
  await workbench.stop();
  cookies = invite(ground.workspace, LABELERS);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function startLabelers(): Promise<{ workbench: Workbench; labelers: readonly Labeler[] }> {
  const workbench = new Workbench(ground);
  await workbench.start();
  const { tasks } = ground;
  return { workbench, labelers: cookies.map((cookie) => new Labeler({ workbench, tasks, cookie })) };
}

it(`loses no answer of ten people and doubles none when 500 connections go away in the midst of a save`, async () => {
  const { workbench, labelers } = await startLabelers();
  await Promise.all(
    labelers.map(async (labeler) => {
      for (let cut = 0; cut < CUTS; cut++) await labeler.workCutOff();
    }),
  );
  await workbench.kill();
  acknowledged.push(...labelers.flatMap((labeler) => labeler.acknowledged));
  expect(acknowledged.length).toBeGreaterThanOrEqual(LABELERS * CUTS);
  // Who closes a page in the midst of a save is no error of the workbench.
  expect(workbench.complaints).toBe('');
  expectOnceEach(ground, acknowledged);
}, 300_000);

it(`loses no acknowledged answer of ten people in eight tasks of every kind, and doubles none, when it is killed ${KILLS} times`, async () => {
  const { workbench, labelers } = await startLabelers();
  const working = Promise.all(labelers.map((labeler) => labeler.work()));
  for (let kill = 0; kill < KILLS; kill++) {
    // Every other one dies with its first answers in flight, the rest in the midst of many, however slow the machine.
    if (kill % 2 === 1) await Promise.race(labelers.map((labeler) => labeler.next()));
    await pause(Math.random() * 60);
    await workbench.kill();
    await workbench.start();
  }
  for (const labeler of labelers) labeler.stop();
  await working;
  await workbench.kill();

  const answered = labelers.flatMap((labeler) => labeler.acknowledged);
  const cutOff = labelers.reduce((sum, labeler) => sum + labeler.cutOff, 0);
  expect(answered.length).toBeGreaterThan(KILLS);
  expect(cutOff).toBeGreaterThan(KILLS / 2);
  acknowledged.push(...answered);
  expectOnceEach(ground, acknowledged);
  // A limit for what hangs, not a measure.
}, 1_800_000);

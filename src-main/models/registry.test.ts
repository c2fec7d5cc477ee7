import { afterEach, beforeEach, expect, it } from 'vitest';
import { ModelsRoom } from './room.fixture.ts';

const NEW = {
  recipe: 'text-lstm',
  version: 'version-1',
  versionName: 'spam v1',
  parameters: {},
  startedBy: 'Ada',
};
const WEIGHTS = 'a'.repeat(64);

let room: ModelsRoom;

beforeEach(() => {
  room = new ModelsRoom();
});
afterEach(() => room.close());

it('a model belongs to its run and can be renamed', () => {
  const { id } = room.tracking.open(NEW);
  const blob = { sha256: 'c'.repeat(64), bytes: 10 };
  const model = room.models.register({
    run: id,
    name: 'spam v1 #1',
    blob,
    labels: ['ham', 'spam'],
    language: 'en',
    task: 'classify',
    kind: 'text',
    weightsSha256: WEIGHTS,
    summary: { 'validation.accuracy': 0.97 },
  });
  expect(room.tracking.run(id).model).toBe(model.id);
  expect(room.models.rename(model.id, 'shipped').name).toBe('shipped');
  expect(room.models.list().items).toMatchObject([{ number: 1, labels: ['ham', 'spam'], blob: blob.sha256 }]);
});

it('a model tells its run, and that it was left behind when the run went on', () => {
  room.tracking.open(NEW);
  const { id, number } = room.tracking.open(NEW);
  const leave = (run: string | null) =>
    room.models.register({
      run,
      name: 'spam v1',
      blob: { sha256: 'd'.repeat(64), bytes: 1 },
      labels: [],
      language: 'en',
      task: 'classify',
      kind: 'text',
      weightsSha256: WEIGHTS,
      summary: {},
    });
  const [first, other, second] = [leave(id), leave(null), leave(id)];
  expect([first.supersededBy, second.supersededBy]).toEqual([null, null]);
  expect(
    room.models.list().items.map((model) => [model.id, model.number, model.runNumber, model.supersededBy]),
  ).toEqual([
    [second.id, 3, number, null],
    [other.id, 2, null, null],
    [first.id, 1, number, second.id],
  ]);
});

import { expect, it } from 'vitest';
import { drawnGraph } from './graph-drawing.ts';

const box = (id: string, kind: 'input' | 'output' | 'operation', title: string) => ({
  id,
  kind,
  title,
  constants: [] as string[],
  frame: null as string | null,
});

const drawing = {
  boxes: [
    box('x', 'input', 'x: float32[2]'),
    { ...box('if', 'operation', 'If'), constants: ['bool[]'] },
    { ...box('relu', 'operation', 'Relu'), frame: 'then' },
    { ...box('scan', 'operation', 'Scan'), frame: 'then' },
    { ...box('add', 'operation', 'Add'), frame: 'body' },
    { ...box('neg', 'operation', 'Neg'), frame: 'else' },
    box('y', 'output', `${'y'.repeat(60)}: float32[2]`),
  ],
  arrows: [
    { from: 'x', to: 'if', type: 'bool[]' },
    { from: 'x', to: 'relu', type: 'float32[2]' },
    { from: 'relu', to: 'scan', type: 'float32[2]' },
    { from: 'x', to: 'add', type: 'float32[2]' },
    { from: 'if', to: 'y', type: 'float32[2]' },
  ],
  frames: [
    { id: 'then', title: 'then_branch', owner: 'if' },
    { id: 'body', title: 'body', owner: 'scan' },
    { id: 'else', title: 'else_branch', owner: 'if' },
  ],
  mermaid: '',
};

it('a drawn graph says in each box what is read and given', () => {
  const { boxes } = drawnGraph(drawing);
  expect(new Map(boxes.map(({ id, title, facts }) => [id, [title, ...facts]]))).toEqual(
    new Map([
      ['x', ['x', 'float32[2]']],
      ['if', ['If', 'bool[]', '→ float32[2]']],
      ['relu', ['Relu', '→ float32[2]']],
      ['scan', ['Scan']],
      ['add', ['Add']],
      ['neg', ['Neg']],
      ['y', [`${'y'.repeat(43)}…`, 'float32[2]']],
    ]),
  );
});

it('a body is framed: its boxes lie in the frame below their operation, and no other box does', () => {
  const { boxes, frames, arrows, width, height } = drawnGraph(drawing);
  expect(frames.map(({ title }) => title)).toEqual(['then_branch', 'body', 'else_branch']);
  const within = { then: ['relu', 'scan', 'add'], body: ['add'], else: ['neg'] };
  for (const frame of frames) {
    const inside = boxes.filter(
      ({ x, y, width: wide, height: high }) =>
        x >= frame.x &&
        y >= frame.y &&
        x + wide <= frame.x + frame.width &&
        y + high <= frame.y + frame.height,
    );
    expect(inside.map(({ id }) => id).sort()).toEqual(within[frame.id as keyof typeof within].toSorted());
    const owner = boxes.find(
      ({ id }) => id === drawing.frames.find(({ id: body }) => body === frame.id)!.owner,
    )!;
    expect(frame.y).toBeGreaterThan(owner.y + owner.height);
    expect([frame.x + frame.width <= width, frame.y + frame.height <= height]).toEqual([true, true]);
  }
  // Every arrow, and one into each body; those into boxes of a body end at these.
  expect(arrows.filter(({ inside }) => inside)).toHaveLength(3);
  expect(arrows).toHaveLength(8);
  const relu = boxes.find(({ id }) => id === 'relu')!;
  expect(arrows.some(({ path }) => path.endsWith(` ${relu.x + relu.width / 2} ${relu.y}`))).toBe(true);
});

it('boxes of a drawing do not lie over each other', () => {
  const { boxes } = drawnGraph(drawing);
  for (const [i, a] of boxes.entries())
    for (const b of boxes.slice(i + 1)) {
      const apart =
        a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
      expect([a.id, b.id, apart]).toEqual([a.id, b.id, true]);
    }
});

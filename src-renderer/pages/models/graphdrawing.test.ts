import { expect, it } from 'vitest';
import { drawnGraph } from './graphdrawing.ts';

const box = (id: string, kind: 'input' | 'output' | 'operation', title: string) => ({
  ...{ id, kind, title },
  ...{ constants: [] as string[], frame: null as string | null },
});

it('a drawn graph says in each box what is read and given, and leads into bodies', () => {
  const { boxes, arrows } = drawnGraph({
    boxes: [
      box('x', 'input', 'x: float32[2]'),
      { ...box('if', 'operation', 'If'), constants: ['bool[]'] },
      { ...box('relu', 'operation', 'Relu'), frame: 'then' },
      box('y', 'output', `${'y'.repeat(60)}: float32[2]`),
    ],
    arrows: [
      { from: 'x', to: 'if', type: 'bool[]' },
      { from: 'if', to: 'y', type: 'float32[2]' },
    ],
    frames: [{ id: 'then', title: 'then_branch', owner: 'if' }],
    mermaid: '',
  });
  expect(boxes.map(({ title, facts, body }) => [title, ...facts, body])).toEqual([
    ['x', 'float32[2]', ''],
    ['If', 'bool[]', '→ float32[2]', ''],
    ['Relu', 'then_branch'],
    [`${'y'.repeat(43)}…`, 'float32[2]', ''],
  ]);
  expect(arrows.map(({ inside }) => inside)).toEqual([false, false, true]);
  const [x, branch, relu] = boxes;
  expect(branch!.y).toBeGreaterThan(x!.y + x!.height);
  expect(relu!.y).toBeGreaterThan(branch!.y + branch!.height);
});

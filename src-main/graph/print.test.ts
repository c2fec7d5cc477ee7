import { describe, expect, it } from 'vitest';
import { compileStep, passes, print, verify } from './index.ts';
import { GraphBuilder } from './builder.ts';
import { lstmStep } from './step.fixture.ts';

const options = lstmStep();

describe('print', () => {
  it('shows the training step as it always was', async () => {
    await expect(print(compileStep(options).trainStep)).toMatchFileSnapshot('golden/train-step.txt');
  });

  it('shows the evaluation step as it always was', async () => {
    await expect(print(compileStep(options).evalStep)).toMatchFileSnapshot('golden/eval-step.txt');
  });

  it('keeps a node on one line, whatever its strings hold', () => {
    const builder = new GraphBuilder();
    const text = builder.input('text', { elementType: 'string', shape: ['N'] });
    const [parts, counts] = builder.emitAll('StringSplit', [text], { delimiter: '\n' }, 2);
    builder.output('parts', parts!);
    builder.output('counts', counts!);
    expect(print(builder.finish('split'))).toContain('StringSplit(text) {delimiter="\\n"}');
  });

  it('does not depend on when it is compiled', () => {
    expect(print(compileStep(options).trainStep)).toBe(print(compileStep(options).trainStep));
  });
});

describe('passes', () => {
  it('leave a graph that verifies, each of them', () => {
    const { trainStep } = compileStep(options);
    for (const pass of passes) expect(() => verify(pass(trainStep))).not.toThrow();
  });

  it('compute equal things once and useless things never', () => {
    const builder = new GraphBuilder();
    const x = builder.input('x', { elementType: 'float32', shape: [2] });
    builder.emit('Exp', [x]);
    builder.output('y', builder.add(builder.emit('Tanh', [x]), builder.emit('Tanh', [x])));
    const optimized = passes.reduce((graph, pass) => pass(graph), builder.finish('twice'));
    expect(optimized.nodes.map(({ op }) => op)).toEqual(['Tanh', 'Add']);
  });
});

describe('a Scan', () => {
  it('collects only what is read', () => {
    const { trainStep } = compileStep(options);
    const [forward] = trainStep.nodes.filter(({ op }) => op === 'Scan');
    const read = trainStep.nodes.flatMap(({ inputs }) => inputs);
    expect(forward?.outputs.slice(2).every((name) => read.includes(name))).toBe(true);
  });
});

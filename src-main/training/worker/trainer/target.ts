/** @file What the processor's convolutions can do. */
import { InferenceSession, Tensor } from '../../../platform/worker/onnxruntime.ts';
import { sessionSettings } from '../../../platform/worker/session-settings.ts';
import { GraphBuilder, modelOf, serialize, type Target } from '../../../graph/index.ts';

let probed: Promise<Target> | undefined;

/** What the CPU provider can do on this machine; asked of it once in the life of a process. */
export function probeTarget(): Promise<Target> {
  probed ??= probeBlockSize().then((blockSize) => ({ blockSize }));
  return probed;
}

/**
 * Floats in a block of the processor's convolutions: 16 with AVX-512, 8 with AVX, none (undefined) elsewhere. Found by
 * reordering two places of 16 channels: the second channel's number stands beside the first's, the second place's
 * behind the block.
 */
export async function probeBlockSize(): Promise<8 | 16 | undefined> {
  const builder = new GraphBuilder();
  const x = builder.input('x', { elementType: 'float32', shape: [1, 16, 1, 2] });
  builder.output('y', builder.emit('com.microsoft.nchwc.ReorderInput', [x]));
  try {
    const session = await InferenceSession.create(serialize(modelOf(builder.finish('probe'))), {
      executionProviders: ['cpu'],
      logSeverityLevel: 4,
      extra: { session: sessionSettings },
    });
    const channels = Float32Array.from({ length: 32 }, (_, index) => index);
    const { y } = await session.run({ x: new Tensor('float32', channels, [1, 16, 1, 2]) });
    await session.release();
    const behind = (y?.data as Float32Array).indexOf(1);
    return behind === 8 || behind === 16 ? behind : undefined;
  } catch {
    // This build of the runtime has no such operator: convolutions stay portable.
    return undefined;
  }
}

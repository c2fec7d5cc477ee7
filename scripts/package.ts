/** @file `npm run package [-- ARGS]`: makes this machine's packages with electron-builder, which takes ARGS. */
import { binOf, runNode } from './product.ts';

process.exitCode = await runNode([binOf('electron-builder'), '--publish', 'never', ...process.argv.slice(2)]);

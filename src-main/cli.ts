#!/usr/bin/env node
/** @file The `lathe` command. */
import './platform/host/compile-cache.ts';

// Imported afterwards, so that the cache covers it.
const { runCli } = await import('./cli/index.ts');
await runCli(process.argv.slice(2));

#!/usr/bin/env node
/** @file The `lathe` command. */
import { runCli } from './cli/index.ts';

await runCli(process.argv.slice(2));

/** @file The command line's own door: in-process, the person at this machine. */
import type { Door } from '../api/index.ts';

export const LOCAL_DOOR: Door = { origins: ['http://lathe'], trusted: true, local: true };

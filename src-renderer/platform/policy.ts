/** @file Imported first: the pages' security policy forbids code made at run time, which zod would try out to check faster. */
import { config } from 'zod';

config({ jitless: true });

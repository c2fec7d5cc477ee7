/** @file A recipe that can be trained. */
import type { Recipe } from '../../../src-shared/contract.ts';
import type { RecipeName } from '../worker/programs/index.ts';

/** A recipe that a training worker has a program for. */
export type RunnableRecipe = Recipe & { readonly name: RecipeName };

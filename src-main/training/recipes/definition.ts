/** @file How one parameter of a recipe is written down, and the type of the values that a list of them takes. */
import type { RecipeParameter, LocalizedText } from '../../../src-shared/contract.ts';

type OfKind<Kind extends RecipeParameter['kind']> = Extract<RecipeParameter, { kind: Kind }>;

export interface NumberParameter<Name extends string> extends OfKind<'number'> {
  readonly name: Name;
}

export interface ChoiceParameter<Name extends string, Value extends string> extends OfKind<'choice'> {
  readonly name: Name;
  readonly default: Value;
  readonly options: readonly Option<Value>[];
}

export interface SwitchParameter<Name extends string> extends OfKind<'switch'> {
  readonly name: Name;
}

interface Option<Value extends string> {
  readonly value: Value;
  readonly title: LocalizedText;
}

type ValueOf<One> = One extends { readonly kind: 'choice'; readonly default: infer Value }
  ? Value
  : One extends { readonly kind: 'switch' }
    ? boolean
    : number;

/** Values for every parameter of a list: `ParametersOf<[NumberParameter<'epochs'>]>` is `{ readonly epochs: number }`. */
export type ParametersOf<List> = List extends readonly RecipeParameter[]
  ? { readonly [One in List[number] as One['name']]: ValueOf<One> }
  : never;

/** What a form calls it, and what it does. */
interface Described {
  readonly title: LocalizedText;
  readonly about: LocalizedText;
  /** It matters only where another parameter has one of these values. */
  readonly when?: RecipeParameter['when'];
}

interface NumberFacts extends Described {
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly unit?: string;
  readonly advanced?: boolean;
  /** The range worth searching; searching makes no sense unless given. */
  readonly search?: OfKind<'number'>['search'];
}

interface SwitchFacts extends Described {
  readonly default: boolean;
  readonly advanced?: boolean;
  /** Whether searching makes sense; it does not unless given. */
  readonly search?: boolean;
}

interface ChoiceFacts<Value extends string> extends Described {
  readonly default: NoInfer<Value>;
  readonly options: readonly Option<Value>[];
  readonly advanced?: boolean;
  /** Whether searching makes sense; it does not unless given. */
  readonly search?: boolean;
}

export function localized(en: string, zh: string): LocalizedText {
  return { en, zh };
}

/** A whole number. */
export function whole<const Name extends string>(name: Name, facts: NumberFacts): NumberParameter<Name> {
  return { ...real(name, facts), integer: true };
}

export function real<const Name extends string>(name: Name, facts: NumberFacts): NumberParameter<Name> {
  return {
    kind: 'number',
    name,
    integer: false,
    unit: '',
    advanced: false,
    search: null,
    ...facts,
  };
}

/** One of some options; the default must be among them. */
export function choice<const Name extends string, const Value extends string>(
  name: Name,
  facts: ChoiceFacts<Value>,
): ChoiceParameter<Name, Value> {
  return { kind: 'choice', name, advanced: false, search: false, ...facts };
}

export function onOff<const Name extends string>(name: Name, facts: SwitchFacts): SwitchParameter<Name> {
  return { kind: 'switch', name, advanced: false, search: false, ...facts };
}

/** An option of a choice. */
export function titled<const Value extends string>(value: Value, en: string, zh = en): Option<Value> {
  return { value, title: localized(en, zh) };
}

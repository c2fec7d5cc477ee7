/** @file The field for filters: one line of CodeMirror, colored and completed by the grammar that reads filters. */
import {
  autocompletion,
  completionStatus,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { HighlightStyle, LRLanguage, LanguageSupport, syntaxHighlighting } from '@codemirror/language';
import { EditorState, Prec } from '@codemirror/state';
import { EditorView, keymap, placeholder } from '@codemirror/view';
import { styleTags, tags } from '@lezer/highlight';
import { type AppError, toAppError } from '../../../src-shared/platform/errors.ts';
import { parseFilter } from '../../../src-shared/tracking/filter/parse.ts';
import { parser } from '../../../src-shared/tracking/filter/parser.gen.ts';
import { type FilterNames, completing, valueText } from './complete.ts';

export interface FilterEditorOptions {
  readonly parent: HTMLElement;
  readonly text: string;
  readonly label: string;
  readonly placeholder: string;
  readonly names: () => FilterNames;
  readonly values: (asked: {
    field: string;
    search: string;
  }) => Promise<readonly (string | number | boolean)[]>;
  /** Of each change. */
  readonly onchange: (text: string) => void;
  /** Enter, or the field was left. */
  readonly onsubmit: (text: string) => void;
}

export interface FilterEditor {
  readonly focus: () => void;
  readonly set: (text: string) => void;
  /** Why a text cannot be read; undefined where it can. */
  readonly problemIn: (text: string) => AppError | undefined;
  readonly destroy: () => void;
}

const language = LRLanguage.define({
  parser: parser.configure({
    props: [
      styleTags({
        Field: tags.propertyName,
        'Bare/Field': tags.string,
        Operator: tags.operator,
        'and or not in like contains is missing nan': tags.keyword,
        'true false': tags.bool,
        String: tags.string,
        'Number Date': tags.number,
      }),
    ],
  }),
});

const colors = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--accent)' },
  { tag: tags.keyword, fontWeight: '600' },
  { tag: [tags.string, tags.number, tags.bool], color: 'var(--good)' },
]);

const looks = EditorView.theme({
  '&': { flex: '1', minWidth: '0', fontSize: 'inherit' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': {
    fontFamily: 'var(--mono)',
    lineHeight: '20px',
    overflowX: 'auto',
    scrollbarWidth: 'none',
  },
  '.cm-content': { padding: '0', caretColor: 'var(--text)' },
  '.cm-line': { padding: '0' },
  '.cm-placeholder': { color: 'var(--muted)' },
  '.cm-tooltip': {
    marginTop: '6px',
    border: '1px solid var(--line)',
    borderRadius: '8px',
    background: 'var(--raised)',
    boxShadow: 'var(--lift)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'inherit', maxHeight: '40vh' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '4px 8px', color: 'var(--text)' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    background: 'var(--tint)',
    color: 'var(--accent)',
  },
});

/** The names that hold what was typed, those first that begin with it. */
function holding(typed: string, names: readonly string[]): string[] {
  const place = (name: string): number => name.toLowerCase().indexOf(typed.toLowerCase());
  return names.filter((name) => place(name) >= 0).sort((a, b) => Number(place(a) > 0) - Number(place(b) > 0));
}

/** A text of one line: what is pasted loses its line breaks. */
const oneLine = EditorState.transactionFilter.of((change) => {
  if (change.newDoc.lines <= 1) return change;
  const text = change.newDoc.toString().replace(/\s*\n\s*/g, ' ');
  return {
    changes: { from: 0, to: change.startState.doc.length, insert: text },
    selection: { anchor: text.length },
  };
});

export function createFilterEditor(options: FilterEditorOptions): FilterEditor {
  async function complete({ state, pos, explicit }: CompletionContext): Promise<CompletionResult | null> {
    const before = state.sliceDoc(0, pos);
    const { from, options: known, values } = completing(before, options.names());
    if (from === pos && !explicit && !/\s$|[=<>(]$/u.test(before)) return null;
    const texts = values
      ? (await options.values(values)).map(valueText)
      : holding(
          before.slice(from),
          known.map(({ text }) => text),
        );
    if (texts.length === 0) return null;
    return {
      from,
      options: texts.map((label) => ({ label })),
      // Values were found by the workbench, names here: Enter takes none that only resembles what was typed.
      filter: false,
    };
  }

  const text = (view: EditorView): string => view.state.doc.toString();
  const submit = (view: EditorView): boolean => {
    if (completionStatus(view.state) === 'active') return false;
    options.onsubmit(text(view));
    return true;
  };
  const leave = (view: EditorView): boolean => {
    if (completionStatus(view.state) !== null) return false;
    view.contentDOM.blur();
    return true;
  };
  const view = new EditorView({
    parent: options.parent,
    doc: options.text,
    extensions: [
      oneLine,
      history(),
      new LanguageSupport(language),
      syntaxHighlighting(colors),
      autocompletion({ override: [complete], icons: false, activateOnTyping: true }),
      Prec.low(
        keymap.of([
          { key: 'Enter', run: submit },
          { key: 'Escape', run: leave },
        ]),
      ),
      keymap.of([
        ...historyKeymap,
        ...defaultKeymap.filter(({ key }) => key !== 'Enter' && key !== 'Escape'),
      ]),
      placeholder(options.placeholder),
      looks,
      EditorView.contentAttributes.of({
        'aria-label': options.label,
        'aria-multiline': 'false',
        spellcheck: 'false',
      }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) options.onchange(text(update.view));
      }),
      EditorView.domEventHandlers({ blur: (_event, own) => options.onsubmit(text(own)) }),
    ],
  });
  return {
    focus: () => view.focus(),
    set(next) {
      if (next !== text(view))
        view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next } });
    },
    problemIn,
    destroy: () => view.destroy(),
  };
}

function problemIn(text: string): AppError | undefined {
  try {
    parseFilter(text);
    return undefined;
  } catch (thrown) {
    return toAppError(thrown);
  }
}

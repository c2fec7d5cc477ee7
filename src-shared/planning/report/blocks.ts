/** @file What a report is written in: blocks of text with links, which become a page, HTML or Markdown. */

export interface Inline {
  readonly text: string;
  /** The page that shows it, as a path of the workbench's window. */
  readonly href?: string;
}

export type Block =
  | { readonly type: 'heading'; readonly text: string }
  | { readonly type: 'paragraph'; readonly parts: readonly Inline[] }
  | {
      readonly type: 'table';
      readonly columns: readonly string[];
      readonly rows: readonly (readonly Inline[])[];
    };

export interface Report {
  readonly title: string;
  readonly subtitle: string;
  readonly language: 'en' | 'zh';
  readonly blocks: readonly Block[];
}

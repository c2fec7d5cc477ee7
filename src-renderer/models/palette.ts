/** @file What the palette knows of models. */
import { numbered } from '../platform/names.ts';
import type { App } from '../platform/app.svelte.ts';
import type { Action, Names } from '../platform/room.ts';
import { hrefTo } from '../platform/routes.ts';

const MOST = 50;

export const modelNames: Names = {
  title: ({ shell }) => shell.palette.groups.models,
  find: async ({ client }, search, signal) => {
    const { items } = await client.models.list({ search, limit: MOST }, { signal });
    return items.map((model) => ({
      id: model.id,
      says: numbered(model),
      href: hrefTo('model', { model: model.id }),
    }));
  },
  offers: ({ words, router }, { id, says }) => {
    const open = (tab?: string) => () => router.open(hrefTo('model', { model: id }, { tab }));
    const { palette } = words.models;
    return [
      {
        id: 'export-newest',
        says: palette.export(says),
        also: 'export onnx download 导出 下载',
        run: open('export'),
      },
      { id: 'report-newest', says: palette.report(says), also: 'evaluate report 评估 报告', run: open() },
      { id: 'try-newest', says: palette.try(says), also: 'try predict ask 试用 预测', run: open('try') },
    ];
  },
};

export const registryActions = ({ words, router }: App): readonly Action[] => [
  {
    id: 'registered-models',
    says: words.registry.open,
    also: 'registry alias champion stage 注册 别名 阶段',
    run: () => router.go('registry', {}),
  },
  {
    id: 'compare-models',
    says: words.registry.diff.title,
    also: 'diff models 比较 差异',
    run: () => router.go('modelDiff', {}),
  },
];

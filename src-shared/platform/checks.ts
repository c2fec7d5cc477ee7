/** @file What `lathe doctor` checks, in both languages. */

interface Check {
  readonly name: string;
  /** What to do when it is not well. */
  readonly hint: string;
}

const BROKEN_PART = {
  en: 'Install Lathe again. This component is missing or built for another system.',
  zh: '请重新安装 Lathe：此组件缺失或不适用于本系统。',
};

export const CHECKS = {
  node: {
    en: {
      name: 'Node.js',
      hint: 'Lathe needs its own Node 24. Start it with “npm start” or “npm run lathe”.',
    },
    zh: { name: 'Node.js', hint: 'Lathe 使用自带的 Node 24：请用 “npm start” 或 “npm run lathe” 启动。' },
  },
  database: {
    en: { name: 'Database', hint: 'Restore the workspace from a backup made with “lathe backup”.' },
    zh: { name: '数据库', hint: '请从备份恢复工作区（用 “lathe backup” 制作备份）。' },
  },
  contents: {
    en: {
      name: 'Database contents',
      hint: 'These rows do not match their checksum. Restore them from a backup (“lathe doctor --repair --from BACKUP”), or accept them as they are (“lathe doctor --accept”).',
    },
    zh: {
      name: '数据库内容',
      hint: '这些数据与校验和不符。请运行 “lathe doctor --repair --from 备份文件夹”；或用 “lathe doctor --accept” 按现状接受。',
    },
  },
  samples: {
    en: {
      name: 'Samples unchanged since import',
      hint: 'Restore the listed samples: “lathe doctor --repair --from BACKUP”.',
    },
    zh: { name: '样本与导入时一致', hint: '请恢复所列样本：“lathe doctor --repair --from 备份文件夹”。' },
  },
  durability: {
    en: {
      name: 'Durability',
      hint: 'Another program changed the database settings. Open the workspace again.',
    },
    zh: { name: '持久性', hint: '其他程序更改了数据库设置，请重新打开工作区。' },
  },
  namedFiles: {
    en: { name: 'Files referenced by the database', hint: 'Restore the missing files from a backup.' },
    zh: { name: '数据库引用的文件', hint: '请从备份恢复缺失的文件。' },
  },
  storedFiles: {
    en: { name: 'Stored files', hint: 'Restore the damaged files from a backup.' },
    zh: { name: '存储中的文件', hint: '请从备份恢复损坏的文件。' },
  },
  access: {
    en: {
      name: 'Workspace permissions',
      hint: 'Other users can read the listed files, and Lathe may not change that. Remove their permissions yourself (chmod go-rwx).',
    },
    zh: {
      name: '工作区权限',
      hint: '其他用户可以读取所列文件，而 Lathe 无权更改。请自行收回其他用户的权限（chmod go-rwx）。',
    },
  },
  onnxruntime: {
    en: {
      name: 'ONNX Runtime',
      hint: BROKEN_PART.en,
    },
    zh: { name: 'ONNX Runtime', hint: BROKEN_PART.zh },
  },
  providers: {
    en: {
      name: 'Compute devices',
      hint: 'The CPU always works. “lathe setup cuda” explains how to install CUDA.',
    },
    zh: { name: '计算设备', hint: 'CPU 始终可用。“lathe setup cuda” 说明如何安装 CUDA。' },
  },
  duckdb: {
    en: { name: 'DuckDB', hint: BROKEN_PART.en },
    zh: { name: 'DuckDB', hint: BROKEN_PART.zh },
  },
  jieba: {
    en: {
      name: 'Word segmentation (jieba)',
      hint: BROKEN_PART.en,
    },
    zh: { name: '中文分词（jieba）', hint: BROKEN_PART.zh },
  },
  sharp: {
    en: { name: 'Images (sharp)', hint: BROKEN_PART.en },
    zh: { name: '图片（sharp）', hint: BROKEN_PART.zh },
  },
} as const satisfies Record<string, { readonly en: Check; readonly zh: Check }>;

export type CheckId = keyof typeof CHECKS;

export const CHECK_IDS = Object.keys(CHECKS) as [CheckId, ...CheckId[]];

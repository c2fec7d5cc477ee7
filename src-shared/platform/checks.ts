/** @file What `lathe doctor` checks, in both languages. */

interface Check {
  readonly name: string;
  /** What to do when it is not well. */
  readonly hint: string;
}

const BROKEN_PART = {
  en: 'Install Lathe again; this part is missing or made for another system.',
  zh: '请重新安装 Lathe：此部件缺失或不适用于本系统。',
};

export const CHECKS = {
  node: {
    en: {
      name: 'Node.js',
      hint: 'Lathe runs on its own Node 24: start it with “npm start” or “npm run lathe”.',
    },
    zh: { name: 'Node.js', hint: 'Lathe 使用自带的 Node 24：请用 “npm start” 或 “npm run lathe” 启动。' },
  },
  database: {
    en: { name: 'Database', hint: 'Restore the workspace from a backup (“lathe backup” makes them).' },
    zh: { name: '数据库', hint: '请从备份恢复工作区（用 “lathe backup” 制作备份）。' },
  },
  contents: {
    en: {
      name: 'Contents of the database',
      hint: 'These rows have not the bytes they were written with. Bring them back from a backup (“lathe doctor --repair --from BACKUP”), or take them as they are (“lathe doctor --accept”).',
    },
    zh: {
      name: '数据库内容',
      hint: '这些数据与写入时不同。请运行 “lathe doctor --repair --from 备份文件夹”；或用 “lathe doctor --accept” 按现状接受。',
    },
  },
  samples: {
    en: {
      name: 'Samples as they were imported',
      hint: 'Bring the named samples back: “lathe doctor --repair --from BACKUP”.',
    },
    zh: { name: '样本与导入时一致', hint: '请恢复所列样本：“lathe doctor --repair --from 备份文件夹”。' },
  },
  durability: {
    en: {
      name: 'Durability',
      hint: 'Another program changed the database’s settings; open the workspace again.',
    },
    zh: { name: '持久性', hint: '其他程序更改了数据库设置，请重新打开工作区。' },
  },
  namedFiles: {
    en: { name: 'Files named by the database', hint: 'Restore the missing ones from a backup.' },
    zh: { name: '数据库引用的文件', hint: '请从备份恢复缺失的文件。' },
  },
  storedFiles: {
    en: { name: 'Files in the store', hint: 'Restore the damaged ones from a backup.' },
    zh: { name: '存储中的文件', hint: '请从备份恢复损坏的文件。' },
  },
  access: {
    en: {
      name: 'Only you may read the workspace',
      hint: 'Take the named files from other users yourself (chmod go-rwx); Lathe was not allowed to.',
    },
    zh: {
      name: '仅您可读取工作区',
      hint: 'Lathe 无权更改所列文件的权限，请自行收回其他用户的权限（chmod go-rwx）。',
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
      name: 'Where training can run',
      hint: 'The processor always works. “lathe setup cuda” says how to get CUDA.',
    },
    zh: { name: '可用的训练后端', hint: '处理器始终可用。“lathe setup cuda” 说明如何安装 CUDA。' },
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
    en: { name: 'Pictures (sharp)', hint: BROKEN_PART.en },
    zh: { name: '图片（sharp）', hint: BROKEN_PART.zh },
  },
} as const satisfies Record<string, { readonly en: Check; readonly zh: Check }>;

export type CheckId = keyof typeof CHECKS;

export const CHECK_IDS = Object.keys(CHECKS) as [CheckId, ...CheckId[]];

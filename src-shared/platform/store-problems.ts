/** @file Problems of the workspace's files: its folder, database, blobs, backups, and places outside of it. */
import type { Problems } from './problem.ts';

export const storeProblems = {
  'store.diskFull': {
    code: 'DISK_FULL',
    en: {
      message: 'The disk that holds the workspace is full.',
      hint: 'Free some space and try again. No partial data was kept.',
    },
    zh: { message: '工作区所在磁盘已满。', hint: '请释放空间后重试；没有留下写了一半的内容。' },
  },
  'store.newerSchema': {
    code: 'CONFLICT',
    en: {
      message: 'This workspace was written by a newer Lathe (its schema has “{migration}”).',
      hint: 'Update Lathe, or open another workspace. Nothing was changed.',
    },
    zh: {
      message: '此工作区由更新版本的 Lathe 写入（含迁移“{migration}”）。',
      hint: '请更新 Lathe，或打开其他工作区。没有任何更改。',
    },
  },
  'store.notAWorkspace': {
    code: 'BAD_INPUT',
    en: {
      message: '“{folder}” cannot be used as a workspace: {why}',
      hint: 'Choose an empty folder or an existing workspace.',
    },
    zh: { message: '“{folder}” 不能用作工作区：{why}', hint: '请选择空文件夹或 Lathe 创建的文件夹。' },
  },
  'store.backupTaken': {
    code: 'CONFLICT',
    en: { message: '“{folder}” is not empty.', hint: 'A backup goes to a new folder; choose another name.' },
    zh: { message: '“{folder}” 不是空文件夹。', hint: '备份需要一个新文件夹，请换一个名称。' },
  },
  'store.targetInside': {
    code: 'BAD_INPUT',
    en: {
      message: '“{place}” is inside the workspace.',
      hint: 'Choose a location outside the workspace. Lathe removes unknown files inside it.',
    },
    zh: {
      message: '“{place}” 位于工作区内。',
      hint: '请选择工作区以外的位置：Lathe 会清理其中不认识的内容。',
    },
  },
  'store.targetIsFolder': {
    code: 'BAD_INPUT',
    en: { message: '“{place}” is a folder.', hint: 'Give the name of the file as well.' },
    zh: { message: '“{place}” 是文件夹。', hint: '请同时给出文件名。' },
  },
  'store.targetUnwritable': {
    code: 'BAD_INPUT',
    en: {
      message: '“{place}” cannot be written ({code}).',
      hint: 'Choose an existing location that you can write to, and a name that is not too long.',
    },
    zh: { message: '无法写入 “{place}”（{code}）。', hint: '请选择存在且可写入的位置，名称不要过长。' },
  },
  'store.copyBad': {
    code: 'INTERNAL',
    en: {
      message: 'The copy of {file} does not match what was written.',
      hint: 'The backup was discarded. Try another disk: this one does not store data correctly.',
    },
    zh: {
      message: '{file} 的副本与写入的内容不一致。',
      hint: '未保留此备份。请换一个磁盘：当前磁盘无法正确保存数据。',
    },
  },
  'store.databaseBad': {
    code: 'INTERNAL',
    en: {
      message: 'The database of the workspace is damaged: {why}',
      hint: 'Run “lathe doctor”. If it cannot be repaired, open a backup as the workspace.',
    },
    zh: {
      message: '工作区的数据库已损坏：{why}',
      hint: '请运行 “lathe doctor”；若无法修复，请将备份作为工作区打开。',
    },
  },
  'store.databaseChanged': {
    code: 'INTERNAL',
    en: {
      message:
        'The database of the workspace is damaged: {pages} of its pages do not match their checksum ({why}).',
      hint: 'Open a backup (made with “lathe backup”) as the workspace. Nothing was changed.',
    },
    zh: {
      message: '工作区的数据库已损坏：其中 {pages} 页与校验和不符（{why}）。',
      hint: '请将备份作为工作区打开（用 “lathe backup” 制作）。没有任何更改。',
    },
  },
  'store.noBackup': {
    code: 'BAD_INPUT',
    en: {
      message: '“{folder}” is not a backup: it contains no workspace.db.',
      hint: 'Give the folder that “lathe backup” made.',
    },
    zh: {
      message: '“{folder}” 不是备份：其中没有 workspace.db。',
      hint: '请指定 “lathe backup” 生成的文件夹。',
    },
  },
  'store.locked': {
    code: 'CONFLICT',
    en: {
      message: 'This workspace is open in another Lathe (process {pid}).',
      hint: 'Close it there first, or use another workspace.',
    },
    zh: {
      message: '此工作区已在另一个 Lathe（进程 {pid}）中打开。',
      hint: '请先在那里关闭，或使用其他工作区。',
    },
  },
  'store.lockedByCommand': {
    code: 'CONFLICT',
    en: {
      message: '“{command}” (process {pid}) has this workspace open.',
      hint: 'Wait until it ends; other commands of “lathe” go through it meanwhile. To have the window open beside long commands, start Lathe first (the window or “lathe serve”).',
    },
    zh: {
      message: '“{command}”（进程 {pid}）正在使用此工作区。',
      hint: '请等它结束；其间其他 “lathe” 命令会通过它运行。若要在长命令运行时打开窗口，请先启动 Lathe（窗口或 “lathe serve”）。',
    },
  },
  'store.blobMissing': {
    code: 'NOT_FOUND',
    en: {
      message: 'The file {hash} is missing from the workspace.',
      hint: 'Run “lathe doctor”; restore it from a backup.',
    },
    zh: { message: '工作区缺少文件 {hash}。', hint: '请运行 “lathe doctor”，并从备份恢复。' },
  },
  'store.blobBad': {
    code: 'INTERNAL',
    en: {
      message: 'The file {hash} is damaged and was quarantined.',
      hint: 'Run “lathe doctor”; restore it from a backup.',
    },
    zh: { message: '文件 {hash} 的内容已损坏，已隔离。', hint: '请运行 “lathe doctor”，并从备份恢复。' },
  },
  'store.fileMissing': {
    code: 'NOT_FOUND',
    en: {
      message: 'The file of “{of}” ({hash}) is missing from the workspace.',
      hint: 'Restore it from a backup: “lathe doctor --repair --from BACKUP”.',
    },
    zh: {
      message: '工作区缺少“{of}”的文件（{hash}）。',
      hint: '请从备份恢复：“lathe doctor --repair --from 备份文件夹”。',
    },
  },
  'store.fileBad': {
    code: 'INTERNAL',
    en: {
      message:
        'The file of “{of}” ({hash}) is damaged: it does not match its hash. It was quarantined, and nothing was computed from it.',
      hint: 'Restore it from a backup: “lathe doctor --repair --from BACKUP”.',
    },
    zh: {
      message: '“{of}”的文件（{hash}）已损坏：内容与哈希值不符。文件已隔离，没有用它进行任何计算。',
      hint: '请从备份恢复：“lathe doctor --repair --from 备份文件夹”。',
    },
  },
  'store.rowsDamaged': {
    code: 'INTERNAL',
    en: {
      message: 'The database is damaged, so nothing was computed from it: {where}',
      hint: 'Run “lathe doctor” to see what is damaged and what can be restored from a backup.',
    },
    zh: {
      message: '数据库已损坏，因此没有用它进行计算：{where}',
      hint: '请运行 “lathe doctor”，查看损坏的内容以及可从备份恢复的部分。',
    },
  },
} as const satisfies Problems;

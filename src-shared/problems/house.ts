/** @file Problems of the house itself: requests, sessions, store, workers, hosts. */
import type { Problems } from './problem.ts';

export const houseProblems = {
  'house.internal': {
    code: 'INTERNAL',
    en: {
      message: 'Something went wrong inside Lathe.',
      hint: 'Run “lathe doctor”; the workbench log has the details.',
    },
    zh: { message: 'Lathe 内部出错。', hint: '请运行 “lathe doctor”；详情见工作台日志。' },
  },
  'house.badInput': {
    code: 'BAD_INPUT',
    en: { message: 'The value at {where} is not valid: {why}', hint: 'Correct it and try again.' },
    zh: { message: '{where} 的值无效：{why}', hint: '请改正后重试。' },
  },
  'house.notFound': {
    code: 'NOT_FOUND',
    en: { message: 'There is no {what} “{id}”.', hint: 'It may have been deleted; look at the list again.' },
    zh: { message: '找不到{what}“{id}”。', hint: '它可能已被删除，请刷新列表。' },
  },
  'house.noneNamed': {
    code: 'NOT_FOUND',
    en: { message: 'There is no {what} “{name}”.', hint: 'There are: {names}.' },
    zh: { message: '找不到{what}“{name}”。', hint: '现有：{names}。' },
  },
  'house.manyNamed': {
    code: 'CONFLICT',
    en: { message: '{count} of the {what}s are called “{name}”.', hint: 'Give the id of one: {ids}.' },
    zh: { message: '有 {count} 个{what}名为“{name}”。', hint: '请用编号指定一个：{ids}。' },
  },
  'house.notSignedIn': {
    code: 'NOT_SIGNED_IN',
    en: { message: 'You are not signed in.', hint: 'Open the sign-in link that “lathe serve” printed.' },
    zh: { message: '您尚未登录。', hint: '请打开 “lathe serve” 打印的登录链接。' },
  },
  'house.badSignIn': {
    code: 'NOT_SIGNED_IN',
    en: {
      message: 'This sign-in link is not valid any more.',
      hint: 'Start “lathe serve” again for a new one.',
    },
    zh: { message: '此登录链接已失效。', hint: '请重新运行 “lathe serve” 获取新链接。' },
  },
  'house.forbidden': {
    code: 'FORBIDDEN',
    en: { message: 'Your role “{role}” may not do this.', hint: 'Ask the owner of the workspace.' },
    zh: { message: '您的角色“{role}”无权执行此操作。', hint: '请联系工作区所有者。' },
  },
  'house.foreignOrigin': {
    code: 'FORBIDDEN',
    en: {
      message: 'The request came from {origin}, which is not this workbench.',
      hint: 'Open the workbench at its own address.',
    },
    zh: { message: '请求来自 {origin}，不是本工作台。', hint: '请从工作台自己的地址打开。' },
  },
  'house.foreignHost': {
    code: 'FORBIDDEN',
    en: {
      message: 'The request was addressed to “{host}”, which is not this workbench.',
      hint: 'Use the address that “lathe serve” printed.',
    },
    zh: { message: '请求的目标地址是“{host}”，不是本工作台。', hint: '请使用 “lathe serve” 打印的地址。' },
  },
  'house.headerMissing': {
    code: 'FORBIDDEN',
    en: {
      message: 'A write needs the header “x-lathe: 1”.',
      hint: 'Add the header; browsers’ cross-site requests cannot.',
    },
    zh: { message: '写操作需要请求头 “x-lathe: 1”。', hint: '请添加该请求头。' },
  },
  'house.jsonMissing': {
    code: 'UNSUPPORTED',
    en: {
      message: 'The request needs the header “content-type: application/json”.',
      hint: 'Send the body as JSON, or a picture with its own type, such as image/png.',
    },
    zh: {
      message: '请求需要 “content-type: application/json” 请求头。',
      hint: '请以 JSON 发送请求体；图片请用其自身类型，如 image/png。',
    },
  },
  'house.localOnly': {
    code: 'FORBIDDEN',
    en: { message: 'Only a person at this machine can name a path on it.', hint: 'Upload the file instead.' },
    zh: { message: '只有在本机上才能使用本机路径。', hint: '请改为上传文件。' },
  },
  'house.uploadTooLarge': {
    code: 'TOO_LARGE',
    en: {
      message: 'The upload is larger than {limit}.',
      hint: 'Import it on the workstation with “lathe import FILE”.',
    },
    zh: { message: '上传文件超过 {limit}。', hint: '请在工作站上用 “lathe import FILE” 导入。' },
  },
  'house.cancelled': {
    code: 'CANCELLED',
    en: {
      message: '{what} was cancelled.',
      hint: 'Nothing half-done was kept; a training run can be resumed.',
    },
    zh: { message: '{what} 已取消。', hint: '没有留下做了一半的内容；训练可以继续。' },
  },
  'house.unreachable': {
    code: 'UNAVAILABLE',
    en: {
      message: 'The workbench does not answer.',
      hint: 'It may be starting again; this window goes on by itself once it is back.',
    },
    zh: { message: '工作台没有响应。', hint: '它可能正在重新启动；恢复后本窗口会自动继续。' },
  },
  'house.portTaken': {
    code: 'CONFLICT',
    en: {
      message: 'Port {port} is in use by another program.',
      hint: 'Choose another with --port, or leave it out to take a free one.',
    },
    zh: { message: '端口 {port} 已被其他程序占用。', hint: '请用 --port 换一个，或省略以自动选择。' },
  },
  'house.usage': {
    code: 'BAD_INPUT',
    en: { message: '{why}', hint: 'See “lathe {command} --help”.' },
    zh: { message: '{why}', hint: '请看 “lathe {command} --help”。' },
  },
  'store.diskFull': {
    code: 'DISK_FULL',
    en: {
      message: 'The disk that holds the workspace is full.',
      hint: 'Free some space and try again; nothing half-written was kept.',
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
      hint: 'Choose an empty folder or one that Lathe made.',
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
      message: '“{place}” lies inside the workspace.',
      hint: 'Choose a place outside of it: Lathe clears away what it does not know there.',
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
      hint: 'Choose a place that is there, that you may write to, and with a name that is not too long.',
    },
    zh: { message: '无法写入 “{place}”（{code}）。', hint: '请选择存在且可写入的位置，名称不要过长。' },
  },
  'store.copyBad': {
    code: 'INTERNAL',
    en: {
      message: 'The copy of {file} does not have the bytes that were written.',
      hint: 'Nothing was kept of the backup. Try another disk: this one does not hold what it is given.',
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
      hint: 'Run “lathe doctor”. Open a backup as the workspace if it cannot be repaired.',
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
        'The database of the workspace is damaged: {pages} of its pages have not the bytes they were written with ({why}).',
      hint: 'Open a backup as the workspace (“lathe backup” makes them). Nothing was changed.',
    },
    zh: {
      message: '工作区的数据库已损坏：其中 {pages} 页的内容与写入时不同（{why}）。',
      hint: '请将备份作为工作区打开（用 “lathe backup” 制作）。没有任何更改。',
    },
  },
  'store.noBackup': {
    code: 'BAD_INPUT',
    en: {
      message: '“{folder}” is no backup: there is no workspace.db in it.',
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
      message: 'The file {hash} no longer has the bytes it was stored with; it was set aside.',
      hint: 'Run “lathe doctor”; restore it from a backup.',
    },
    zh: { message: '文件 {hash} 的内容已损坏，已隔离。', hint: '请运行 “lathe doctor”，并从备份恢复。' },
  },
  'store.fileMissing': {
    code: 'NOT_FOUND',
    en: {
      message: 'The file of “{of}” ({hash}) is missing from the workspace.',
      hint: 'Bring it back from a backup: “lathe doctor --repair --from BACKUP”.',
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
        'The file of “{of}” ({hash}) is damaged: it has not the bytes it was stored with. It was set aside, and nothing was computed from it.',
      hint: 'Bring it back from a backup: “lathe doctor --repair --from BACKUP”.',
    },
    zh: {
      message: '“{of}”的文件（{hash}）已损坏：内容与存入时不同。文件已隔离，没有用它进行任何计算。',
      hint: '请从备份恢复：“lathe doctor --repair --from 备份文件夹”。',
    },
  },
  'store.rowsDamaged': {
    code: 'INTERNAL',
    en: {
      message: 'The database is damaged, so nothing was computed from it: {where}',
      hint: 'Run “lathe doctor”; it says what is damaged and what can be brought back from a backup.',
    },
    zh: {
      message: '数据库已损坏，因此没有用它进行计算：{where}',
      hint: '请运行 “lathe doctor”，查看损坏的内容以及可从备份恢复的部分。',
    },
  },
  'workers.crashed': {
    code: 'WORKER_FAILED',
    en: {
      message: 'The {job} worker ended unexpectedly ({how}). Its last words: {log}',
      hint: 'The workbench and its data are whole. Try again; if it happens again, use less memory or smaller input.',
    },
    zh: {
      message: '{job} 进程意外结束（{how}）。最后的输出：{log}',
      hint: '工作台和数据完好。请重试；若再次发生，请减少内存占用或输入规模。',
    },
  },
  'workers.outOfMemory': {
    code: 'WORKER_FAILED',
    en: {
      message: 'The {job} worker used {used} of memory; its limit is {limit}.',
      hint: 'Use a smaller batch or input, or raise the limit in Settings.',
    },
    zh: {
      message: '{job} 进程占用内存 {used}，上限为 {limit}。',
      hint: '请减小批量或输入，或在设置中提高上限。',
    },
  },
  'workers.deadline': {
    code: 'DEADLINE',
    en: {
      message: 'The {job} worker was stopped after {seconds} s.',
      hint: 'Use smaller input, or run it again with more time.',
    },
    zh: { message: '{job} 进程在 {seconds} 秒后被停止。', hint: '请减小输入，或给予更多时间重试。' },
  },
  'workers.silent': {
    code: 'WORKER_FAILED',
    en: {
      message: 'The {job} worker gave no sign of life for {seconds} s and was stopped.',
      hint: 'Try again; the log of the job says where it was.',
    },
    zh: { message: '{job} 进程 {seconds} 秒无响应，已被停止。', hint: '请重试；任务日志记录了位置。' },
  },
  'workers.failed': {
    code: 'WORKER_FAILED',
    en: { message: 'The {job} worker failed: {why}', hint: 'The log of the job has the details.' },
    zh: { message: '{job} 进程失败：{why}', hint: '详情见任务日志。' },
  },
} as const satisfies Problems;

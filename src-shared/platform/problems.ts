/** @file Problems of the house itself: requests, sessions, workers, hosts. */
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
  'documents.otherKind': {
    code: 'BAD_INPUT',
    en: { message: '“{id}” is a {present}, not a {kind}.', hint: 'Give the new one another id.' },
    zh: { message: '“{id}”是{present}，不是{kind}。', hint: '请为新内容使用其他编号。' },
  },
  'documents.changedSince': {
    code: 'CONFLICT',
    en: {
      message: '{who} has changed this since, so it was not taken back.',
      hint: 'Look at its history, and change it by hand.',
    },
    zh: { message: '此后 {who} 已修改过它，因此未撤销。', hint: '请查看其历史并手动修改。' },
  },
  'house.badInput': {
    code: 'BAD_INPUT',
    en: { message: 'The value at {where} is not valid: {why}', hint: 'Correct it and try again.' },
    zh: { message: '{where} 的值无效：{why}', hint: '请改正后重试。' },
  },
  'house.notFound': {
    code: 'NOT_FOUND',
    en: { message: 'There is no {what} “{id}”.', hint: 'It may have been deleted. Refresh the list.' },
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
    en: {
      message: 'You are not signed in.',
      hint: 'Open the sign-in link that Lathe printed. Press Enter in the terminal where Lathe runs to print a new one.',
    },
    zh: { message: '您尚未登录。', hint: '请打开 Lathe 打印的登录链接；在其运行的终端按回车可获取新链接。' },
  },
  'house.badSignIn': {
    code: 'NOT_SIGNED_IN',
    en: {
      message: 'This sign-in link has been used already, or is older than 2 minutes.',
      hint: 'Press Enter in the terminal where Lathe runs to print a new one, or restart Lathe.',
    },
    zh: {
      message: '此登录链接已被使用，或已超过 2 分钟。',
      hint: '请在运行 Lathe 的终端按回车获取新链接，或重新启动 Lathe。',
    },
  },
  'house.forbidden': {
    code: 'FORBIDDEN',
    en: { message: 'Your role “{role}” is not allowed to do this.', hint: 'Ask the owner of the workspace.' },
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
      hint: 'Add the header to the request.',
    },
    zh: { message: '写操作需要请求头 “x-lathe: 1”。', hint: '请添加该请求头。' },
  },
  'house.jsonMissing': {
    code: 'UNSUPPORTED',
    en: {
      message: 'The request needs the header “content-type: application/json”.',
      hint: 'Send the body as JSON, or an image with its own type, such as image/png.',
    },
    zh: {
      message: '请求需要 “content-type: application/json” 请求头。',
      hint: '请以 JSON 发送请求体；图片请用其自身类型，如 image/png。',
    },
  },
  'house.method': {
    code: 'METHOD',
    en: { message: '{method} is not supported here.', hint: 'Use {allowed}.' },
    zh: { message: '此处不接受 {method} 请求。', hint: '请使用 {allowed}。' },
  },
  'house.bodyNotJson': {
    code: 'UNSUPPORTED',
    en: {
      message: 'The body of a call has to be JSON.',
      hint: 'Send it as “content-type: application/json”, not compressed; files go to /files/upload.',
    },
    zh: {
      message: '调用的请求体必须是 JSON。',
      hint: '请以 “content-type: application/json” 发送且不要压缩；文件请发送到 /files/upload。',
    },
  },
  'house.bodyTooLarge': {
    code: 'TOO_LARGE',
    en: { message: 'The body is larger than {limit}.', hint: 'Send less in one request.' },
    zh: { message: '请求体超过 {limit}。', hint: '请分多次发送。' },
  },
  'house.bodyTooSlow': {
    code: 'TOO_SLOW',
    en: {
      message: 'The request body did not arrive within {seconds} s.',
      hint: 'Send it again in one go, or split it into several requests.',
    },
    zh: { message: '请求体未能在 {seconds} 秒内送达。', hint: '请一次性重新发送，或分多次发送。' },
  },
  'house.jsonTooDeep': {
    code: 'BAD_INPUT',
    en: {
      message: 'The JSON is nested more than {limit} levels deep.',
      hint: 'Reduce the nesting.',
    },
    zh: { message: 'JSON 的嵌套超过 {limit} 层。', hint: '请减少嵌套后发送。' },
  },
  'house.jsonTooMuch': {
    code: 'TOO_LARGE',
    en: { message: 'The JSON holds more than {limit} values.', hint: 'Send less in one request.' },
    zh: { message: 'JSON 中的值超过 {limit} 个。', hint: '请分多次发送。' },
  },
  'house.localOnly': {
    code: 'FORBIDDEN',
    en: {
      message: 'Only users on this machine can import from a path on it.',
      hint: 'Upload the file instead.',
    },
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
  'house.uploadsFull': {
    code: 'DISK_FULL',
    en: {
      message: 'The space for uploads ({limit}) is taken by files that are being imported.',
      hint: 'Wait until their imports are done, or import on the workstation with “lathe import FILE”.',
    },
    zh: {
      message: '正在导入的文件已占满上传空间（{limit}）。',
      hint: '请等待导入完成，或在工作站上用 “lathe import FILE” 导入。',
    },
  },
  'house.cancelled': {
    code: 'CANCELLED',
    en: {
      message: '{what} was cancelled.',
      hint: 'No partial results were kept. A training run can be resumed.',
    },
    zh: { message: '{what} 已取消。', hint: '没有留下做了一半的内容；训练可以继续。' },
  },
  'house.unreachable': {
    code: 'UNAVAILABLE',
    en: {
      message: 'The workbench does not respond.',
      hint: 'It may be restarting. This window reconnects by itself.',
    },
    zh: { message: '工作台没有响应。', hint: '它可能正在重新启动；恢复后本窗口会自动继续。' },
  },
  'house.workbenchClosed': {
    code: 'UNAVAILABLE',
    en: {
      message: 'The workbench that has this workspace open has closed.',
      hint: 'Run the command again. What was acknowledged is saved; an interrupted training run can be resumed.',
    },
    zh: {
      message: '打开此工作区的工作台已关闭。',
      hint: '请重新运行该命令。已确认的内容均已保存；中断的训练可以继续。',
    },
  },
  'house.doorNotOwn': {
    code: 'FORBIDDEN',
    en: {
      message: 'The socket {place} of the workbench is not accessible to you alone.',
      hint: 'Run the command as the user who opened the workspace. If you are that user, restart the workbench and check who changed the permissions of the folder.',
    },
    zh: {
      message: '工作台的套接字 {place} 并非仅您一人可访问。',
      hint: '请以打开工作区的用户身份运行该命令。如果您就是该用户，请重新启动工作台，并检查是谁更改了文件夹权限。',
    },
  },
  'house.portTaken': {
    code: 'CONFLICT',
    en: {
      message: 'Port {port} is in use by another program.',
      hint: 'Choose another port with --port, or leave it out to use a free one.',
    },
    zh: { message: '端口 {port} 已被其他程序占用。', hint: '请用 --port 换一个，或省略以自动选择。' },
  },
  'house.usage': {
    code: 'BAD_INPUT',
    en: { message: '{why}', hint: 'See “lathe {command} --help”.' },
    zh: { message: '{why}', hint: '请看 “lathe {command} --help”。' },
  },
  'workers.crashed': {
    code: 'WORKER_FAILED',
    en: {
      message: '“{job}” ended unexpectedly ({how}).',
      hint: 'The workbench and its data are intact. If it happens again with the same input, the input is the cause.',
    },
    zh: {
      message: '“{job}”意外结束（{how}）。',
      hint: '工作台和数据完好。若同一输入再次出现此问题，则原因在于该输入。',
    },
  },
  'workers.outOfMemory': {
    code: 'WORKER_FAILED',
    en: {
      message: '“{job}” exceeded its memory limit: it used {used} of {limit}.',
      hint: 'Use a smaller batch, model or file, or raise “{work}” in Settings › Resource limits.',
    },
    zh: {
      message: '“{job}”所需内存超出允许范围：{used}，上限为 {limit}。',
      hint: '请减小批量、模型或文件，或在“设置 › 资源限制”中提高“{work}”。',
    },
  },
  'workers.noRoom': {
    code: 'WORKER_FAILED',
    en: {
      message: '“{job}” needed more memory than this machine has free ({limit}).',
      hint: 'Close other programs or wait until other jobs are done, then start it again.',
    },
    zh: {
      message: '“{job}”所需内存超出本机当前空闲内存（{limit}）。',
      hint: '请关闭其他程序，或等待其他任务完成后再开始。',
    },
  },
  'workers.together': {
    code: 'WORKER_FAILED',
    en: {
      message:
        'All jobs and models together used {together} of memory, more than the {limit} that this machine allows. “{job}” ({used}) was stopped.',
      hint: 'Wait until other jobs are done or stop unused endpoints, then start it again.',
    },
    zh: {
      message: '所有任务和模型共占用内存 {together}，本机允许 {limit}；“{job}”（{used}）已被停止。',
      hint: '请等待其他任务完成，或停止无人使用的端点，然后重新开始。',
    },
  },
  'workers.deadline': {
    code: 'DEADLINE',
    en: {
      message: '“{job}” was stopped: it exceeded its time limit of {seconds} s.',
      hint: 'Use smaller input, or raise “{work}” in Settings › Resource limits.',
    },
    zh: {
      message: '“{job}”已被停止：用时超过允许的 {seconds} 秒。',
      hint: '请减小输入，或在“设置 › 资源限制”中提高“{work}”。',
    },
  },
  'workers.stalled': {
    code: 'DEADLINE',
    en: {
      message: '“{job}” was stopped: it made no progress for {seconds} s.',
      hint: 'The file is damaged, or crafted so that reading it never ends. Export it again.',
    },
    zh: {
      message: '“{job}”已被停止：{seconds} 秒没有进展。',
      hint: '该文件已损坏，或被构造为无法读完；请重新生成。',
    },
  },
  'workers.silent': {
    code: 'WORKER_FAILED',
    en: {
      message: '“{job}” did not respond for {seconds} s and was stopped.',
      hint: 'One step is too large for this machine or never ends. Use a smaller batch, model or input.',
    },
    zh: {
      message: '“{job}”连续计算 {seconds} 秒无响应，已被停止。',
      hint: '其中一步对本机来说太大，或永不结束：请减小批量、模型或输入。',
    },
  },
  'workers.interrupted': {
    code: 'UNAVAILABLE',
    en: {
      message: '“{job}” was restarted because another request timed out or crashed it.',
      hint: 'Send the request again.',
    },
    zh: { message: '“{job}”因另一请求超时或使其崩溃而重新启动。', hint: '请重新请求。' },
  },
  'workers.failed': {
    code: 'WORKER_FAILED',
    en: { message: '“{job}” failed: {why}', hint: 'Run “lathe doctor”; the workbench log has the details.' },
    zh: { message: '“{job}”失败：{why}', hint: '请运行 “lathe doctor”；详情见工作台日志。' },
  },
} as const satisfies Problems;

/** @file The words of the desktop's menus and dialogs. The window has its own, in src-renderer/words.ts. */

const en = {
  file: 'File',
  openWorkspace: 'Open workspace…',
  showWorkspace: 'Show workspace folder',
  close: 'Close window',
  quit: 'Quit Lathe',
  edit: 'Edit',
  undo: 'Undo',
  redo: 'Redo',
  cut: 'Cut',
  copy: 'Copy',
  paste: 'Paste',
  selectAll: 'Select all',
  view: 'View',
  reload: 'Reload',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  actualSize: 'Actual size',
  fullScreen: 'Full screen',
  developerTools: 'Developer tools',
  help: 'Help',
  showLog: 'Show the workbench log',
  about: 'About Lathe',
  chooseFile: 'Choose a file',
  chooseFolder: 'Choose a folder',
  chooseWorkspace: 'Choose a workspace folder, or an empty one for a new workspace',
  save: 'Save',
  allFiles: 'All files',
  downTitle: 'The workbench is not running',
  tryAgain: 'Try again',
  otherTitle: 'Open another workspace?',
  otherDetail:
    'Jobs that run in the open workspace are stopped first. You can resume training from its last checkpoint.',
  openOther: 'Open',
  stay: 'Stay here',
  noSandboxTitle: 'Lathe cannot start without a sandbox',
  noSandboxDetail:
    'This system does not allow user programs to create a sandbox, so the window could not be isolated. Install the .deb package, which sets up a sandbox, or run “lathe serve” and open its address in a browser.',
};

export type Words = Readonly<Record<keyof typeof en, string>>;

const zh: Words = {
  file: '文件',
  openWorkspace: '打开工作区…',
  showWorkspace: '显示工作区文件夹',
  close: '关闭窗口',
  quit: '退出 Lathe',
  edit: '编辑',
  undo: '撤销',
  redo: '重做',
  cut: '剪切',
  copy: '复制',
  paste: '粘贴',
  selectAll: '全选',
  view: '视图',
  reload: '重新加载',
  zoomIn: '放大',
  zoomOut: '缩小',
  actualSize: '实际大小',
  fullScreen: '全屏',
  developerTools: '开发者工具',
  help: '帮助',
  showLog: '显示工作台日志',
  about: '关于 Lathe',
  chooseFile: '选择文件',
  chooseFolder: '选择文件夹',
  chooseWorkspace: '选择工作区文件夹，或选择空文件夹以新建工作区',
  save: '保存',
  allFiles: '所有文件',
  downTitle: '工作台未在运行',
  tryAgain: '重试',
  otherTitle: '打开另一个工作区？',
  otherDetail: '将先停止当前工作区中正在进行的任务；训练可从最近的检查点继续。',
  openOther: '打开',
  stay: '留在此处',
  noSandboxTitle: 'Lathe 无法在没有沙箱的情况下启动',
  noSandboxDetail:
    '本系统不允许用户程序建立沙箱，窗口将无法被隔离。请安装 .deb 软件包（它会配置沙箱），或运行 “lathe serve” 并在浏览器中打开其地址。',
};

/** The words for a locale such as `zh-CN`. */
export function wordsFor(locale: string): Words {
  return locale.toLowerCase().startsWith('zh') ? zh : en;
}

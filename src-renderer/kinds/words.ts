/** @file Words of what samples show. */
export const en = {
  viewer: 'Image viewer',
  fit: 'Fit',
  fitTitle: 'Show the whole image',
  actual: '1:1',
  actualTitle: 'Show at full resolution',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  pan: { up: 'Move up in the image', down: 'Move down', left: 'Move left', right: 'Move right' },
  zoomLevel: 'Zoom',
  percent: (value: string) => `${value}%`,
  broken: 'This image cannot be displayed. Run the health check in Settings.',
};

export const zh: typeof en = {
  viewer: '图片查看器',
  fit: '适应',
  fitTitle: '显示整张图片',
  actual: '1:1',
  actualTitle: '按原始分辨率显示',
  zoomIn: '放大',
  zoomOut: '缩小',
  pan: { up: '图片上移视野', down: '下移视野', left: '左移视野', right: '右移视野' },
  zoomLevel: '缩放比例',
  percent: (value) => `${value}%`,
  broken: '无法显示这张图片。请在“设置”中运行健康检查。',
};

/** @file Why a file cannot be read, or not as it is. */
import type { Problems } from '../platform/problem.ts';

export const fileProblems = {
  'datasets.fileMissing': {
    code: 'NOT_FOUND',
    en: { message: 'There is no file “{file}”.', hint: 'Check its name and choose it again.' },
    zh: { message: '找不到文件“{file}”。', hint: '请检查文件名并重新选择。' },
  },
  'datasets.fileUnreadable': {
    code: 'BAD_INPUT',
    en: {
      message: '“{file}” cannot be read: {why}',
      hint: 'Check that the file is complete and that you have permission to read it.',
    },
    zh: { message: '无法读取“{file}”：{why}', hint: '请检查文件是否完整、是否有权打开它。' },
  },
  'datasets.fileDamaged': {
    code: 'BAD_INPUT',
    en: {
      message: '“{file}” could not be read to the end. It is probably damaged.',
      hint: 'Nothing was imported. Export the file again with the program that created it. If it still cannot be read, see the workbench log for the last output of the reader.',
    },
    zh: {
      message: '无法读完“{file}”，文件很可能已损坏。',
      hint: '没有导入任何内容。请用生成它的程序重新导出该文件。若仍无法读取，工作台日志中有读取程序最后的输出。',
    },
  },
  'datasets.fileForbidden': {
    code: 'BAD_INPUT',
    en: {
      message: 'You do not have permission to read “{file}”.',
      hint: 'Change its permissions, or copy it to a folder of your own.',
    },
    zh: { message: '没有读取“{file}”的权限。', hint: '请更改其权限，或复制到您自己的位置。' },
  },
  'datasets.pathTooLong': {
    code: 'BAD_INPUT',
    en: {
      message: 'The path of “{file}” is too long for this system.',
      hint: 'Move the file, or shorten its name.',
    },
    zh: { message: '“{file}”的路径超过系统允许的长度。', hint: '请移动文件或缩短名称。' },
  },
  'datasets.notAFile': {
    code: 'BAD_INPUT',
    en: {
      message: '“{file}” is a pipe or a device and can be read only once.',
      hint: 'Save its output to a file, and import that file.',
    },
    zh: { message: '“{file}”是管道或设备，只能读取一次。', hint: '请先把其内容保存为文件，再导入该文件。' },
  },
  'datasets.emptyFile': {
    code: 'BAD_INPUT',
    en: { message: '“{file}” is empty.', hint: 'Choose a file with rows in it.' },
    zh: { message: '“{file}”是空文件。', hint: '请选择有内容的文件。' },
  },
  'datasets.binaryFile': {
    code: 'UNSUPPORTED',
    en: {
      message: '“{file}” is not a text file.',
      hint: 'Lathe reads CSV, TSV, JSONL and folders of text files. Save it in one of these formats.',
    },
    zh: {
      message: '“{file}”不是文本文件。',
      hint: 'Lathe 可读取 CSV、TSV、JSONL 和文本文件夹；请另存为其中一种。',
    },
  },
  'datasets.noRows': {
    code: 'BAD_INPUT',
    en: {
      message: '“{file}” has column names but no rows.',
      hint: 'Choose a file with at least one row below the header.',
    },
    zh: { message: '“{file}”只有列名，没有数据行。', hint: '请选择表头下至少有一行数据的文件。' },
  },
  'datasets.noGoodRow': {
    code: 'BAD_INPUT',
    en: {
      message: 'None of the {rejected} rows of “{file}” could be imported. Row {row}: {why}',
      hint: 'Nothing was imported. Check the format, the encoding and the text column.',
    },
    zh: {
      message: '“{file}”的 {rejected} 行均无法导入。第 {row} 行：{why}',
      hint: '请检查格式、编码和文本列；没有导入任何内容。',
    },
  },
  'datasets.manyRejected': {
    code: 'BAD_INPUT',
    en: {
      message:
        '{rejected} of the {rows} rows of “{file}” ({share}) are invalid, so nothing was imported. {reasons}',
      hint: 'Check the delimiter, quotes and encoding. To import the valid rows only, choose “Import the valid rows anyway” on the import page, or add --accept-rejects.',
    },
    zh: {
      message: '“{file}”的 {rows} 行中有 {rejected} 行（{share}）无法导入，因此没有导入任何内容。{reasons}',
      hint: '请检查读取方式：分隔符、引号和编码。如只导入有效行，请在导入页选择“仍然导入有效行”，或加上 --accept-rejects。',
    },
  },
  'datasets.manyImagesRejected': {
    code: 'BAD_INPUT',
    en: {
      message:
        '{rejected} of the {rows} images of “{file}” ({share}) cannot be taken, so nothing was imported. {reasons}',
      hint: 'Save these images again in a format that is read (PNG, JPEG, WebP, GIF, TIFF, AVIF), or remove them. To import the others without them, choose “Import the other rows” on the import page, or add --accept-rejects.',
    },
    zh: {
      message:
        '“{file}”的 {rows} 张图片中有 {rejected} 张（{share}）无法导入，因此没有导入任何内容。{reasons}',
      hint: '请把这些图片另存为可读取的格式（PNG、JPEG、WebP、GIF、TIFF、AVIF），或将其移除。如仍要导入其余图片，请在导入页选择“导入其余行”，或加上 --accept-rejects。',
    },
  },
  'datasets.gzipFile': {
    code: 'UNSUPPORTED',
    en: {
      message: '“{file}” is compressed with gzip.',
      hint: 'Unpack it (gunzip, or any archive program) and choose the file that comes out.',
    },
    zh: {
      message: '“{file}”是 gzip 压缩文件。',
      hint: '请先解压（gunzip 或任意解压软件），再选择解压后的文件。',
    },
  },
  'datasets.someRejected': {
    code: 'BAD_INPUT',
    en: {
      message:
        '{rejected} of the {rows} rows of “{file}” ({share}) are invalid. In strict mode nothing is imported then. {reasons}',
      hint: 'Repair these rows, or import without --strict.',
    },
    zh: {
      message: '“{file}”的 {rows} 行中有 {rejected} 行（{share}）无效；严格模式下不导入任何内容。{reasons}',
      hint: '请修复这些行，或去掉 --strict 后再导入。',
    },
  },
  'datasets.manyDuplicates': {
    code: 'BAD_INPUT',
    en: {
      message:
        'Only {kept} of the {rows} rows of “{file}” differ; all others say the same again, so nothing was imported.',
      hint: 'Most likely another column holds the content: choose it. To import them as they are, choose “Import the other rows” on the import page, or add --accept-rejects.',
    },
    zh: {
      message: '“{file}”的 {rows} 行中只有 {kept} 行不同，其余均为重复，因此没有导入任何内容。',
      hint: '内容很可能在另一列：请选择该列。如仍要照此导入，请在导入页选择“导入其余行”，或加上 --accept-rejects。',
    },
  },
  'datasets.textsNested': {
    code: 'BAD_INPUT',
    en: {
      message: 'No column of “{file}” holds texts: {nested} holds lists or objects, which cannot be taken.',
      hint: 'Write the texts into a key of their own, e.g. {"text": "…"}, or choose another column as the text.',
    },
    zh: {
      message: '“{file}”没有文本列：{nested} 是列表或对象，无法导入。',
      hint: '请把文本写入单独的键，如 {"text": "…"}，或选择其他列作为文本。',
    },
  },
  'datasets.noTextColumn': {
    code: 'BAD_INPUT',
    en: {
      message: 'No column of “{file}” looks like texts: it has {columns}.',
      hint: 'Choose the text column on the import page, or with --text.',
    },
    zh: {
      message: '“{file}”没有像文本的列：只有 {columns}。',
      hint: '请在导入页选择文本列，或使用 --text。',
    },
  },
  'datasets.jsonByColumns': {
    code: 'UNSUPPORTED',
    en: {
      message: '“{file}” stores its table by column or by index, not by row.',
      hint: 'Save it as rows: in pandas, df.to_json(path, orient="records", lines=True).',
    },
    zh: {
      message: '“{file}”按列或按索引保存表格，而不是逐行保存。',
      hint: '请按行保存：在 pandas 中用 df.to_json(path, orient="records", lines=True)。',
    },
  },
  'datasets.emptyFolder': {
    code: 'BAD_INPUT',
    en: {
      message: 'The folder “{file}” has no subfolders with text files.',
      hint: 'Put the texts of each class into a subfolder named after the class.',
    },
    zh: {
      message: '文件夹“{file}”的子文件夹中没有文本文件。',
      hint: '请把每个类别的文本放进以类别命名的子文件夹。',
    },
  },
} as const satisfies Problems;

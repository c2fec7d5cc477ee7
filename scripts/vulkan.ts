/** @file Finds a Vulkan driver in software (SwiftShader, which comes with Chromium): WebGPU without a graphics card, for tests. */
import { existsSync } from 'node:fs';
import path from 'node:path';

/** Where Chromium's packages put it, with the loader beside it. */
const FOLDERS = ['/usr/lib/chromium', '/usr/lib/chromium-browser', '/opt/google/chrome'];
const MANIFEST = 'vk_swiftshader_icd.json';

/** What a process's environment needs for WebGPU in software; null where there is none. `scratch`: a folder of its own. */
export function softwareVulkan(scratch: string): Readonly<Record<string, string>> | null {
  const folder = FOLDERS.find(
    (each) => existsSync(path.join(each, MANIFEST)) && existsSync(path.join(each, 'libvulkan.so.1')),
  );
  if (folder === undefined) return null;
  return {
    VK_ICD_FILENAMES: path.join(folder, MANIFEST),
    LD_LIBRARY_PATH: folder,
    XDG_RUNTIME_DIR: scratch,
  };
}

export const vulkanMissing = 'needs SwiftShader, which comes with Chromium on Linux';

/** @file The preload script: hands the window the native verbs and nothing else. */
import { contextBridge, ipcRenderer } from 'electron';
import { NATIVE_CHANNELS, type Native } from '../src-shared/platform/native.ts';

const native: Native = {
  pickFile: (kinds) => ipcRenderer.invoke(NATIVE_CHANNELS.pickFile, kinds),
  pickFolder: () => ipcRenderer.invoke(NATIVE_CHANNELS.pickFolder),
  saveFile: (request) => ipcRenderer.invoke(NATIVE_CHANNELS.saveFile, request),
  notify: (notice) => ipcRenderer.invoke(NATIVE_CHANNELS.notify, notice),
};

contextBridge.exposeInMainWorld('lathe', native);

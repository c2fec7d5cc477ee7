/**
 * @file What native parts would do unasked is switched off, before any of them loads: decision 70 lists it. Imported
 * first by whatever loads ONNX Runtime, and by every process that starts one.
 */

/** Variables that the native parts of this process and of its children read. */
export const SILENT = {
  // ONNX Runtime keeps a device id, a queue of events with names of classes and files, and sends them to its makers.
  ORT_DISABLE_TELEMETRY: '1',
} as const satisfies Readonly<Record<string, string>>;

Object.assign(process.env, SILENT);

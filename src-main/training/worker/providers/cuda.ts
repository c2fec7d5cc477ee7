/** @file What ONNX Runtime needs for CUDA: two libraries out of a package of its makers. */
import { runtimeVersion } from '../trainer/environment.ts';

/** Where the libraries stand inside of the package. */
export const cudaFolder = 'runtimes/linux-x64/native';
export const cudaLibraries = [
  'libonnxruntime_providers_shared.so',
  'libonnxruntime_providers_cuda.so',
] as const;

/** What `lathe setup cuda` installs from, for people who fetch it: a NuGet package, which is a ZIP file. */
export function cudaPackage() {
  return {
    name: 'Microsoft.ML.OnnxRuntime.Gpu.Linux',
    version: runtimeVersion(),
    files: cudaLibraries.map((file) => `${cudaFolder}/${file}`),
    /** What has to be installed beside it. */
    needs: 'an NVIDIA driver, the CUDA 12 runtime and cuDNN 9',
  } as const;
}

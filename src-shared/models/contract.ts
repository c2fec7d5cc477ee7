/** @file Models: the registry, import, export, lineage. */
import * as z from 'zod';
import {
  ENGINEERS,
  EVERYONE,
  Id,
  Instant,
  ListRequest,
  Name,
  Sha256,
  pageOf,
  read,
  sortOf,
  write,
} from '../platform/procedure.ts';
import { KIND_NAMES } from '../kinds/kinds.ts';
import { TASK_NAMES } from '../tasks/tasks.ts';
import { Run } from '../tracking/contract.ts';
import { DatasetVersion, VersionOrigin } from '../versions/contract.ts';

export const Model = z.object({
  id: Id,
  /** 1, 2, 3 … in the workspace. */
  number: z.int(),
  name: z.string(),
  /** Null for a model from elsewhere, as is the number of the run. */
  run: Id.nullable(),
  runNumber: z.int().nullable(),
  /** The newest model of the same run, where that went on after it left this one. */
  supersededBy: Id.nullable(),
  blob: Sha256,
  bytes: z.number(),
  labels: z.array(z.string()),
  language: z.enum(['en', 'zh']),
  task: z.enum(TASK_NAMES),
  kind: z.enum(KIND_NAMES),
  weightsSha256: Sha256,
  summary: z.record(z.string(), z.number()),
  /** The headline numbers of its newest report on a test split, and the version that is of; null before any. */
  tested: z.object({ version: Id, metrics: z.record(z.string(), z.number()) }).nullable(),
  createdAt: Instant,
});
export type Model = z.infer<typeof Model>;

/** A model file: sent before, or on this machine (local people only), where weights may lie beside it. */
export const ModelSource = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('upload'), id: Id }),
  z.object({ kind: z.literal('path'), path: z.string().min(1) }),
]);
export type ModelSource = z.infer<typeof ModelSource>;

/** How images are put to a model from elsewhere that takes them as floating-point numbers, and how it says boxes. */
export const ImageReading = z.object({
  /** What becomes of the bytes of a pixel: 0 to 1, as they are, -1 to 1, or less the mean and over the deviation of ImageNet. */
  values: z.enum(['unit', 'byte', 'signed', 'imagenet']),
  colors: z.enum(['rgb', 'bgr']).default('rgb'),
  /** Where the file takes images of any size: the one that they are stretched to. */
  width: z.int().min(1).max(8192).optional(),
  height: z.int().min(1).max(8192).optional(),
  /** Middle and sides, two corners, two corners with y before x, or upper left corner and sides; in pixels or in shares of the sides. */
  boxes: z.enum(['center', 'corners', 'rowsFirst', 'size']).default('center'),
});
export type ImageReading = z.infer<typeof ImageReading>;

/** A model's graph, to look at. */
export const ModelDrawing = z.object({
  /** Without those that only give a constant. */
  operations: z.int(),
  /** How often each operator stands in the file. */
  operators: z.array(z.object({ operator: z.string(), count: z.int() })),
  /** Null for more than 200 operations, which nobody could look over. */
  drawing: z
    .object({
      /** In the order of computation; `constants` are the types of the constants that an operation reads. */
      boxes: z.array(
        z.object({
          id: z.string(),
          kind: z.enum(['input', 'output', 'operation']),
          title: z.string(),
          constants: z.array(z.string()),
          frame: z.string().nullable(),
        }),
      ),
      /** `type`: of what flows; empty where it is not known. */
      arrows: z.array(z.object({ from: z.string(), to: z.string(), type: z.string() })),
      /** Bodies of `owner`, an operation with graphs inside. */
      frames: z.array(z.object({ id: z.string(), title: z.string(), owner: z.string() })),
      /** The same as a flowchart in Mermaid's language. */
      mermaid: z.string(),
    })
    .nullable(),
  /** One line a node, cut after 400,000 characters. */
  text: z.string(),
});
export type ModelDrawing = z.infer<typeof ModelDrawing>;

/** From a model back to the file its data came from; each step is one click. */
export const Lineage = VersionOrigin.extend({
  model: Model,
  run: Run.nullable(),
  version: DatasetVersion.nullable(),
});
export type Lineage = z.infer<typeof Lineage>;

export const MODEL_COLUMNS = ['number', 'name', 'created'] as const;

export const ModelListRequest = ListRequest.extend({
  filters: z
    .object({
      /** The id or the whole name. */
      named: z.string().optional(),
      run: Id.optional(),
      /** Of a greater number only. */
      after: z.int().optional(),
    })
    .default({}),
  sort: sortOf(z.enum(MODEL_COLUMNS)),
});
export type ModelListRequest = z.infer<typeof ModelListRequest>;

export const models = {
  /** Searched are number and name. */
  list: read(EVERYONE).input(ModelListRequest.prefault({})).output(pageOf(Model)),
  get: read(EVERYONE)
    .input(z.object({ model: Id }))
    .output(Model),
  rename: write(ENGINEERS)
    .input(z.object({ model: Id, name: Name }))
    .output(Model),
  /** Checks an ONNX file from elsewhere in a process of its own; the model is there when the job is done. */
  import: write(ENGINEERS)
    .input(
      z.object({
        source: ModelSource,
        name: Name.optional(),
        /** Its classes in the order of its scores, where the file does not name them. */
        labels: z.array(z.string().min(1).max(200)).min(1).max(10_000).optional(),
        /** Of a classifier or detector of images in FP32; its classes must be named. */
        images: ImageReading.optional(),
      }),
    )
    .output(z.object({ model: Id, job: Id })),
  lineage: read(EVERYONE)
    .input(z.object({ model: Id }))
    .output(Lineage),
  /** The model's graph, read from its file in a process of its own. */
  drawing: read(EVERYONE)
    .input(z.object({ model: Id }))
    .output(ModelDrawing),
  /** The self-contained .onnx with labels, metrics, lineage and model card in its metadata, as a file to download. */
  export: write(ENGINEERS)
    .input(z.object({ model: Id }))
    .output(z.object({ blob: Sha256, fileName: z.string(), bytes: z.number(), url: z.string() })),
  /** The model card in Markdown. */
  card: read(EVERYONE)
    .input(z.object({ model: Id }))
    .output(z.object({ markdown: z.string() })),
};

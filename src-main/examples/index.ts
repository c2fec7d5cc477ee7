/** @file Examples: the sample data and sample projects that come with Lathe. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { Project, SampleOffer } from '../../src-shared/contract.ts';
import type { SampleFile } from '../datasets/index.ts';
import { os } from '../platform/api/implement.ts';
import { PRODUCT_ROOT } from '../platform/host/product.ts';

const SampleIndex = z.array(SampleOffer.extend({ file: z.string(), annotationsFile: z.string().optional() }));
const SAMPLES = path.join(PRODUCT_ROOT, 'resources', 'samples');
const ProjectIndex = z.array(Project.extend({ sample: z.string() }));

/** The sample data that is there; resources/samples/index.json describes it. */
export function sampleFiles(): SampleFile[] {
  return samplesInIndex().map(({ file, annotationsFile: _file, ...sample }) => ({
    ...sample,
    path: path.join(SAMPLES, file),
  }));
}

/** The answers that come with sample data, by the name of the sample. */
export function sampleAnnotations(): ReadonlyMap<string, string> {
  return new Map(
    samplesInIndex().flatMap(({ name, annotationsFile }) =>
      annotationsFile === undefined ? [] : [[name, path.join(SAMPLES, annotationsFile)] as const],
    ),
  );
}

function samplesInIndex(): z.infer<typeof SampleIndex> {
  const index = path.join(SAMPLES, 'index.json');
  return existsSync(index) ? SampleIndex.parse(JSON.parse(readFileSync(index, 'utf8'))) : [];
}

/** The sample projects whose data is there; resources/projects.json describes them. */
export function sampleProjects(): Project[] {
  const samples = new Map(sampleFiles().map(({ path: _path, ...offer }) => [offer.name, offer]));
  const index = path.join(PRODUCT_ROOT, 'resources', 'projects.json');
  if (!existsSync(index)) return [];
  return ProjectIndex.parse(JSON.parse(readFileSync(index, 'utf8'))).flatMap(
    ({ sample: name, ...project }) => {
      const sample = samples.get(name);
      return sample ? [{ ...project, sample }] : [];
    },
  );
}

/** Opens the room. */
export function createExamples() {
  const projects = sampleProjects();
  return { procedures: () => ({ projects: { list: os.projects.list.handler(() => [...projects]) } }) };
}

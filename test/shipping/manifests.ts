import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { parse, parseAllDocuments } from 'yaml';

const PROJECT = join(import.meta.dirname, '../..');
const FOLDER = join(PROJECT, 'deploy/kubernetes');

/** One object of Kubernetes, as a file says it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly [field: string]: unknown;
}

/** What is applied with the service and before it: the objects that the two kustomizations name. */
export function readManifests(): Manifest[] {
  return ['.', 'migration'].flatMap((folder) => {
    const { resources } = parse(readFileSync(join(FOLDER, folder, 'kustomization.yaml'), 'utf8')) as {
      resources: string[];
    };
    return resources.flatMap((file) => readObjects(readFileSync(join(FOLDER, folder, file), 'utf8')));
  });
}

/** The objects in a file, read as Kubernetes reads it: YAML 1.1. */
export function readObjects(text: string): Manifest[] {
  return parseAllDocuments(text, { version: '1.1' }).map((document) => {
    if (document.errors[0] !== undefined) throw document.errors[0];
    return document.toJS() as Manifest;
  });
}

/** The published schema says yes or throws. It lets unknown fields pass: see {@link findTypeErrors}. */
export async function validateBySchema(manifest: Manifest): Promise<void> {
  const { apiVersion, kind } = manifest;
  const face = (await import(`kubernetes-models/${apiVersion}/${kind}`)) as Record<
    string,
    new (data: Manifest) => { validate(): void }
  >;
  const Model = face[kind];
  if (Model === undefined) throw new Error(`Kubernetes knows no ${apiVersion} ${kind}`);
  new Model(manifest).validate();
}

/** What the compiler says about the objects as literals of the published types: fields that nobody knows among it. */
export function findTypeErrors(manifests: readonly Manifest[]): string[] {
  const path = join(PROJECT, 'test/shipping/manifests-as-literals.ts');
  const lines = manifests.flatMap(({ apiVersion, kind }, index) => [
    `import type { I${kind} as Type${index} } from 'kubernetes-models/${apiVersion}/${kind}';`,
    `export const manifest${index}: Type${index} = ${JSON.stringify(manifests[index])};`,
  ]);
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    target: ts.ScriptTarget.ES2024,
    module: ts.ModuleKind.NodeNext,
  };
  const host = ts.createCompilerHost(options);
  const literals = lines.join('\n');
  const disk = { ...host };
  host.fileExists = (name) => name === path || disk.fileExists(name);
  host.readFile = (name) => (name === path ? literals : disk.readFile(name));
  host.getSourceFile = (name, ...rest) =>
    name === path ? ts.createSourceFile(name, literals, rest[0]) : disk.getSourceFile(name, ...rest);
  return ts
    .getPreEmitDiagnostics(ts.createProgram([path], options, host))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

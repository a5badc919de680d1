import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const ROOT = join(import.meta.dirname, '../..');
/** What the reader has: names that no example declares. */
const GIVEN = `
declare const organizationId: string;
declare const propertyId: string;
declare const session: { getToken(): Promise<string | null> };
declare function auth(): Promise<{ getToken(): Promise<string | null> }>;
declare function getToken(): Promise<string | null>;
`;

/** The TypeScript blocks of a document that stand below a mark such as `<!-- example -->`. */
export function codeBlocks(file: string, mark: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const block = new RegExp(`<!-- ${mark} -->\\n\\n\`\`\`ts\\n([\\s\\S]*?)\`\`\``, 'g');
  return [...text.matchAll(block)].map(([, code]) => code!);
}

/** What the compiler says of a block, by the rules of this project. */
export function typeErrors(code: string): string[] {
  const name = join(ROOT, 'test/client/documented.ts');
  // eslint-disable-next-line @typescript-eslint/unbound-method -- `ts.sys` keeps no state
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile) as { config: object };
  const { options } = ts.parseJsonConfigFileContent({ ...config, files: [], include: [] }, ts.sys, ROOT);
  const host = ts.createCompilerHost(options, true);
  const disk = ts.createCompilerHost(options, true);
  host.readFile = (file) => (file === name ? `${code}\n${GIVEN}` : disk.readFile(file));
  host.fileExists = (file) => file === name || disk.fileExists(file);
  // Examples read a setting as `process.env.NAME`.
  const program = ts.createProgram([name], { ...options, noPropertyAccessFromIndexSignature: false }, host);
  const source = program.getSourceFile(name);
  return ts
    .getPreEmitDiagnostics(program, source)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

/**
 * Runs a block: its imports and the names that the reader has are given, what it exports is answered.
 *
 * @param given values by name
 */
export async function runCode(
  code: string,
  given: Readonly<Record<string, unknown>>,
): Promise<Record<string, (...args: unknown[]) => Promise<unknown>>> {
  const exported = [...code.matchAll(/^export async function (\w+)/gm)].map(([, name]) => name!);
  const body = code.replace(/^import .*\n/gm, '').replace(/^export /gm, '');
  const options = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext };
  const { outputText } = ts.transpileModule(body, { compilerOptions: options });
  const AsyncFunction = (async () => Promise.resolve()).constructor as new (
    ...parts: string[]
  ) => (...values: unknown[]) => Promise<Record<string, (...args: unknown[]) => Promise<unknown>>>;
  const run = new AsyncFunction(...Object.keys(given), `${outputText}\nreturn { ${exported.join(', ')} };`);
  return run(...Object.values(given));
}

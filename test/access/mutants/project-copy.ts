import { spawn } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newId } from '#libs/database';
import { cloneDatabase, dropDatabase, withDatabase } from '@tenantry/local-postgres';
import { DataSource } from 'typeorm';
import { CopiedProject } from '../../support/copied-project.js';
import type { Edit, Mutant } from './mutant.js';

export const ROOT = join(import.meta.dirname, '../../..');
const CONFIG = 'vitest.mutant.mjs';
const TEMPLATE: Omit<Edit, 'replace'> = {
  file: 'test/support/test-database.ts',
  find: `const TEMPLATE = 'tenantry';`,
};

/** How a run of specs ended. */
export interface SpecRun {
  readonly passed: number;
  readonly failed: number;
  /** The first test that failed, or why there is none. */
  readonly firstFailure: string;
}

/** A copy of the project in which faults can be made; tests in it use the databases of this run. */
export class ProjectCopy {
  private readonly project = new CopiedProject();
  private readonly directory = this.project.folder;

  constructor() {
    // The database of this run serves the copy as well.
    writeFileSync(
      join(this.directory, CONFIG),
      `import config from './vitest.config.mjs';\n` +
        `const { globalSetup, reporters, ...test } = config.test;\n` +
        `export default { ...config, test };\n`,
    );
  }

  /** Runs the mutant's specs in the copy, with its fault in place when `withFault`. */
  async run(mutant: Mutant, withFault: boolean): Promise<SpecRun> {
    const template = withFault && mutant.sql !== undefined ? await brokenTemplate(mutant.sql) : null;
    const edits = [
      ...(withFault ? mutant.edits : []),
      ...(template === null ? [] : [{ ...TEMPLATE, replace: `const TEMPLATE = '${template}';` }]),
    ];
    const touched = new Map(edits.map(({ file }) => [file, readFileSync(join(ROOT, file), 'utf8')]));
    try {
      for (const { file, find, replace } of edits) {
        const path = join(this.directory, file);
        writeFileSync(
          path,
          readFileSync(path, 'utf8').replace(find, () => replace),
        );
      }
      return await this.runSpec(mutant);
    } finally {
      for (const [file, text] of touched) writeFileSync(join(this.directory, file), text);
      if (template !== null) await dropDatabase(superuserUrl(), template);
    }
  }

  remove(): void {
    this.project.remove();
  }

  private async runSpec({ spec, only }: Mutant): Promise<SpecRun> {
    const output = join(this.directory, 'result.json');
    rmSync(output, { force: true });
    const pattern = only === undefined ? [] : ['-t', only.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')];
    const child = spawn(
      process.execPath,
      [
        ...[join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', '--config', CONFIG, '--maxWorkers', '1'],
        ...['--reporter', 'json', '--outputFile', output, ...pattern, spec],
      ],
      { cwd: this.directory, stdio: 'ignore', timeout: 600_000 },
    );
    await new Promise((resolve) => child.once('close', resolve));
    return readResult(output);
  }
}

/** How often the texts that a mutant replaces stand in their files; once each is right. */
export function occurrences({ edits }: Mutant): number[] {
  return edits.map(({ file, find }) => readFileSync(join(ROOT, file), 'utf8').split(find).length - 1);
}

interface JsonResult {
  numPassedTests: number;
  numFailedTests: number;
  testResults: {
    status: string;
    message: string;
    assertionResults: { status: string; title: string; failureMessages: string[] }[];
  }[];
}

function readResult(path: string): SpecRun {
  let result: JsonResult;
  try {
    result = JSON.parse(readFileSync(path, 'utf8')) as JsonResult;
  } catch {
    return { passed: 0, failed: 0, firstFailure: 'the run ended without a result' };
  }
  const failures = result.testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === 'failed'),
  );
  // Where a `beforeAll` fails no test is run, and the file alone has failed.
  const failedFiles = result.testResults.filter(({ status }) => status === 'failed').length;
  return {
    passed: result.numPassedTests,
    failed: Math.max(result.numFailedTests, failedFiles),
    firstFailure:
      failures[0]?.title ??
      result.testResults
        .map(({ message }) => message)
        .join('\n')
        .slice(0, 1_000),
  };
}

/** A copy of the run's template with a fault in it. */
async function brokenTemplate(sql: string): Promise<string> {
  const name = `mutant_${newId().replaceAll('-', '')}`;
  await cloneDatabase(superuserUrl(), name, 'tenantry');
  const database = await new DataSource({
    type: 'postgres',
    url: withDatabase(superuserUrl(), name),
    installExtensions: false,
    poolSize: 1,
  }).initialize();
  try {
    await database.query(sql);
  } finally {
    await database.destroy();
  }
  return name;
}

function superuserUrl(): string {
  return process.env['TEST_DATABASE_SUPERUSER_URL'] ?? '';
}

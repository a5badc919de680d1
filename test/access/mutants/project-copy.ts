import { spawn } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newId } from '#libs/database';
import { cloneDatabase, dropDatabase, withDatabase } from '@tenantry/local-postgres';
import { DataSource } from 'typeorm';
import { CopiedProject } from '../../support/copied-project.js';
import type { Edit, Mutant } from './mutant.js';

export const ROOT = join(import.meta.dirname, '../../..');
const TEMPLATE: Omit<Edit, 'replace'> = {
  file: 'test/support/test-database.ts',
  find: `const TEMPLATE = 'tenantry';`,
};

/** How a run of Jest ended. */
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
      join(this.directory, 'jest.mutant.mjs'),
      `import config from './jest.config.mjs';\n` +
        `const { globalSetup, globalTeardown, ...rest } = config;\nexport default rest;\n`,
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
      return await this.jest(mutant);
    } finally {
      for (const [file, text] of touched) writeFileSync(join(this.directory, file), text);
      if (template !== null) await dropDatabase(superuserUrl(), template);
    }
  }

  remove(): void {
    this.project.remove();
  }

  private async jest({ spec, only }: Mutant): Promise<SpecRun> {
    const output = join(this.directory, 'result.json');
    rmSync(output, { force: true });
    const pattern = only === undefined ? [] : ['-t', only.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')];
    const environment = { ...process.env };
    delete environment['JEST_WORKER_ID'];
    const child = spawn(
      process.execPath,
      [
        ...['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
        join(ROOT, 'node_modules/jest/bin/jest.js'),
        ...['--config', join(this.directory, 'jest.mutant.mjs'), '--runInBand', '--forceExit', '--silent'],
        ...['--json', '--outputFile', output, ...pattern, join(this.directory, spec)],
      ],
      { cwd: this.directory, env: environment, stdio: 'ignore', timeout: 600_000 },
    );
    await new Promise((resolve) => child.once('close', resolve));
    return readResult(output);
  }
}

/** How often the texts that a mutant replaces stand in their files; once each is right. */
export function occurrences({ edits }: Mutant): number[] {
  return edits.map(({ file, find }) => readFileSync(join(ROOT, file), 'utf8').split(find).length - 1);
}

interface JestResult {
  numPassedTests: number;
  numFailedTests: number;
  testResults: {
    message: string;
    assertionResults: { status: string; title: string; failureMessages: string[] }[];
  }[];
}

function readResult(path: string): SpecRun {
  let result: JestResult;
  try {
    result = JSON.parse(readFileSync(path, 'utf8')) as JestResult;
  } catch {
    return { passed: 0, failed: 0, firstFailure: 'the run ended without a result' };
  }
  const failures = result.testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === 'failed'),
  );
  return {
    passed: result.numPassedTests,
    failed: result.numFailedTests,
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

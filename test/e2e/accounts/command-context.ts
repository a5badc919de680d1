import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { createDataSource } from '#libs/database';
import { parseEnvironment } from '#settings';
import { AppModule } from '../../../src/app.module.js';
import { accountsCommand } from '../../../src/cli/accounts/accounts.command.js';
import { entities } from '../../../src/entities.js';

/** Commands of `accounts` in this process: the code of the command line on one service, which is built once. */
export class CommandContext {
  private built: Promise<INestApplicationContext> | undefined;

  constructor(private readonly variables: Record<string, string>) {}

  /** As the process would print it and end. */
  async run(
    words: readonly string[],
    input = '',
  ): Promise<{ code: number | null; stdout: string; stderr: string }> {
    let stdout = '';
    const command = accountsCommand({
      withSignIn: async (work) => work(await this.service()),
      withAccounts: async (work) => work(await this.service()),
      print: (line) => (stdout += `${line}\n`),
      input: () => Promise.resolve(input),
    });
    try {
      await command.parseAsync(words, { from: 'user' });
      return { code: 0, stdout, stderr: '' };
    } catch (error) {
      return { code: 1, stdout, stderr: error instanceof Error ? error.message : String(error) };
    }
  }

  service(): Promise<INestApplicationContext> {
    this.built ??= this.build();
    return this.built;
  }

  async close(): Promise<void> {
    const built = await this.built;
    this.built = undefined;
    await built?.close();
  }

  private async build(): Promise<INestApplicationContext> {
    const environment = parseEnvironment({ ...this.variables, ROLE: 'api' });
    const dataSource = createDataSource({
      url: environment.databaseUrl,
      entities,
      poolSize: 6,
      applicationName: 'tenantry-cli',
      onConnectionError: () => undefined,
    });
    await dataSource.initialize();
    return NestFactory.createApplicationContext(AppModule.forRoot(environment, dataSource), {
      logger: false,
      abortOnError: false,
    });
  }
}

import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { PinoLogger } from 'nestjs-pino';
import { PollingWorker } from '#libs/time';
import { TombstoneList } from './tombstone-list.js';

const EVERY_MS = 60_000;

/**
 * Keeps the list of erasures whole in the folder of every process that serves, whichever of them erased: each looks into
 * its own folder at its start, to find out a database that was restored from before an erasure.
 */
@Injectable()
export class ListCompletionWorker extends PollingWorker {
  constructor(
    private readonly http: HttpAdapterHost,
    private readonly list: TombstoneList,
    private readonly logger: PinoLogger,
  ) {
    super(EVERY_MS);
  }

  override async onApplicationBootstrap(): Promise<void> {
    await super.onApplicationBootstrap();
    this.wake();
  }

  /** A tool, which listens nowhere, only looks. */
  protected override isOnDuty(): boolean {
    return (this.http.httpAdapter as unknown) != null;
  }

  protected async poll(): Promise<void> {
    try {
      const added = await this.list.complete();
      if (added > 0) this.logger.info({ added }, 'the list of erasures was completed in the data folder');
    } catch (error) {
      this.logger.error({ err: error }, 'the list of erasures cannot be completed in the data folder');
    }
  }
}

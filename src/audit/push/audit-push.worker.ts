import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { Environment } from '#settings';
import { UnitOfWork } from '#libs/database';
import { postOutbound, signMessage } from '#libs/outbound';
import { Clock, PollingWorker } from '#libs/time';
import { AuditHead } from '../chain/audit-head.js';
import { auditMetrics } from '../chain/audit-metrics.js';
import { originOfChain, sealedRowOf } from '../chain/audit-row.js';
import { AuditRowsStore } from '../chain/audit-rows.store.js';
import { AuditPushStore } from './audit-push.store.js';
import { AUDIT } from '../audit.scope.js';

const EVERY_MS = 1_000;
const BATCH = 200;
const MAX_PAUSE_SECONDS = 300;

/**
 * Pushes sealed rows to the configured receiver, in the order of the chain, at least once each. The cursor moves only
 * when the receiver has said yes. Personal values go out as the ciphertext they are, so that an erasure reaches them.
 */
@Injectable()
export class AuditPushWorker extends PollingWorker {
  private failures = 0;

  constructor(
    private readonly environment: Environment,
    private readonly unitOfWork: UnitOfWork,
    private readonly cursor: AuditPushStore,
    private readonly rows: AuditRowsStore,
    private readonly head: AuditHead,
    private readonly clock: Clock,
    private readonly logger: PinoLogger,
  ) {
    super(EVERY_MS);
  }

  protected override isOnDuty(): boolean {
    return this.environment.role !== 'api' && this.environment.auditPush !== undefined;
  }

  protected async poll(): Promise<void> {
    try {
      let isMore = true;
      while (isMore) isMore = await this.pushSome();
      this.failures = 0;
    } catch (error) {
      this.failures += 1;
      auditMetrics.pushFailures.inc();
      const seconds = Math.min(2 ** this.failures, MAX_PAUSE_SECONDS);
      this.logger.warn({ err: error, pauseSeconds: seconds }, 'the audit log cannot be pushed now');
      await this.unitOfWork.run(AUDIT, () => this.cursor.pause(seconds)).catch(() => undefined);
    }
  }

  /** @returns whether more may wait */
  private async pushSome(): Promise<boolean> {
    const push = this.environment.auditPush;
    const after = push === undefined ? null : await this.unitOfWork.run(AUDIT, () => this.cursor.lease());
    if (push === undefined || after === null) return false;
    const { rows, origin } = await this.unitOfWork.run(AUDIT, async () => ({
      rows: await this.rows.listSealed(after, BATCH),
      origin: originOfChain((await this.head.state()).chainId),
    }));
    const events = rows.map((row) => {
      const { sequence, previousHash, hash, content } = sealedRowOf(row);
      return { sequence, previousHash: previousHash.toString('hex'), hash: hash.toString('hex'), content };
    });
    const last = events.at(-1)?.sequence;
    if (last === undefined) return false;
    await this.post(push, `${origin}/${last}`, JSON.stringify({ type: 'audit.events', origin, events }));
    return this.unitOfWork.run(AUDIT, () => this.cursor.advance(after, last));
  }

  /** Signed as Standard Webhooks. */
  private async post(push: { url: string; secret: string }, id: string, body: string): Promise<void> {
    await postOutbound(
      { url: push.url, allowLoopback: !this.environment.isProduction },
      body,
      signMessage({ id, sentAt: this.clock.now(), body }, [push.secret]),
    );
  }
}

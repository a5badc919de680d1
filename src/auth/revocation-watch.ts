import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { PollingWorker } from '#libs/time';
import type { SessionClaims } from './session-claims.js';
import { wasIssuedEarlier } from './session-status.rule.js';

/** Who was shut out lately. */
export interface Revocations {
  /** Clerk's ids of sessions that have ended. */
  readonly sessions: ReadonlySet<string>;
  /** Clerk's ids of people whose tokens issued before that moment (milliseconds) are refused. */
  readonly people: ReadonlyMap<string, number>;
  /** Clerk's ids of sessions that one of these people began after that moment. */
  readonly renewed: ReadonlySet<string>;
}

/** Tells the watch; filled by the module that owns the tables. */
export abstract class RevocationSource {
  /** Everything younger than a token can be old. */
  abstract listRecent(): Promise<Revocations>;
}

const EVERY_MS = 500;

/**
 * Keeps the latest revocations in memory, at most half a second old, for the routes that read no table. Every other
 * route asks the tables themselves.
 */
@Injectable()
export class RevocationWatch extends PollingWorker {
  private latest: Revocations = { sessions: new Set(), people: new Map(), renewed: new Set() };

  constructor(
    private readonly source: RevocationSource,
    private readonly logger: PinoLogger,
  ) {
    super(EVERY_MS, true);
  }

  isRevoked(claims: SessionClaims): boolean {
    if (this.latest.sessions.has(claims.sessionId)) return true;
    const before = this.latest.people.get(claims.clerkUserId);
    if (before === undefined || claims.issuedAt * 1000 >= before) return false;
    return wasIssuedEarlier(claims, before) || !this.latest.renewed.has(claims.sessionId);
  }

  protected async poll(): Promise<void> {
    try {
      this.latest = await this.source.listRecent();
    } catch (error) {
      // What opens anything asks the tables itself; this only ages.
      this.logger.warn({ err: error }, 'the latest revocations could not be read');
    }
  }
}

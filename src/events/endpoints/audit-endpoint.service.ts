import { Injectable } from '@nestjs/common';
import { AUDIT_ROWS, AuditLog } from '#audit';
import { newId, UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { Environment } from '#settings';
import { EVENTS } from '../events.scope.js';
import { openEndpointSecrets, stillSigning, wrapEndpointSecret } from './endpoint-secret.js';
import { DISABLED, ENABLED, type EventEndpoint, UNTRIED } from './event-endpoint.entity.js';
import { EventEndpointsStore } from './event-endpoints.store.js';

const BOTH_SIGN_MS = 24 * 3600 * 1000;

/** The endpoint that takes the audit log is as `AUDIT_PUSH_URL` and `AUDIT_PUSH_SECRET` say. */
@Injectable()
export class AuditEndpointService {
  constructor(
    private readonly environment: Environment,
    private readonly unitOfWork: UnitOfWork,
    private readonly endpoints: EventEndpointsStore,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /**
   * Makes it, or takes over what was set anew: for a day the secret before signs as well, and another address is tried at
   * once. Without the settings it is disabled, and goes on from the same row once they are back.
   *
   * @param push what the settings say
   */
  async declare(push: Environment['auditPush']): Promise<void> {
    await this.unitOfWork.run(EVENTS, async () => {
      // Whoever starts at the same time waits, and finds it made.
      await this.endpoints.countLocked(EVENTS);
      const before = await this.endpoints.lockOfAuditLog();
      if (before === null) return this.make(push);
      const change = this.changeOf(before, push);
      if (Object.keys(change).length === 0) return;
      await this.endpoints.update(EVENTS, before.id, { ...change, updatedAt: this.clock.now() });
      await this.record('event_endpoint.changed', before.id, {
        changed: ['url', 'wrappedSecret', 'state']
          .filter((field) => field in change)
          .map((field) => (field === 'wrappedSecret' ? 'secret' : field)),
      });
    });
  }

  private async make(push: Environment['auditPush']): Promise<void> {
    if (push === undefined) return;
    const [id, now] = [newId(), this.clock.now()];
    await this.endpoints.insert({
      ...wrapEndpointSecret(this.environment.masterKey, id, push.secret),
      ...ENABLED,
      id,
      organizationId: null,
      url: push.url,
      description: null,
      content: 'audit_log',
      types: [AUDIT_ROWS],
      previousSecret: null,
      previousUntil: null,
      version: 1,
      createdBy: null,
      createdAt: now,
      updatedAt: now,
    });
    await this.record('event_endpoint.created', id, { types: [AUDIT_ROWS] });
  }

  private changeOf(before: EventEndpoint, push: Environment['auditPush']): Partial<EventEndpoint> {
    const isOff = before.disabledBecause === 'asked';
    if (push === undefined) return isOff ? {} : DISABLED;
    const now = this.clock.now();
    const isElsewhere = push.url !== before.url;
    const isSignedAnew = push.secret !== openEndpointSecrets(this.environment, before, now)[0];
    return {
      ...(isElsewhere && { url: push.url, ...UNTRIED }),
      ...(isSignedAnew && {
        ...stillSigning(this.environment, before, new Date(now.getTime() + BOTH_SIGN_MS)),
        ...wrapEndpointSecret(this.environment.masterKey, before.id, push.secret),
      }),
      ...((isOff || (isElsewhere && before.state === 'disabled')) && ENABLED),
    };
  }

  private async record(
    action: 'event_endpoint.created' | 'event_endpoint.changed',
    id: string,
    change: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    await this.audit.record({
      actor: { kind: 'system', name: 'events' },
      action,
      scope: { organizationId: null },
      target: { kind: 'event_endpoint', id },
      change,
    });
  }
}

import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import { actorOf, type Caller, found } from '#auth';
import { newId, UnitOfWork } from '#libs/database';
import { assertVersion } from '#libs/http';
import { OutboundError, postOutbound, signMessage } from '#libs/outbound';
import { Clock } from '#libs/time';
import { Environment } from '#settings';
import { presentTest } from '../deliveries/delivery-body.js';
import type { ReplayWish } from '../deliveries/delivery-source.js';
import { DeliverySources } from '../deliveries/delivery-sources.js';
import { eventsErrors } from '../events.errors.js';
import { makeEndpointSecret, openEndpointSecrets, stillSigning } from '../endpoints/endpoint-secret.js';
import { demandEndpointUrl } from '../endpoints/endpoint-url.js';
import { DISABLED, ENABLED, type EventEndpoint, UNTRIED } from '../endpoints/event-endpoint.entity.js';
import { type EndpointsScope, EventEndpointsStore, ownerOf } from '../endpoints/event-endpoints.store.js';
import { locationOfEndpoint } from '../endpoints/location-of-endpoint.js';

/** What people say of an endpoint. */
export interface EndpointDetails {
  readonly url: string;
  readonly description: string | null;
  readonly types: readonly string[];
}

/** An endpoint together with its secret, which nobody can look up again. */
export interface NewEndpoint {
  readonly endpoint: EventEndpoint;
  readonly secret: string;
}

const MAX_ENDPOINTS = 10;

/** Where an organization or the platform has events delivered to. */
@Injectable()
export class EventEndpointsService {
  constructor(
    private readonly environment: Environment,
    private readonly unitOfWork: UnitOfWork,
    private readonly endpoints: EventEndpointsStore,
    private readonly sources: DeliverySources,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async list(scope: EndpointsScope, before: string | null, limit: number): Promise<EventEndpoint[]> {
    return this.unitOfWork.run(scope, () => this.endpoints.list(scope, before, limit));
  }

  async get(scope: EndpointsScope, id: string): Promise<EventEndpoint> {
    return this.unitOfWork.run(scope, async () => found(await this.endpoints.find(scope, id)));
  }

  /** It is told of what happens from now on. */
  async create(scope: EndpointsScope, caller: Caller, details: EndpointDetails): Promise<NewEndpoint> {
    demandEndpointUrl(details.url, !this.environment.isProduction);
    return this.unitOfWork.run(scope, async () => {
      if ((await this.endpoints.countLocked(scope)) >= MAX_ENDPOINTS) throw eventsErrors.tooManyEndpoints();
      const [id, now] = [newId(), this.clock.now()];
      const { text, ...wrapped } = makeEndpointSecret(this.environment.masterKey, id);
      const endpoint: EventEndpoint = {
        ...wrapped,
        id,
        organizationId: ownerOf(scope),
        url: details.url,
        description: details.description,
        content: 'events',
        types: [...details.types],
        ...ENABLED,
        previousSecret: null,
        previousUntil: null,
        version: 1,
        createdBy: caller.userId,
        createdAt: now,
        updatedAt: now,
      };
      await this.endpoints.insert(endpoint);
      await this.unitOfWork.made(id, locationOfEndpoint(endpoint));
      await this.record('event_endpoint.created', scope, caller, id, { types: details.types });
      return { endpoint, secret: text };
    });
  }

  /**
   * @param expected the ETag the caller saw last
   * @param enabled true: what still waits is sent, and what happens from now on; what happened meanwhile is not, unless it
   * is replayed
   */
  async change(
    scope: EndpointsScope,
    caller: Caller,
    id: string,
    { enabled, ...details }: Partial<EndpointDetails> & { readonly enabled?: boolean | undefined },
    expected: string | undefined,
  ): Promise<EventEndpoint> {
    if (details.url !== undefined) demandEndpointUrl(details.url, !this.environment.isProduction);
    return this.unitOfWork.run(scope, async () => {
      const before = found(await this.endpoints.lock(scope, id));
      assertVersion(expected, before.version);
      const changed = (['url', 'description', 'types'] as const).filter(
        (field) =>
          details[field] !== undefined && JSON.stringify(details[field]) !== JSON.stringify(before[field]),
      );
      const isSwitched = enabled !== undefined && enabled !== (before.state === 'enabled');
      if (changed.length === 0 && !isSwitched) return before;
      // Whatever settings declare can be enabled here, once its receiver takes what it refused.
      const isMended = before.disabledBecause === 'gone' || before.disabledBecause === 'failing';
      if (changed.length > 0 || !isMended) demandOurs(before);
      const change = {
        ...(details.url !== undefined && { url: details.url }),
        ...(details.description !== undefined && { description: details.description }),
        ...(details.types !== undefined && { types: [...details.types] }),
        ...(isSwitched && (enabled ? ENABLED : DISABLED)),
        // Another address may take what the one before refused.
        ...(details.url !== undefined && UNTRIED),
        updatedAt: this.clock.now(),
      };
      await this.endpoints.update(scope, id, change);
      await this.record('event_endpoint.changed', scope, caller, id, {
        changed,
        ...(isSwitched && { enabled: { from: !enabled, to: enabled } }),
      });
      return { ...before, ...change, version: before.version + 1 };
    });
  }

  /** What waits for it goes with it. */
  async delete(scope: EndpointsScope, caller: Caller, id: string): Promise<void> {
    await this.unitOfWork.run(scope, async () => {
      demandOurs(found(await this.endpoints.lock(scope, id)));
      await this.endpoints.delete(scope, id);
      await this.record('event_endpoint.deleted', scope, caller, id, {});
    });
  }

  /** @param overlapSeconds how long deliveries carry a signature by the secret before it as well */
  async rotateSecret(
    scope: EndpointsScope,
    caller: Caller,
    id: string,
    overlapSeconds: number,
  ): Promise<NewEndpoint> {
    return this.unitOfWork.run(scope, async () => {
      const before = found(await this.endpoints.lock(scope, id));
      demandOurs(before);
      const now = this.clock.now();
      const { text, ...wrapped } = makeEndpointSecret(this.environment.masterKey, id);
      const change = {
        ...wrapped,
        ...stillSigning(this.environment, before, new Date(now.getTime() + overlapSeconds * 1_000)),
        updatedAt: now,
      };
      await this.endpoints.update(scope, id, change);
      await this.record('event_endpoint.secret_rotated', scope, caller, id, {
        previousUntil: change.previousUntil.toISOString(),
      });
      return { endpoint: { ...before, ...change, version: before.version + 1 }, secret: text };
    });
  }

  /**
   * Sends one event that nothing has happened for, at once and without another try.
   *
   * @throws AppError 502 `endpoint_failed`, with what came of it
   */
  async test(scope: EndpointsScope, id: string): Promise<void> {
    const endpoint = await this.get(scope, id);
    const now = this.clock.now();
    const { id: messageId, body } = presentTest(endpoint, now);
    const secrets = openEndpointSecrets(this.environment, endpoint, now);
    try {
      const target = { url: endpoint.url, allowLoopback: !this.environment.isProduction };
      await postOutbound(target, body, signMessage({ id: messageId, sentAt: now, body }, secrets));
    } catch (error) {
      if (!(error instanceof OutboundError)) throw error;
      throw eventsErrors.notDelivered({ detail: `The endpoint did not take the event: ${error.message}.` });
    }
  }

  /** Sends again what was sent or given up, in the order in which it happened. @returns how many */
  async replay(scope: EndpointsScope, caller: Caller, id: string, wish: ReplayWish): Promise<number> {
    return this.unitOfWork.run(scope, async () => {
      const endpoint = found(await this.endpoints.lock(scope, id));
      if (endpoint.state === 'disabled') throw eventsErrors.endpointDisabled();
      const count = await this.sources.of(endpoint).replay(endpoint, wish, this.clock.now());
      await this.record('event_endpoint.replayed', scope, caller, id, {
        count,
        only: wish.only,
        since: wish.since?.toISOString() ?? null,
      });
      return count;
    });
  }

  private async record(
    action: `event_endpoint.${'created' | 'changed' | 'deleted' | 'secret_rotated' | 'replayed'}`,
    scope: EndpointsScope,
    caller: Caller,
    id: string,
    change: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    await this.audit.record({
      actor: actorOf(caller),
      action,
      scope: { organizationId: ownerOf(scope) },
      target: { kind: 'event_endpoint', id },
      change,
    });
  }
}

/** @throws AppError 409 `endpoint_declared` */
function demandOurs({ content }: EventEndpoint): void {
  if (content === 'audit_log') throw eventsErrors.endpointDeclared();
}

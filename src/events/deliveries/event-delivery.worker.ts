import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { AuditLog } from '#audit';
import { UnitOfWork } from '#libs/database';
import { OutboundConnection, OutboundError, signMessage } from '#libs/outbound';
import { AlarmPace, Clock, PollingWorker } from '#libs/time';
import { Environment } from '#settings';
import { TenantAlarms } from '#tenants';
import type { EventEndpoint } from '../endpoints/event-endpoint.entity.js';
import { AuditEndpointService } from '../endpoints/audit-endpoint.service.js';
import { openEndpointSecrets } from '../endpoints/endpoint-secret.js';
import { eventMetrics } from '../event-metrics.js';
import { EVENTS } from '../events.scope.js';
import { conditionAfter, type EndpointCondition } from './delivery-outcome.rule.js';
import type { DeliveryOutcome, Outgoing } from './delivery-source.js';
import { DeliverySources } from './delivery-sources.js';
import { EventDeliveriesStore } from './event-deliveries.store.js';

const EVERY_MS = 250;
const BATCH = 200;
const QUEUES_AT_ONCE = 20;
/** Behind so many failures in a row nothing more is sent in this round. */
const FAILURES_OF_ROUND = 3;
/** A round begins no new try behind that, well within the lease of an endpoint. */
const MAX_ROUND_MS = 30_000;

/**
 * Sends events to endpoints: at least once each, and what is about one person or thing one after the other. One process at
 * a time sends to an endpoint; an endpoint that hangs holds up nobody else.
 */
@Injectable()
export class EventDeliveryWorker extends PollingWorker {
  private readonly alarmPace = new AlarmPace();
  private readonly rounds = new Map<string, Promise<void>>();
  private isDeclared = false;

  constructor(
    private readonly environment: Environment,
    private readonly unitOfWork: UnitOfWork,
    private readonly store: EventDeliveriesStore,
    private readonly sources: DeliverySources,
    private readonly auditEndpoint: AuditEndpointService,
    private readonly audit: AuditLog,
    private readonly alarms: TenantAlarms,
    private readonly clock: Clock,
    private readonly logger: PinoLogger,
  ) {
    super(EVERY_MS);
  }

  override async onModuleDestroy(): Promise<void> {
    await super.onModuleDestroy();
    await Promise.allSettled(this.rounds.values());
  }

  protected override isOnDuty(): boolean {
    return this.environment.role !== 'api';
  }

  protected async poll(): Promise<void> {
    try {
      if (!this.isDeclared) await this.auditEndpoint.declare(this.environment.auditPush);
      this.isDeclared = true;
      const due = await this.unitOfWork.run(EVENTS, () => this.store.listDueEndpoints(this.clock.now()));
      for (const id of due) this.begin(id);
    } catch (error) {
      if (this.alarmPace.isDue()) this.logger.error({ err: error }, 'events cannot be delivered now');
    }
  }

  private begin(endpointId: string): void {
    if (this.rounds.has(endpointId) || this.isStopping) return;
    const rounds = this.deliver(endpointId)
      .catch((error: unknown) => {
        this.logger.error({ err: error, endpointId }, 'events cannot be delivered to an endpoint now');
      })
      .finally(() => this.rounds.delete(endpointId));
    this.rounds.set(endpointId, rounds);
  }

  /** Rounds until nothing is due or the endpoint fails. */
  private async deliver(endpointId: string): Promise<void> {
    for (let isMore = true; isMore && !this.isStopping;) {
      const endpoint = await this.unitOfWork.run(EVENTS, () => this.store.lease(endpointId));
      if (endpoint === null) return;
      isMore = await this.round(endpoint);
    }
  }

  /** @returns whether more may be due */
  private async round(endpoint: EventEndpoint): Promise<boolean> {
    // One that fails is asked with one event whether it works again.
    const limit = endpoint.failures > 0 ? 1 : BATCH;
    const source = this.sources.of(endpoint);
    const due = await this.unitOfWork.run(EVENTS, () => source.listDue(endpoint, this.clock.now(), limit));
    if (due.length === 0) {
      await this.unitOfWork.run(EVENTS, () => this.store.release(endpoint.id));
      return false;
    }
    const outcomes = await this.send(endpoint, due);
    if (outcomes.length === 0) {
      // The process stops.
      await this.unitOfWork.run(EVENTS, () => this.store.release(endpoint.id));
      return false;
    }
    const now = this.clock.now();
    const condition = conditionAfter(endpoint, outcomes, now);
    await this.unitOfWork.run(EVENTS, async () => {
      // The endpoint first, as whoever deletes it or replays to it does.
      await this.store.settleEndpoint(endpoint.id, condition);
      await source.settle(endpoint, outcomes, now);
      if (condition.disabledBecause !== null) await this.disable(endpoint, condition);
    });
    count(outcomes, now);
    return condition.failures === 0;
  }

  private async send(endpoint: EventEndpoint, due: readonly Outgoing[]): Promise<DeliveryOutcome[]> {
    const outcomes: DeliveryOutcome[] = [];
    const [first] = due;
    let connection: OutboundConnection;
    try {
      connection = await OutboundConnection.open({
        url: endpoint.url,
        allowLoopback: !this.environment.isProduction,
      });
    } catch (error) {
      return first === undefined ? [] : [failureOf(first, error)];
    }
    const secrets = openEndpointSecrets(this.environment, endpoint, this.clock.now());
    const until = performance.now() + MAX_ROUND_MS;
    const queues = [...Map.groupBy(due, ({ orderingKey }) => orderingKey).values()];
    const hasFailed = () =>
      outcomes.length >= FAILURES_OF_ROUND && outcomes.every(({ isDelivered }) => !isDelivered);
    const sendQueues = async (): Promise<void> => {
      for (let queue = queues.shift(); queue !== undefined; queue = queues.shift()) {
        for (const each of queue) {
          if (hasFailed() || performance.now() > until || this.isStopping) return;
          const outcome = await this.sendOne(connection, secrets, each);
          outcomes.push(outcome);
          // What comes behind it waits for it.
          if (!outcome.isDelivered) break;
        }
      }
    };
    try {
      await Promise.all(Array.from({ length: QUEUES_AT_ONCE }, sendQueues));
    } finally {
      connection.close();
    }
    return outcomes;
  }

  private async sendOne(
    connection: OutboundConnection,
    secrets: readonly string[],
    message: Outgoing,
  ): Promise<DeliveryOutcome> {
    const { id, body } = message;
    const headers = signMessage({ id, sentAt: this.clock.now(), body }, secrets);
    try {
      await connection.post(body, headers);
      return { message, isDelivered: true, status: null, error: null };
    } catch (error) {
      return failureOf(message, error);
    }
  }

  private async disable(
    { id, organizationId }: EventEndpoint,
    { disabledBecause }: EndpointCondition,
  ): Promise<void> {
    await this.audit.record({
      actor: { kind: 'system', name: 'events' },
      action: 'event_endpoint.disabled',
      scope: { organizationId },
      target: { kind: 'event_endpoint', id },
      change: { because: disabledBecause },
    });
    await this.alarms.raise({
      kind: 'disabled_endpoint',
      subject: id,
      detail: { organizationId, because: disabledBecause },
    });
  }
}

function failureOf(message: Outgoing, error: unknown): DeliveryOutcome {
  if (!(error instanceof OutboundError)) throw error;
  return { message, isDelivered: false, status: error.status, error: error.message };
}

function count(outcomes: readonly DeliveryOutcome[], now: Date): void {
  for (const { message, isDelivered } of outcomes) {
    eventMetrics.delivered.inc({ outcome: isDelivered ? 'delivered' : 'failed' });
    if (isDelivered && message.attempts === 0) {
      eventMetrics.lag.observe((now.getTime() - message.occurredAt.getTime()) / 1_000);
    }
  }
}

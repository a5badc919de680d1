import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import { EventEndpoint } from '../endpoints/event-endpoint.entity.js';
import { isWantedType } from '../endpoints/wanted-types.js';
import { PublishedEvent } from '../feed/published-event.entity.js';
import { presentDelivery } from './delivery-body.js';
import { type EndpointCondition, pauseBeforeRetry } from './delivery-outcome.rule.js';
import type { DeliveryOutcome, DeliverySource, Outgoing, ReplayWish } from './delivery-source.js';
import { EventDelivery } from './event-delivery.entity.js';

/** A delivery with its event. */
export interface DeliveryOfEvent {
  readonly delivery: EventDelivery;
  readonly event: PublishedEvent;
}

const MAX_REPLAYED = 10_000;
const LEASE_SECONDS = 60;

/** Rows of `event_deliveries`: events for the endpoints that take them; and which endpoint is sent to, and by whom. */
@Injectable()
export class EventDeliveriesStore implements DeliverySource {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Of one endpoint, newest event first. @param state null: all */
  async list(
    endpointId: string,
    state: EventDelivery['state'] | null,
    before: string | null,
    limit: number,
  ): Promise<DeliveryOfEvent[]> {
    const query = this.deliveries()
      .createQueryBuilder('delivery')
      .where('delivery.endpoint_id = :endpointId', { endpointId })
      .orderBy('delivery.position', 'DESC')
      .take(limit);
    if (state !== null) query.andWhere('delivery.state = :state', { state });
    if (before !== null) query.andWhere('delivery.position < :before', { before });
    return this.withEvents(await query.getMany());
  }

  /** Oldest first, as many as one request may ask for. @returns how many will be sent */
  async replay({ id, organizationId, types }: EventEndpoint, wish: ReplayWish, now: Date): Promise<number> {
    const [rows] = await this.unitOfWork.manager().query<[unknown[], number]>(
      wish.only === 'dead'
        ? `update event_deliveries d set state = 'pending', attempts = 0, next_attempt_at = $2
           from events e
           where d.endpoint_id = $1 and d.state = 'dead' and e.position = d.position
             and ($3::timestamptz is null or e.occurred_at >= $3)
             and d.position in (select position from event_deliveries
               where endpoint_id = $1 and state = 'dead' order by position limit ${MAX_REPLAYED}) returning d.position`
        : `update event_deliveries d set state = 'pending', attempts = 0, next_attempt_at = $2
           from events e
           where d.endpoint_id = $1 and d.state <> 'pending' and e.position = d.position
             and ($3::timestamptz is null or e.occurred_at >= $3) returning d.position`,
      [id, now, wish.since],
    );
    if (wish.only === 'dead') return rows.length;
    const added = await this.unitOfWork.manager().query<unknown[]>(
      `insert into event_deliveries (endpoint_id, position, organization_id, lane, state, next_attempt_at)
       select $1, e.position, $4, e.lane, 'pending', $2 from events e
        where ($4::uuid is null or e.organization_id = $4) and ${isWantedType('e.type', '$5::text[]')}
          and ($3::timestamptz is null or e.occurred_at >= $3)
        order by e.position limit ${MAX_REPLAYED}
       on conflict do nothing returning position`,
      [id, now, wish.since, organizationId, types],
    );
    return rows.length + added.length;
  }

  /** Ids of endpoints that something is due for and that nobody sends to. In the open transaction, of the system. */
  async listDueEndpoints(now: Date): Promise<string[]> {
    const rows = await this.unitOfWork.manager().query<{ id: string }[]>(
      `select p.id from event_endpoints p
        where p.state = 'enabled' and (p.retry_at is null or p.retry_at <= $1) and p.leased_until < clock_timestamp()
          and exists (select from event_deliveries d
            where d.endpoint_id = p.id and d.state = 'pending' and (d.attempts = 0 or d.next_attempt_at <= $1))
       union all
       select p.id from event_endpoints p
        where p.content = 'audit_log' and p.state = 'enabled' and (p.retry_at is null or p.retry_at <= $1)
          and p.leased_until < clock_timestamp()
          and exists (select from audit_chain c where c.pushed_sequence < c.sequence)
        order by id limit 100`,
      [now],
    );
    return rows.map(({ id }) => id);
  }

  /** Takes an endpoint for a minute. @returns null when another process has it, or it is gone */
  async lease(endpointId: string): Promise<EventEndpoint | null> {
    const [rows] = await this.unitOfWork.manager().query<[unknown[], number]>(
      `update event_endpoints set leased_until = clock_timestamp() + interval '${LEASE_SECONDS} seconds'
        where id = $1 and state = 'enabled' and leased_until < clock_timestamp() returning id`,
      [endpointId],
    );
    if (rows.length === 0) return null;
    return this.unitOfWork.manager().getRepository(EventEndpoint).findOneBy({ id: endpointId });
  }

  /**
   * What is due for an endpoint, oldest first. Where one of an ordering key waits for its next try, those behind it wait too. What
   * was never tried is due at once: whoever published it may have another clock.
   */
  async listDue(
    { id: endpointId }: Pick<EventEndpoint, 'id'>,
    now: Date,
    limit: number,
  ): Promise<Outgoing[]> {
    const rows = await this.deliveries()
      .createQueryBuilder('delivery')
      // By itself, so that it is looked up once a round and not once a delivery, whatever the planner thinks is pending.
      .addCommonTableExpression(
        `select lane, min(position) as position from event_deliveries
          where endpoint_id = :endpointId and state = 'pending' and attempts > 0 and next_attempt_at > :now group by lane`,
        'waiting',
        { materialized: true },
      )
      .where(`delivery.endpoint_id = :endpointId and delivery.state = 'pending'`, { endpointId })
      .andWhere('(delivery.attempts = 0 or delivery.next_attempt_at <= :now)', { now })
      .andWhere(
        `not exists (select from waiting where waiting.lane = delivery.orderingKey and waiting.position < delivery.position)`,
      )
      .orderBy('delivery.position')
      .take(limit)
      .getMany();
    return (await this.withEvents(rows)).map(outgoingOf);
  }

  async settle(
    { id }: Pick<EventEndpoint, 'id'>,
    outcomes: readonly DeliveryOutcome[],
    now: Date,
  ): Promise<void> {
    const rows = outcomes.map(({ message, isDelivered, status, error }) => {
      const { position } = message;
      const attempts = message.attempts + 1;
      const pause = isDelivered ? null : pauseBeforeRetry(attempts, Math.random());
      const state = isDelivered ? 'delivered' : pause === null ? 'dead' : 'pending';
      return { position, state, attempts, next: new Date(now.getTime() + (pause ?? 0)), status, error };
    });
    await this.unitOfWork.manager().query(
      `update event_deliveries d set state = o.state, attempts = o.attempts, next_attempt_at = o.next,
         last_attempt_at = $3, last_status = o.status, last_error = o.error
       from jsonb_to_recordset($2::jsonb) as o(position bigint, state text, attempts integer, next timestamptz,
         status integer, error text)
       -- The positions once more: a planner with old figures would else read all that was ever sent to the endpoint.
       where d.endpoint_id = $1 and d.position = any ($4::bigint[]) and d.position = o.position`,
      [id, JSON.stringify(rows), now, rows.map(({ position }) => position)],
    );
  }

  /** Ids of those that were disabled without being asked to. */
  async listDisabledEndpoints(): Promise<string[]> {
    const rows = await this.unitOfWork
      .manager()
      .query<{ id: string }[]>(
        `select id from event_endpoints where state = 'disabled' and disabled_because <> 'asked' order by id`,
      );
    return rows.map(({ id }) => id);
  }

  /** Writes down in which condition a round left an endpoint, and gives it back. */
  async settleEndpoint(endpointId: string, condition: EndpointCondition): Promise<void> {
    await this.unitOfWork.manager().query(
      `update event_endpoints set failures = $2, failing_since = $3, retry_at = $4, leased_until = '-infinity',
         state = case when $5::text is null then state else 'disabled' end,
         disabled_because = coalesce($5, disabled_because)
       where id = $1`,
      [endpointId, condition.failures, condition.failingSince, condition.retryAt, condition.disabledBecause],
    );
  }

  /** Gives an endpoint back that nothing was sent to. */
  async release(endpointId: string): Promise<void> {
    await this.unitOfWork
      .manager()
      .query(`update event_endpoints set leased_until = '-infinity' where id = $1`, [endpointId]);
  }

  private async withEvents(deliveries: readonly EventDelivery[]): Promise<DeliveryOfEvent[]> {
    if (deliveries.length === 0) return [];
    const events = await this.unitOfWork
      .manager()
      .getRepository(PublishedEvent)
      .createQueryBuilder('event')
      .where('event.position = any (:positions)', { positions: deliveries.map(({ position }) => position) })
      .getMany();
    const byPosition = new Map(events.map((event) => [event.position, event]));
    return deliveries.flatMap((delivery) => {
      const event = byPosition.get(delivery.position);
      return event === undefined ? [] : [{ delivery, event }];
    });
  }

  private deliveries() {
    return this.unitOfWork.manager().getRepository(EventDelivery);
  }
}

function outgoingOf({ delivery, event }: DeliveryOfEvent): Outgoing {
  const { position, orderingKey, attempts } = delivery;
  const { id, occurredAt } = event;
  return { position, after: null, orderingKey, attempts, id, body: presentDelivery(event), occurredAt };
}

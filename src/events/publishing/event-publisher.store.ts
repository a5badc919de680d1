import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import { isWantedType } from '../endpoints/wanted-types.js';
import type { NewEvent } from './new-event.js';

/** Any number works, as long as nobody else uses it: the publisher of the whole cluster holds this lock. */
const PUBLISHER_LOCK = 7_300_520_141;

// What a connection plans while the log is small it keeps until statistics are gathered: without indexes it would read the
// whole log for each row of it.
const TRY_TO_LEAD = `select pg_try_advisory_xact_lock($1) as leads, set_config('enable_seqscan', 'off', true)`;

/** An endpoint (`p`) is sent to and is to be told of an event (`e`). */
const WANTED = `p.state = 'enabled' and ${isWantedType('e.type', 'p.types')}`;

/** How far the log is published. */
export interface FeedState {
  /** Null: nothing was published yet. */
  readonly sealedSequence: number | null;
  /** The row behind which publishing begins. */
  readonly beginsAfter: number;
  readonly position: number;
}

/** What the publisher writes: `events`, `event_feed`, and the deliveries of each event. */
@Injectable()
export class EventPublisherStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Takes the lead until the open transaction ends. It is asked for before anything is written, so that who leads later
   * has the higher number of transaction as well.
   *
   * @returns null when another process leads
   */
  async tryToLead(): Promise<FeedState | null> {
    const [lock] = await this.unitOfWork.manager().query<{ leads: boolean }[]>(TRY_TO_LEAD, [PUBLISHER_LOCK]);
    if (lock?.leads !== true) return null;
    const [state] = await this.unitOfWork
      .manager()
      .query<{ sealed_sequence: string | null; begins_after: string; position: string }[]>(
        'select sealed_sequence, begins_after, position from event_feed',
      );
    if (state === undefined) throw new Error('event_feed has lost its row');
    const { sealed_sequence: sealed, begins_after: beginsAfter, position } = state;
    return {
      sealedSequence: sealed === null ? null : Number(sealed),
      beginsAfter: Number(beginsAfter),
      position: Number(position),
    };
  }

  /** Gives events the positions behind the last one, in the order given, and each endpoint that wants one its delivery. */
  async publish(events: readonly NewEvent[], after: number, now: Date): Promise<void> {
    if (events.length === 0) return;
    const rows = JSON.stringify(events.map((event, index) => ({ ...event, position: after + index + 1 })));
    await this.unitOfWork.manager().query(
      `insert into events (position, id, type, organization_id, property_id, actor_kind, actor_id, impersonator_id,
         target_kind, target_id, change, occurred_at, lane, published_at)
       select e.*, $2 from jsonb_to_recordset($1::jsonb) as e(position bigint, id uuid, type text, "organizationId" uuid,
         "propertyId" uuid, "actorKind" text, "actorId" text, "impersonatorId" text, "targetKind" text, "targetId" text,
         change jsonb, "occurredAt" timestamptz, "orderingKey" bigint)`,
      [rows, now],
    );
    await this.unitOfWork.manager().query(
      // In two parts, since an organization or none is no condition that an index knows.
      `with published as (
         select * from jsonb_to_recordset($1::jsonb) as e(position bigint, "orderingKey" bigint, type text, "organizationId" uuid))
       insert into event_deliveries (endpoint_id, position, organization_id, lane, state, next_attempt_at)
       select p.id, e.position, p.organization_id, e."orderingKey", 'pending', $2::timestamptz
         from published e join event_endpoints p on p.organization_id = e."organizationId" and ${WANTED}
       union all
       select p.id, e.position, null::uuid, e."orderingKey", 'pending', $2::timestamptz
         from published e join event_endpoints p on p.organization_id is null and ${WANTED}`,
      [rows, now],
    );
  }

  async advance({ sealedSequence, position }: { sealedSequence: number; position: number }): Promise<void> {
    await this.unitOfWork
      .manager()
      .query('update event_feed set sealed_sequence = $1, position = $2', [sealedSequence, position]);
  }
}

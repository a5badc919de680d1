import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import type { DeliveryState } from '../webhook-delivery.entity.js';
import type { EventSubject } from './subjects.rule.js';

/** A verified delivery on its way into the ledger. */
export interface NewDelivery {
  readonly svixId: string;
  readonly eventType: string;
  readonly objectId: string | null;
  readonly eventAt: Date | null;
  readonly instanceId: string | null;
  readonly bodySha256: Buffer;
  /** The event's data as JSON text; null when it cannot be kept, which makes a dead letter of the delivery. */
  readonly payload: string | null;
  /** Whom the payload is about and whom it names; without a payload, nobody. */
  readonly subjects: readonly EventSubject[];
  readonly receivedAt: Date;
  /** Whether it means nothing here: then it is settled as it is written down. */
  readonly ignored: boolean;
}

const COLUMNS = 9;

/** Groups of rows on their way into `webhook_deliveries`. */
@Injectable()
export class DeliveryLedgerStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Adds those whose id is not there yet; of several with one id the first. @returns the ids that were added */
  async insertNew(deliveries: readonly NewDelivery[]): Promise<Set<string>> {
    const values = deliveries.map((_, row) => {
      const [id, type, object, at, instance, sha, payload, received, state] = Array.from(
        { length: COLUMNS },
        (_unused, column) => `$${row * COLUMNS + column + 1}`,
      );
      const [settled, error] = [
        `case when ${state} <> 'pending' then ${received}::timestamptz end`,
        `case when ${state} = 'dead' then 'payload cannot be kept' end`,
      ];
      return `(${id}, ${type}, ${object}, ${at}::timestamptz, ${instance}, ${sha}::bytea, ${payload}::jsonb,
               ${received}::timestamptz, ${received}::timestamptz, ${state}, ${settled}, ${error})`;
    });
    const named = deliveries.flatMap(({ svixId, payload, subjects }) =>
      payload === null ? [] : subjects.map(({ subject, relation }) => ({ svixId, subject, relation })),
    );
    const parameters = deliveries.length * COLUMNS;
    const added = await this.unitOfWork.manager().query<{ svix_id: string }[]>(
      `with added as (
       insert into webhook_deliveries (svix_id, event_type, object_id, event_at, instance_id, body_sha256, payload,
                                       received_at, next_attempt_at, state, settled_at, last_error)
       values ${values.join(', ')} on conflict (svix_id) do nothing returning svix_id),
       named as (
       insert into webhook_delivery_subjects (svix_id, subject, relation)
       select svix_id, subject, relation
         from unnest($${parameters + 1}::text[], $${parameters + 2}::text[], $${parameters + 3}::text[])
              as named (svix_id, subject, relation) join added using (svix_id)
       on conflict do nothing)
       select svix_id from added`,
      [
        ...deliveries.flatMap((delivery) => [
          delivery.svixId,
          delivery.eventType,
          delivery.objectId,
          delivery.eventAt,
          delivery.instanceId,
          delivery.bodySha256,
          delivery.payload,
          delivery.receivedAt,
          stateOf(delivery),
        ]),
        named.map(({ svixId }) => svixId),
        named.map(({ subject }) => subject),
        named.map(({ relation }) => relation),
      ],
    );
    return new Set(added.map((row) => row.svix_id));
  }

  /** Counts repeats. @returns the ids of those whose body is not the one of the first time, each once a repeat */
  async countRepeats(deliveries: readonly Pick<NewDelivery, 'svixId' | 'bodySha256'>[]): Promise<string[]> {
    const times = new Map<string, number>();
    for (const { svixId } of deliveries) times.set(svixId, (times.get(svixId) ?? 0) + 1);
    // One order for everybody, so that two groups never wait for each other in a circle.
    const ids = [...times.keys()].sort();
    const [rows] = await this.unitOfWork
      .manager()
      .query<[{ svix_id: string; body_sha256: Buffer }[], number]>(
        `update webhook_deliveries delivery set repeats = repeats + repeat.times
           from unnest($1::text[], $2::integer[]) as repeat (svix_id, times)
          where delivery.svix_id = repeat.svix_id
          returning delivery.svix_id, delivery.body_sha256`,
        [ids, ids.map((id) => times.get(id))],
      );
    const first = new Map(rows.map((row) => [row.svix_id, row.body_sha256]));
    return deliveries
      .filter(({ svixId, bodySha256 }) => first.get(svixId)?.equals(bodySha256) === false)
      .map(({ svixId }) => svixId);
  }

  /** How many wait to be applied; counting stops at `most`. */
  async countPending(most: number): Promise<number> {
    const [row] = await this.unitOfWork.manager().query<{ pending: number }[]>(
      `select count(*)::integer as pending
           from (select from webhook_deliveries where state = 'pending' limit $1) waiting`,
      [most],
    );
    return row?.pending ?? 0;
  }
}

function stateOf({ payload, ignored }: NewDelivery): DeliveryState {
  if (payload === null) return 'dead';
  return ignored ? 'ignored' : 'pending';
}

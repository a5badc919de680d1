import { Injectable } from '@nestjs/common';
import { AuditPush } from '#audit';
import type { EventEndpoint } from '../endpoints/event-endpoint.entity.js';
import type { DeliveryOutcome, DeliverySource, Outgoing, ReplayWish } from './delivery-source.js';

/**
 * Rows of the audit log for the endpoint that takes it: in the order of the chain, none left out. So nothing is ever given
 * up, and what is taken is a mark in the chain.
 */
@Injectable()
export class AuditDeliveries implements DeliverySource {
  constructor(private readonly push: AuditPush) {}

  async listDue({ failures }: EventEndpoint): Promise<Outgoing[]> {
    const message = await this.push.next();
    return message === null ? [] : [{ ...message, orderingKey: 'audit log', attempts: failures }];
  }

  async settle(_endpoint: EventEndpoint, outcomes: readonly DeliveryOutcome[]): Promise<void> {
    for (const { message, isDelivered } of outcomes) {
      const { after, position } = message;
      if (isDelivered && after !== null) await this.push.taken({ after, position });
    }
  }

  async replay(_endpoint: EventEndpoint, { only, since }: ReplayWish): Promise<number> {
    return only === 'dead' ? 0 : this.push.rewind(since);
  }
}

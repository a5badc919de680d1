import { Injectable } from '@nestjs/common';
import type { EventEndpoint } from '../endpoints/event-endpoint.entity.js';
import { AuditDeliveries } from './audit-deliveries.js';
import type { DeliverySource } from './delivery-source.js';
import { EventDeliveriesStore } from './event-deliveries.store.js';

/** Where an endpoint gets its messages from, by what it takes. */
@Injectable()
export class DeliverySources {
  constructor(
    private readonly events: EventDeliveriesStore,
    private readonly auditLog: AuditDeliveries,
  ) {}

  of({ content }: Pick<EventEndpoint, 'content'>): DeliverySource {
    return content === 'audit_log' ? this.auditLog : this.events;
  }
}

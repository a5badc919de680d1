import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import {
  exactlyOne,
  type OrganizationScope,
  type PlatformScope,
  type SystemScope,
  UnitOfWork,
} from '#libs/database';
import { EventEndpoint } from './event-endpoint.entity.js';

/** Whose endpoints: those of one organization, or of the platform, as which the system works too. */
export type EndpointsScope = OrganizationScope | PlatformScope | SystemScope;

/** The column of an endpoint's owner; null: the platform. */
export function ownerOf(scope: EndpointsScope): string | null {
  return scope.kind === 'organization' ? scope.organizationId : null;
}

/** Rows of `event_endpoints`; whose they are always comes from the scope. */
@Injectable()
export class EventEndpointsStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async find(scope: EndpointsScope, id: string): Promise<EventEndpoint | null> {
    return this.endpoints().findOneBy({ ...owned(scope), id });
  }

  /** Held until the transaction ends. */
  async lock(scope: EndpointsScope, id: string): Promise<EventEndpoint | null> {
    return this.endpoints()
      .createQueryBuilder('endpoint')
      .setLock('pessimistic_write')
      .where({ ...owned(scope), id })
      .getOne();
  }

  /** The one that takes the audit log. */
  async lockOfAuditLog(): Promise<EventEndpoint | null> {
    return this.endpoints()
      .createQueryBuilder('endpoint')
      .setLock('pessimistic_write')
      .where({ content: 'audit_log' })
      .getOne();
  }

  /** Newest first. */
  async list(scope: EndpointsScope, before: string | null, limit: number): Promise<EventEndpoint[]> {
    const query = this.endpoints()
      .createQueryBuilder('endpoint')
      .where(owned(scope))
      .orderBy('endpoint.id', 'DESC')
      .take(limit);
    if (before !== null) query.andWhere('endpoint.id < :before', { before });
    return query.getMany();
  }

  /** How many there are, under a lock until the transaction ends: of many who come at once only as many pass as have room. */
  async countLocked(scope: EndpointsScope): Promise<number> {
    await this.unitOfWork
      .manager()
      .query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
        `event endpoints ${ownerOf(scope) ?? 'of the platform'}`,
      ]);
    return this.endpoints().countBy(owned(scope));
  }

  async insert(endpoint: EventEndpoint): Promise<void> {
    await this.endpoints().insert(endpoint);
  }

  async update(
    scope: EndpointsScope,
    id: string,
    change: Partial<Omit<EventEndpoint, 'id' | 'organizationId' | 'version'>>,
  ): Promise<void> {
    const result = await this.endpoints().update(
      { ...owned(scope), id },
      { ...change, version: () => 'version + 1' },
    );
    exactlyOne(result.affected, 'update of an endpoint');
  }

  async delete(scope: EndpointsScope, id: string): Promise<void> {
    const result = await this.endpoints().delete({ ...owned(scope), id });
    exactlyOne(result.affected, 'deletion of an endpoint');
  }

  private endpoints() {
    return this.unitOfWork.manager().getRepository(EventEndpoint);
  }
}

function owned(scope: EndpointsScope) {
  const organizationId = ownerOf(scope);
  return { organizationId: organizationId ?? IsNull() };
}

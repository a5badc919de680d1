import { Injectable } from '@nestjs/common';
import { type AuditEntry, AuditLog } from '#audit';
import { actorOf, type Caller, found, type Principal } from '#auth';
import { newId, type PropertyScope, UnitOfWork } from '#libs/database';
import { assertVersion } from '#libs/http';
import { Clock } from '#libs/time';
import { ActivePropertiesService } from '#tenants'; // only by property
import type { SampleThing } from './sample-thing.entity.js';
import { sampleThingsErrors } from './sample-things.errors.js';
import { SampleThingsStore } from './sample-things.store.js';

/** What people say of a sample thing. */
export type SampleThingDetails = Pick<SampleThing, 'name'>;

/** As the detail of the error says, and `growth` of the manifest. */
const MAX_SAMPLE_THINGS = 1_000;

/** Sample things of a property. */
@Injectable()
export class SampleThingsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sampleThings: SampleThingsStore,
    private readonly activeProperties: ActivePropertiesService, // only by property
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Newest first. @param before only those that are older than the one with this id; null: from the newest on */
  async list(scope: PropertyScope, before: string | null, limit: number): Promise<SampleThing[]> {
    return this.unitOfWork.run(scope, () => this.sampleThings.list(scope, before, limit));
  }

  /** @throws AppError 404 */
  async get(scope: PropertyScope, id: string): Promise<SampleThing> {
    return this.unitOfWork.run(scope, async () => found(await this.sampleThings.find(scope, id)));
  }

  /** @throws AppError 409 `property_archived`, `too_many_sample_things` */ // only by property
  /** @throws AppError 409 `too_many_sample_things` */ // only by organization
  async create(scope: PropertyScope, caller: Caller, details: SampleThingDetails): Promise<SampleThing> {
    return this.unitOfWork.run(scope, async () => {
      await this.activeProperties.lock(scope); // only by property
      if ((await this.sampleThings.countLocked(scope)) >= MAX_SAMPLE_THINGS) {
        throw sampleThingsErrors.tooMany();
      }
      const now = this.clock.now();
      const sampleThing: SampleThing = {
        ...details,
        organizationId: scope.organizationId,
        propertyId: scope.propertyId, // only by property
        id: newId(),
        version: 1,
        createdBy: caller.userId,
        createdAt: now,
        updatedAt: now,
      };
      await this.sampleThings.insert(sampleThing);
      await this.unitOfWork.made(sampleThing.id, locationOfSampleThing(sampleThing));
      await this.record('sample_thing.created', scope, caller, sampleThing.id);
      return sampleThing;
    });
  }

  /**
   * @param expected the ETag the caller saw last
   * @throws AppError 404, 409 `property_archived`, 412 `stale_version` // only by property
   * @throws AppError 404, 412 `stale_version` // only by organization
   */
  async update(
    scope: PropertyScope,
    caller: Principal,
    id: string,
    change: Partial<SampleThingDetails>,
    expected: string | undefined,
  ): Promise<SampleThing> {
    return this.unitOfWork.run(scope, async () => {
      await this.activeProperties.lock(scope); // only by property
      const before = found(await this.sampleThings.lock(scope, id));
      assertVersion(expected, before.version);
      const { name = before.name } = change;
      if (name === before.name) return before;
      const now = this.clock.now();
      await this.sampleThings.update(scope, id, { name, updatedAt: now });
      // The log says that the name changed and not how: what people write is told by the row alone.
      await this.record('sample_thing.updated', scope, caller, id, { changed: ['name'] });
      return { ...before, name, version: before.version + 1, updatedAt: now };
    });
  }

  /** @throws AppError 404 */
  async delete(scope: PropertyScope, caller: Caller, id: string): Promise<void> {
    await this.unitOfWork.run(scope, async () => {
      found(await this.sampleThings.lock(scope, id));
      await this.sampleThings.delete(scope, id);
      await this.record('sample_thing.deleted', scope, caller, id);
    });
  }

  private async record(
    action: 'sample_thing.created' | 'sample_thing.updated' | 'sample_thing.deleted',
    scope: PropertyScope,
    caller: Principal,
    id: string,
    change?: AuditEntry['change'],
  ): Promise<void> {
    await this.audit.record({
      actor: actorOf(caller),
      action,
      scope,
      target: { kind: 'sample_thing', id },
      ...(change !== undefined && { change }),
    });
  }
}

/** Where the API serves it: the `Location` of the answer. */
export function locationOfSampleThing({ organizationId, propertyId, id }: SampleThing): string { // only by property
  return `/api/v1/organizations/${organizationId}/properties/${propertyId}/sample-things/${id}`; // only by property
export function locationOfSampleThing({ organizationId, id }: SampleThing): string { // only by organization
  return `/api/v1/organizations/${organizationId}/sample-things/${id}`; // only by organization
}

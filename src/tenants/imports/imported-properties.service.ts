import { Injectable } from '@nestjs/common';
import { AuditLog } from '#audit';
import { type Actor, narrowedTo, systemScope } from '#auth';
import { UnitOfWork } from '#libs/database';
import { Clock } from '#libs/time';
import { OrganizationLimitsService } from '../organizations/organization-limits.service.js';
import { PropertiesStore } from '../properties/properties.store.js';
import { tenantsErrors } from '../tenants.errors.js';

/** Properties that an operator brings along. */
@Injectable()
export class ImportedPropertiesService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly properties: PropertiesStore,
    private readonly limits: OrganizationLimitsService,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** The id of one that is not archived. */
  async find(organizationId: string, slug: string): Promise<string | null> {
    const scope = narrowedTo(systemScope('mirror'), organizationId);
    const property = await this.unitOfWork.run(scope, () => this.properties.findBySlug(scope, slug));
    return property?.status === 'active' ? property.id : null;
  }

  /**
   * Makes one, or takes the one that has its slug.
   *
   * @param id of the one to make: by it an earlier try is known
   * @throws AppError `property_archived`, `limit_reached`
   */
  async add(
    organizationId: string,
    { id, name, slug, timezone }: { id: string; name: string; slug: string; timezone: string },
    actor: Actor,
  ): Promise<{ id: string }> {
    const scope = narrowedTo(systemScope('mirror'), organizationId);
    return this.unitOfWork.run(scope, async () => {
      const there = await this.properties.findBySlug(scope, slug);
      if (there?.status === 'archived') throw tenantsErrors.propertyArchived();
      if (there !== null) return { id: there.id };
      const now = this.clock.now();
      await this.limits.demandRoomForProperty(scope);
      await this.properties.insert({
        organizationId,
        id,
        name,
        slug,
        timezone,
        maxPeople: null,
        status: 'active',
        version: 1,
        createdAt: now,
        updatedAt: now,
        archivedAt: null,
      });
      await this.audit.record({
        actor,
        action: 'property.created',
        scope: { organizationId, propertyId: id },
        target: { kind: 'property', id },
      });
      return { id };
    });
  }

  /** Archives one on which nobody holds anything. @param applies false: says what would be done */
  async undo(
    organizationId: string,
    id: string,
    { actor, applies }: { actor: Actor; applies: boolean },
  ): Promise<'undone' | 'gone' | 'in_use'> {
    const scope = narrowedTo(systemScope('mirror'), organizationId);
    return this.unitOfWork.run(scope, async () => {
      const property = (await this.properties.lockMany(scope, [id])).get(id);
      if (property?.status !== 'active') return 'gone';
      if (await this.properties.isHeld(scope, id)) return 'in_use';
      if (!applies) return 'undone';
      await this.properties.archive(scope, id, this.clock.now());
      await this.audit.record({
        actor,
        action: 'property.archived',
        scope: { organizationId, propertyId: id },
        target: { kind: 'property', id },
      });
      return 'undone';
    });
  }
}

import { Injectable } from '@nestjs/common';
import { ClerkDirectory, type ClerkOrganization } from '#libs/clerk';
import { OrganizationMirrorService, OrganizationSeedingService } from '#tenants';
import { OrganizationSource } from '../plan/organization-source.js';
import type { ReconciliationItem } from '../records/reconciliation-item.entity.js';
import { RECONCILIATION_ACTOR, type FreshTimes, type KindRepair } from './kind-repair.js';
import { sourceMomentOfFetched } from './source-moment.rule.js';

@Injectable()
export class OrganizationRepair implements KindRepair<ClerkOrganization> {
  constructor(
    readonly source: OrganizationSource,
    private readonly directory: ClerkDirectory,
    private readonly organizations: OrganizationMirrorService,
    private readonly seeding: OrganizationSeedingService,
  ) {}

  fetch(items: readonly ReconciliationItem[]): Promise<readonly ClerkOrganization[]> {
    return this.directory.findOrganizations(items.map(({ clerkId }) => clerkId));
  }

  async prepare(): Promise<void> {
    // An organization leans on nothing.
  }

  async apply(fetched: ClerkOrganization, { mirroredUpdatedAt, askedAt }: FreshTimes): Promise<void> {
    const source = sourceMomentOfFetched(fetched.updatedAt, mirroredUpdatedAt, askedAt);
    await this.organizations.apply(fetched, source, RECONCILIATION_ACTOR);
  }

  addMissing(organizations: readonly ClerkOrganization[]): Promise<Set<string>> {
    return this.seeding.add(organizations, RECONCILIATION_ACTOR);
  }

  async remove({ clerkId }: ReconciliationItem): Promise<void> {
    await this.organizations.applyDeleted(clerkId, RECONCILIATION_ACTOR);
  }
}

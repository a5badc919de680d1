import { Injectable } from '@nestjs/common';
import { ClerkDirectory, type ClerkOrganization, type ListPage } from '#libs/clerk';
import { Clock } from '#libs/time';
import { type OrganizationState, OrganizationStatesService } from '#tenants';
import { TombstoneLookupService } from '#users';
import { compareOrganization } from '../compare/compare-organization.rule.js';
import type { Finding } from '../records/reconciliation-item.entity.js';
import { compareLiving, extrasOfLiving, type LivingKind } from './compare-living.js';
import type { KindSource, PageFindings } from './kind-source.js';
import { OffsetSource } from './offset-source.js';

/** Organizations: walked by offset, oldest first. */
@Injectable()
export class OrganizationSource
  extends OffsetSource<ClerkOrganization>
  implements KindSource<ClerkOrganization>
{
  readonly kind = 'organization';
  private readonly living: LivingKind<ClerkOrganization, OrganizationState>;

  constructor(
    private readonly directory: ClerkDirectory,
    readonly states: OrganizationStatesService,
    tombstones: TombstoneLookupService,
    clock: Clock,
  ) {
    super();
    this.living = { kind: this.kind, states, tombstones, clock, differences: compareOrganization };
  }

  count(): Promise<number> {
    return this.directory.countOrganizations();
  }

  compare(organizations: readonly ClerkOrganization[]): Promise<PageFindings> {
    return compareLiving(this.living, organizations);
  }

  extras(clerkIds: readonly string[]): Promise<Finding[]> {
    return extrasOfLiving(this.living, clerkIds);
  }

  confirm({ clerkId }: Pick<Finding, 'clerkId'>): Promise<ClerkOrganization | null> {
    return this.directory.findOrganization(clerkId);
  }

  protected list(offset: number, newestFirst: boolean): Promise<ListPage<ClerkOrganization>> {
    return this.directory.listOrganizations(offset, newestFirst);
  }
}

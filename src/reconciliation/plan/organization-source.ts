import { Injectable } from '@nestjs/common';
import { ClerkDirectory, type ClerkOrganization, type ListPage } from '#libs/clerk';
import { Clock } from '#libs/time';
import { OrganizationStates } from '#tenants';
import { Burials } from '#users';
import { differencesOfOrganization } from '../compare/compare-organization.rule.js';
import { findingOf, isJustTold } from '../compare/finding.js';
import type { Finding } from '../runs/reconciliation-item.entity.js';
import type { KindSource, PageFindings, Place } from './kind-source.js';
import { foreseeByOffset, newsByOffset, pageByOffset } from './offset-pages.js';

/** Organizations: walked by offset, oldest first. */
@Injectable()
export class OrganizationSource implements KindSource<ClerkOrganization> {
  readonly kind = 'organization';

  constructor(
    private readonly directory: ClerkDirectory,
    private readonly states: OrganizationStates,
    private readonly burials: Burials,
    private readonly clock: Clock,
  ) {}

  idOf({ id }: ClerkOrganization): string {
    return id;
  }

  count(): Promise<number> {
    return this.directory.countOrganizations();
  }

  page(place: Place) {
    return pageByOffset(place, (offset) => this.directory.listOrganizations(offset));
  }

  foresee(place: Place, latest: ListPage<unknown>): Place {
    return foreseeByOffset(place, latest);
  }

  news(place: Place, since: Date) {
    return newsByOffset(place, since, (offset) => this.directory.listOrganizations(offset, true));
  }

  async compare(organizations: readonly ClerkOrganization[]): Promise<PageFindings> {
    const states = await this.states.byClerkIds(organizations.map(({ id }) => id));
    const unknown = organizations.filter(({ id }) => states.get(id)?.isDeleted !== false);
    const buried = await this.burials.among(
      'organization',
      unknown.map(({ id }) => id),
    );
    const findings: Finding[] = [];
    for (const organization of organizations) {
      const state = states.get(organization.id);
      const times = { clerk: organization.updatedAt, mirrored: state?.sourceUpdatedAt ?? null };
      if (buried.has(organization.id) || state?.isDeleted === true) continue;
      if (state === undefined) {
        findings.push(findingOf('organization', 'missing', organization.id, times));
        continue;
      }
      const fields = differencesOfOrganization(organization, state);
      if (fields.length === 0 || isJustTold(times, this.clock.now())) continue;
      findings.push(findingOf('organization', 'different', organization.id, times, { fields }));
    }
    const deleted = unknown.filter(({ id }) => buried.has(id) || states.get(id)?.isDeleted === true);
    return { findings, buried: deleted.length };
  }

  idsHere(after: string, limit: number): Promise<string[]> {
    return this.states.listLivingIds(after, limit);
  }

  countHere(): Promise<number> {
    return this.states.countLiving();
  }

  async extras(clerkIds: readonly string[]): Promise<Finding[]> {
    const states = await this.states.byClerkIds(clerkIds);
    return clerkIds.flatMap((id) => {
      const state = states.get(id);
      if (state?.isDeleted !== false) return [];
      return findingOf('organization', 'extra', id, { clerk: null, mirrored: state.sourceUpdatedAt });
    });
  }

  confirm({ clerkId }: Pick<Finding, 'clerkId'>): Promise<ClerkOrganization | null> {
    return this.directory.findOrganization(clerkId);
  }
}

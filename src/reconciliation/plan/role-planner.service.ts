import { Injectable } from '@nestjs/common';
import { RoleMirrorService } from '#tenants';
import { compareRole } from '../compare/compare-role.rule.js';
import { findingOf } from '../compare/finding.js';
import type { Finding } from '../records/reconciliation-item.entity.js';

/** What planning the roles shows. */
export interface RoleFindings {
  readonly findings: readonly Finding[];
  readonly told: number;
  readonly here: number;
}

/** Roles of the instance: so few that they are fetched and compared as a whole. */
@Injectable()
export class RolePlannerService {
  constructor(private readonly mirror: RoleMirrorService) {}

  /** Talks to Clerk, so never inside a transaction. */
  fetch() {
    return this.mirror.fetch();
  }

  /** In the open transaction. */
  async compare({ roles }: Awaited<ReturnType<RoleMirrorService['fetch']>>): Promise<RoleFindings> {
    const here = new Map((await this.mirror.list()).map((role) => [role.clerkId, role]));
    const told = this.mirror.mirrored(roles);
    const findings: Finding[] = [];
    for (const role of told) {
      const mirrored = here.get(role.id);
      const times = { clerk: role.updatedAt, mirrored: mirrored?.updatedAt ?? null };
      if (mirrored === undefined) {
        findings.push(findingOf('role', 'missing', role.id, times));
        continue;
      }
      const fields = compareRole(role, mirrored);
      if (fields.length > 0) findings.push(findingOf('role', 'different', role.id, times, { fields }));
    }
    for (const [id, { updatedAt: mirrored }] of here) {
      if (told.some((role) => role.id === id)) continue;
      findings.push(findingOf('role', 'extra', id, { clerk: null, mirrored }));
    }
    return { findings, told: told.length, here: here.size };
  }
}

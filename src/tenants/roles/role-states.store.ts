import { Injectable } from '@nestjs/common';
import { builtInRoles } from '#auth';
import type { ClerkOrganizationRole } from '#libs/clerk';
import { UnitOfWork } from '#libs/database';
import { ClerkRole } from './clerk-role.entity.js';

/** The mirror of Clerk's roles, read as a whole; an instance has about ten. */
@Injectable()
export class RoleStatesStore {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** In the open transaction, by Clerk's id. */
  async all(): Promise<Map<string, ClerkRole>> {
    const rows = await this.unitOfWork.manager().getRepository(ClerkRole).find();
    return new Map(rows.map((role) => [role.clerkId, role]));
  }

  /** Those of Clerk's roles that are mirrored at all: the meaning of the built-in ones is ours. */
  mirrored(roles: readonly ClerkOrganizationRole[]): ClerkOrganizationRole[] {
    return roles.filter(({ key }) => !builtInRoles.isReserved(key, null));
  }
}

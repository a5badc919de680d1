import type { DemoWorld } from '../../support/demo-world.js';

export const AUDIT = {
  key: 'property:night_audit',
  name: 'Night audit',
  permissions: ['property:audit:read'],
};

/** Roles that one organization makes. */
export class HarbourRoles {
  readonly organization: string;
  readonly roles: string;
  readonly seaside: string;

  constructor(readonly world: DemoWorld) {
    this.organization = `/api/v1/organizations/${world.harbour.id}`;
    this.roles = `${this.organization}/roles`;
    this.seaside = `${this.organization}/properties/${world.harbour.seaside}`;
  }

  /** Takes them from everybody, and deletes them. */
  async reset(): Promise<void> {
    const { database } = this.world;
    await database.query(
      `delete from property_grants where role not in ('property:manager', 'property:staff', 'property:viewer')`,
    );
    await database.query('delete from organization_grants');
    await database.query('delete from custom_roles');
  }

  readonly mayDo = async (email: string, permission: string, propertyId?: string): Promise<boolean> => {
    const question = { permission, organizationId: this.world.harbour.id, propertyId };
    const { body } = await this.world.as(email).post('/api/v1/access/check', question).expect(200);
    return body.allowed;
  };

  readonly stored = () =>
    this.world.database.query('select key, name, permissions, version from custom_roles order by key');
}

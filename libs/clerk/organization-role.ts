import { FieldReader } from './field-reader.js';

/** A role of the instance, the same in every organization, with the permissions it carries. */
export interface ClerkOrganizationRole {
  readonly id: string;
  /** `org:<role>`. */
  readonly key: string;
  readonly name: string;
  readonly description: string | null;
  /** Keys of its permissions, `org:<feature>:<action>`, sorted; system permissions (`org:sys_…`) too. */
  readonly permissions: readonly string[];
  readonly updatedAt: Date;
}

export function readOrganizationRole(value: unknown): ClerkOrganizationRole {
  const role = new FieldReader(value, 'role').ofItsKind();
  return {
    id: role.id('id', 'role_'),
    key: role.text('key'),
    name: role.text('name'),
    description: role.optionalText('description'),
    permissions: role
      .list('permissions', (permission) => new FieldReader(permission, 'permission').text('key'))
      .sort(),
    updatedAt: role.time('updated_at'),
  };
}

import { type AuthorizationModel, parseReference, type Reference } from '#auth';
import { type PermissionKey, permissionLevel } from '#libs/authz';
import { readPermission } from '../read-permission.js';
import { tenantsErrors } from '../tenants.errors.js';

/** May this person do this there? */
export interface Question {
  readonly permission: PermissionKey;
  /** Null: the platform. */
  readonly organization: Reference | null;
  readonly propertyId: string | null;
  /** Null: whoever asks. */
  readonly person: Reference | null;
}

/**
 * Reads a question whose fields have the right form.
 * @throws AppError 400 `unknown_permission`; `place_missing` where the permission needs an organization, or a property
 * is named without its; `permission_not_for_scope` for a permission of the platform asked about inside an organization
 */
export function readQuestion(
  model: AuthorizationModel,
  asked: { permission: string; organizationId?: string; propertyId?: string; userId?: string },
): Question {
  const permission = readPermission(model, asked.permission);
  const isOfPlatform = permissionLevel(permission) === 'platform';
  if (asked.organizationId === undefined && (!isOfPlatform || asked.propertyId !== undefined))
    throw tenantsErrors.placeMissing();
  if (asked.organizationId !== undefined && isOfPlatform) {
    throw tenantsErrors.permissionNotForScope({
      detail: `${permission} is about the platform; leave organizationId and propertyId out.`,
    });
  }
  return {
    permission,
    organization: readReference(asked.organizationId, 'org'),
    propertyId: asked.propertyId ?? null,
    person: readReference(asked.userId, 'user'),
  };
}

export function readReference(text: string | undefined, prefix: 'org' | 'user'): Reference | null {
  return text === undefined ? null : (parseReference(text, prefix) ?? null);
}

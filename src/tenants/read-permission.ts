import type { AuthorizationModel } from '#auth';
import type { PermissionKey } from '#libs/authz';
import { tenantsErrors } from './tenants.errors.js';

/** @throws AppError 400 `unknown_permission` */
export function readPermission(model: AuthorizationModel, text: string): PermissionKey {
  if (model.has(text)) return text;
  throw tenantsErrors.unknownPermission({
    detail: `There is no permission ${text}. GET /api/v1/permissions lists those there are.`,
    extensions: { permissions: [text] },
  });
}

import { impersonal, type TableDeclaration } from '#manifest';

/** Rows of this module. */
export const permissionsTables: readonly TableDeclaration[] = [
  impersonal(
    'public.authorization_models',
    'permissions',
    'The permissions that the application declares',
    'id number declared applied_at',
  ),
];

import { impersonal, type TableDeclaration } from '#manifest';

export const signInTables: readonly TableDeclaration[] = [
  impersonal(
    'public.sign_in_policies',
    'sign-in',
    'To know how people must sign in before their rights count',
    `id organization_id is_set second_factor_required allowed_networks max_session_minutes allowed_strategies
     version updated_at`,
  ),
];

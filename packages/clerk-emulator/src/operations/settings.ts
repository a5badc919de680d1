import type { EmulatorCore } from '../emulator-core.js';
import type { JsonObject } from '../state/records.js';

/** Groups of instance settings, with what a new instance has. A limit of 0 means no limit. */
const DEFAULTS = {
  organization_settings: {
    object: 'organization_settings',
    enabled: true,
    max_allowed_memberships: 0,
    max_allowed_roles: 10,
    max_role_sets_allowed: 10,
    max_allowed_domains: 10,
    max_allowed_permissions: 50,
    creator_role: 'org:admin',
    admin_delete_enabled: true,
    domains_enabled: true,
    slug_disabled: false,
    domains_enrollment_modes: ['manual_invitation', 'automatic_invitation', 'automatic_suggestion'],
    domains_default_role: 'org:member',
    initial_role_set_key: 'role_set:default',
  },
  instance_restrictions: {
    object: 'instance_restrictions',
    allowlist: false,
    blocklist: false,
    allowlist_blocklist_disabled_on_sign_in: false,
    block_email_subaddresses: false,
    block_disposable_email_domains: false,
  },
  instance_protect: {
    object: 'instance_protect',
    rules_enabled: false,
    specter_enabled: false,
    checks_bypassed: false,
  },
  // null: the pages that this instance shows itself.
  display_config: { sign_in_url: null, sign_up_url: null, home_url: null },
  instance_communication: { object: 'instance_communication', blocked_country_codes: [] },
  oauth_application_settings: {
    object: 'oauth_application_settings',
    dynamic_oauth_client_registration: false,
    default_scopes: ['profile', 'email'],
    oauth_jwt_access_tokens: false,
    client_id_metadata_documents_advertised: false,
    client_id_metadata_documents_only_allow_pre_registered_clients: false,
    client_id_metadata_documents_block_implicitly_allowed_clients: false,
  },
  instance_settings: {
    object: 'instance_settings',
    restricted_to_allowlist: false,
    from_email_address: 'noreply',
    progressive_sign_up: true,
    enhanced_email_deliverability: false,
  },
  instance: { environment_type: 'development', allowed_origins: null, workspace_id: null },
  // Of the dashboard's attack protection; the Backend API has no word for it.
  attack_protection: { client_trust: false },
  webhook_endpoint: { url: null, secret: null, enabled: false },
  clock: { offset_ms: 0 },
} satisfies Record<string, JsonObject>;

export type SettingsGroup = keyof typeof DEFAULTS;

/** A group of settings as it stands. */
export function readSettings(core: Pick<EmulatorCore, 'state'>, group: SettingsGroup): JsonObject {
  return { ...DEFAULTS[group], ...core.state.documents.get(`setting ${group}`)?.body };
}

/** Changes the given settings of a group and returns the whole group. */
export function changeSettings(
  core: Pick<EmulatorCore, 'state'>,
  group: SettingsGroup,
  changes: JsonObject,
): JsonObject {
  const body = { ...readSettings(core, group), ...changes };
  core.state.documents.put({ id: `setting ${group}`, kind: 'setting', lookup: null, created_at: 0, body });
  return body;
}

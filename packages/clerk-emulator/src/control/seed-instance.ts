import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EmulatorCore } from '../emulator-core.js';
import { readSettings } from '../operations/settings.js';
import { draftUser, newEmailAddress } from '../operations/user-operations.js';
import { SeededRandom } from '../state/seeded-random.js';
import type { OrganizationRecord } from '../state/records.js';
import type { SeedCounts, SeedRequest } from './control.types.js';

const FIRST_NAMES = [
  'Ada',
  'Ben',
  'Chiara',
  'Deniz',
  'Elif',
  'Farid',
  'Greta',
  'Hana',
  'Ivan',
  'Jun',
  'Kofi',
  'Lena',
];
const LAST_NAMES = [
  'Abe',
  'Berg',
  'Costa',
  'Dumas',
  'Eriksen',
  'Fischer',
  'Garcia',
  'Haddad',
  'Ito',
  'Jansen',
  'Kaya',
];
const CHUNK = 2_000;

/** Makes up people and organizations, quickly and without webhooks. Answers other requests in between. */
export async function seedInstance(core: EmulatorCore, request: SeedRequest): Promise<SeedCounts> {
  const random = new SeededRandom(request.seed ?? 1);
  const [users, organizations, perOrganization] = [
    request.users ?? 0,
    request.organizations ?? 0,
    request.membershipsPerOrganization ?? 0,
  ];
  const tag = `s${request.seed ?? 1}x${core.state.users.size}`;
  const userIds: string[] = [];
  for (let index = 0; index < users; index++) {
    userIds.push(seedUser(core, random, tag, index));
    if (index % CHUNK === CHUNK - 1) await nextTurn();
  }
  let memberships = 0;
  for (let index = 0; index < organizations; index++) {
    const organization = seedOrganization(core, tag, index);
    const members = pick(random, userIds, perOrganization);
    members.forEach((userId, position) => {
      seedMembership(core, organization, userId, position === 0 ? 'org:admin' : 'org:member');
    });
    memberships += members.length;
    if (memberships % CHUNK < members.length) await nextTurn();
  }
  return { users, organizations, memberships };
}

function seedUser(core: EmulatorCore, random: SeededRandom, tag: string, index: number): string {
  const first = FIRST_NAMES[random.below(FIRST_NAMES.length)] ?? 'Ada';
  const last = LAST_NAMES[random.below(LAST_NAMES.length)] ?? 'Abe';
  const user = draftUser(core, {
    first_name: first,
    last_name: last,
    external_id: `seed-${tag}-${index}`,
    email_addresses: [newEmailAddress(core, `${first}.${last}.${tag}.${index}@seed.test`)],
  });
  return core.state.users.put(user).id;
}

function seedOrganization(core: EmulatorCore, tag: string, index: number): OrganizationRecord {
  const now = core.clock.now();
  const settings = readSettings(core, 'organization_settings');
  return core.state.organizations.put({
    id: core.ids.next('org', now),
    name: `Seeded Organization ${index + 1}`,
    slug: `seeded-${tag}-${core.state.organizations.size}-${index}`,
    has_image: false,
    max_allowed_memberships: Number(settings['max_allowed_memberships']),
    admin_delete_enabled: settings['admin_delete_enabled'] === true,
    public_metadata: {},
    private_metadata: {},
    created_by: null,
    role_set_key: String(settings['initial_role_set_key']),
    created_at: now,
    updated_at: now,
  });
}

function seedMembership(
  core: EmulatorCore,
  organization: OrganizationRecord,
  userId: string,
  role: string,
): void {
  const now = core.clock.now();
  core.state.memberships.put({
    id: core.ids.next('orgmem', now),
    organization_id: organization.id,
    user_id: userId,
    role,
    public_metadata: {},
    private_metadata: {},
    created_at: now,
    updated_at: now,
  });
}

/** So many different ones of a list, by chance. */
function pick(random: SeededRandom, ids: readonly string[], count: number): string[] {
  if (count >= ids.length) return [...ids];
  const picked = new Set<string>();
  while (picked.size < count) picked.add(ids[random.below(ids.length)] ?? '');
  return [...picked];
}

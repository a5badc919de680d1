import { refuse, type Rule } from '#libs/config';

/** Who may use a service of the stage `staging` at all. */
export interface StagingAccess {
  readonly everybody: boolean;
  /** Clerk ids of organizations: their members and their service accounts. */
  readonly organizations: readonly string[];
  /** Roles on the platform (`owner`) or of a membership in any organization (`org:admin`). */
  readonly roles: readonly string[];
  /** Verified email addresses, lower-case. */
  readonly addresses: readonly string[];
}

const ORGANIZATION = /^org_[A-Za-z0-9]{6,64}$/;
const ADDRESS = /^[^\s@,]+@[^\s@,]+\.[^\s@,]+$/;
const ROLE = /^(owner|admin|operator|compliance|org:[a-z][a-z0-9_:]*)$/;

/** Comma-separated organizations (`org_…`), roles and email addresses, or `*` alone. */
export const stagingAccess: Rule<StagingAccess> = (text) => {
  if (text === '*') return { everybody: true, organizations: [], roles: [], addresses: [] };
  const listed = { organizations: [] as string[], roles: [] as string[], addresses: [] as string[] };
  for (const item of text.split(',').map((each) => each.trim())) {
    if (ORGANIZATION.test(item)) listed.organizations.push(item);
    else if (ADDRESS.test(item)) listed.addresses.push(item.toLowerCase());
    else if (ROLE.test(item)) listed.roles.push(item);
    else return refuse('names something that is no organization, role or email address');
  }
  return { everybody: false, ...listed };
};

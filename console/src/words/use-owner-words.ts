import { callers as deCallers } from './de/callers';
import { organization as deOrganization } from './de/organization';
import { roles as deRoles } from './de/roles';
import { callers as enCallers, type CallerWords } from './en/callers';
import { organization as enOrganization, type OrganizationWords } from './en/organization';
import { roles as enRoles, type RoleWords } from './en/roles';
import { useAreaWords } from './words-provider';

type OwnerWords = OrganizationWords & RoleWords & CallerWords;

const en: OwnerWords = { ...enOrganization, ...enRoles, ...enCallers };
const de: OwnerWords = { ...deOrganization, ...deRoles, ...deCallers };

/** The texts of the pages of an organization. */
export function useOwnerWords(): OwnerWords {
  return useAreaWords({ en, de });
}

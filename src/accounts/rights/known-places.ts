import { OWNER_ROLE } from '#auth';
import { UUID_SOURCE } from '#libs/uuid';
import type {
  ImportedGrantsService,
  ImportedOrganizationsService,
  ImportedPropertiesService,
} from '#tenants';
import type { RightKind, RightRecord, RightRefusal } from './right-record.js';

/** What a place is where it stands already, or what it will be when the file is carried out. */
interface Place {
  /** Null: not made yet. */
  readonly id: string | null;
  readonly isDeclared: boolean;
  readonly properties: Set<string>;
  hasOwner: boolean;
  onOrganization: ReadonlySet<string>;
  onProperty: ReadonlySet<string>;
}

interface Services {
  readonly organizations: ImportedOrganizationsService;
  readonly properties: ImportedPropertiesService;
  readonly grants: ImportedGrantsService;
  /** Organizations of earlier files, by what those called them; null: not made yet. */
  readonly earlier: (names: readonly string[]) => Promise<Map<string, string | null>>;
  /** The roles that Clerk can keep for a member. */
  readonly membershipRoles: ReadonlySet<string>;
}

const OWN_OR_CLERKS = new RegExp(`^(?:org_\\w+|${UUID_SOURCE})$`);

/**
 * The organizations and properties that a file names: those it declares, and those that are here. Made from a first walk
 * over the file, for a second one to judge its rows by. Holds places and no people, so that it stays small.
 */
export class KnownPlaces {
  private readonly declared = new Set<string>();
  private readonly declaredProperties = new Map<string, Set<string>>();
  private readonly owned = new Set<string>();
  private readonly named = new Map<string, Set<string>>();
  private readonly places = new Map<string, Place>();

  constructor(private readonly services: Services) {}

  /** Takes a row of the first walk in. */
  note({ organization, property, person, role }: RightRecord): void {
    const named = this.named.get(organization) ?? new Set<string>();
    this.named.set(organization, named);
    if (property !== null) named.add(property);
    if (person === null && property === null) this.declared.add(organization);
    if (person === null && property !== null) {
      const properties = this.declaredProperties.get(organization) ?? new Set<string>();
      this.declaredProperties.set(organization, properties.add(property));
    }
    if (person !== null && property === null && role === OWNER_ROLE) this.owned.add(organization);
  }

  /** Looks up what the file names and does not declare. */
  async resolve(): Promise<void> {
    const earlier = await this.services.earlier([...this.named.keys()]);
    for (const [name, namedProperties] of this.named) {
      const isDeclared = this.declared.has(name);
      const id = OWN_OR_CLERKS.test(name)
        ? ((await this.services.organizations.find(name))?.id ?? null)
        : (earlier.get(name) ?? null);
      if (id === null && !isDeclared && !earlier.has(name)) continue;
      const properties = new Set(this.declaredProperties.get(name));
      if (id !== null)
        for (const slug of namedProperties)
          if (!properties.has(slug) && (await this.services.properties.find(id, slug)) !== null)
            properties.add(slug);
      this.places.set(name, {
        id,
        isDeclared,
        properties,
        hasOwner: id !== null || this.owned.has(name),
        ...(await this.services.grants.roles(id)),
      });
    }
  }

  /** What a row gives, or why it is not taken. */
  judge({ organization, property, person, role, expiresAt }: RightRecord): RightKind | RightRefusal {
    const place = this.places.get(organization);
    if (place === undefined) return 'organization_unknown';
    if (!place.hasOwner) return 'no_owner';
    if (person === null) return property === null ? 'organization' : 'property';
    if (property !== null && !place.properties.has(property)) return 'property_unknown';
    if (role === null) return 'no_role';
    if (property !== null) return place.onProperty.has(role) ? 'grant' : 'role_unknown';
    if (this.services.membershipRoles.has(role))
      return expiresAt === null ? 'membership' : 'expiry_of_membership';
    return place.onOrganization.has(role) ? 'grant' : 'role_unknown';
  }
}

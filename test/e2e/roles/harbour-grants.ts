import { MARK, OLIVIA, SAM, VERA } from '../../support/demo-people.js';
import type { DemoWorld } from '../../support/demo-world.js';

/** Grants on the properties of one organization. */
export class HarbourGrants {
  readonly organization: string;
  readonly seaside: string;
  readonly oldTown: string;

  private constructor(
    readonly world: DemoWorld,
    /** People by their address: of the organization, and one of another. */
    readonly ids: ReadonlyMap<string, string>,
  ) {
    this.organization = `/api/v1/organizations/${world.harbour.id}`;
    this.seaside = `${this.organization}/properties/${world.harbour.seaside}`;
    this.oldTown = `${this.organization}/properties/${world.harbour.oldTown}`;
  }

  static async of(world: DemoWorld): Promise<HarbourGrants> {
    const ids = new Map<string, string>();
    for (const email of [OLIVIA, MARK, SAM, VERA, 'anton@alpine.test'])
      ids.set(email, await world.userId(email));
    await world.database.query('create table grants_of_the_demo as table property_grants');
    return new HarbourGrants(world, ids);
  }

  /** Takes back what a test changed. */
  async reset(): Promise<void> {
    const { database } = this.world;
    await database.query('delete from property_grants');
    await database.query('insert into property_grants table grants_of_the_demo');
    await database.query(`update properties set max_people = null, status = 'active'`);
    await database.query('update organizations set max_allowed_memberships = null');
    await database.query(`update invitations set status = 'revoked'`);
  }

  readonly give = (by: string, whom: string, body: object, property = this.seaside) =>
    this.world.as(by).put(`${property}/grants/${this.ids.get(whom)!}`, body);

  /** All that are stored. */
  readonly state = () =>
    this.world.database.query(
      'select * from property_grants order by organization_id, property_id, user_id, role',
    );
}

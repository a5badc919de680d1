import { MARK, OLIVIA, SAM, VERA } from '../../support/demo-people.js';
import type { DemoWorld } from '../../support/demo-world.js';

export const LIST = 'property:members:read';

/** A group, and its address. */
export interface MadeGroup {
  readonly id: string;
  readonly name: string;
  readonly path: string;
}

/** Groups of one organization: makes and fills them, and asks what comes of it. */
export class HarbourGroups {
  readonly organization: string;
  /** The one that is there when a test begins. */
  group!: MadeGroup;
  private made = 0;

  private constructor(
    readonly world: DemoWorld,
    /** People of the organization, by their address. */
    readonly ids: ReadonlyMap<string, string>,
  ) {
    this.organization = `/api/v1/organizations/${world.harbour.id}`;
  }

  static async of(world: DemoWorld): Promise<HarbourGroups> {
    const ids = new Map<string, string>();
    for (const email of [OLIVIA, MARK, SAM, VERA]) ids.set(email, await world.userId(email));
    return new HarbourGroups(world, ids);
  }

  /** Deletes them all, and makes one. */
  async reset(): Promise<void> {
    await this.world.database.query('delete from groups');
    this.group = await this.make();
  }

  readonly make = async (details: object = {}, as = OLIVIA): Promise<MadeGroup> => {
    this.made += 1;
    const { body } = await this.world
      .as(as)
      .post(`${this.organization}/groups`, { name: `Group ${this.made}`, ...details })
      .expect(201);
    return { id: body.id, name: body.name, path: `${this.organization}/groups/${body.id}` };
  };

  readonly add = (email: string, to = this.group, as = OLIVIA) =>
    this.world.as(as).put(`${to.path}/members/${this.ids.get(email)}`);

  readonly remove = (email: string, from = this.group, as = OLIVIA) =>
    this.world.as(as).delete(`${from.path}/members/${this.ids.get(email)}`);

  readonly give = (body: object, to = this.group, as = OLIVIA) =>
    this.world.as(as).put(`${to.path}/grants`, body);

  /** What somebody is told they may; the status where they are refused. */
  readonly ask = async (email: string, permission: string, propertyId = this.world.harbour.oldTown) => {
    const question = { permission, organizationId: this.world.harbour.id, propertyId };
    const { status, body } = await this.world.as(email).post('/api/v1/access/check', question);
    return status === 200 ? (body.allowed as boolean) : status;
  };

  /** What the owner is told somebody may. */
  readonly askAbout = async (email: string, permission: string, propertyId = this.world.harbour.oldTown) => {
    const userId = await this.world.userId(email);
    const question = { permission, organizationId: this.world.harbour.id, propertyId, userId };
    const { body } = await this.world.as(OLIVIA).post('/api/v1/access/check', question).expect(200);
    return body.allowed as boolean;
  };

  readonly explain = async (as: string, about: string, permission: string, propertyId: string) => {
    const userId = await this.world.userId(about);
    const question = { permission, organizationId: this.world.harbour.id, propertyId, userId };
    return (await this.world.as(as).post('/api/v1/access/explain', question).expect(200)).body;
  };
}

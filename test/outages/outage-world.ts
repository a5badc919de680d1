import { type DemoWorld, startDemoWorld } from '../support/demo-world.js';
import { acquaint } from '../support/acquaint.js';
import { makeRobot } from '../support/robots.js';
import { TcpProxy } from '../support/tcp-proxy.js';
import { Receiver } from '../e2e/events/receiver.js';
import { type SignInsOfFault, signInsFor } from './outage-sign-ins.js';

/** The demo, with a proxy in front of everything that it talks to. */
export interface OutageWorld extends DemoWorld {
  /** Between the service and Clerk's Backend API. */
  readonly clerkProxy: TcpProxy;
  /** Between the service and Postgres. */
  readonly postgresProxy: TcpProxy;
  /** Between the service and an endpoint for events. */
  readonly endpointProxy: TcpProxy;
  /** Of the organization's endpoint for events. */
  readonly receiver: Receiver;
  readonly metricsToken: string;
  /** By the name of the fault. */
  readonly signIns: ReadonlyMap<string, SignInsOfFault>;
  readonly harbourAtClerk: string;
  /** Of a service account that may read the organization. */
  readonly robotKey: string;
  /** What Clerk writes into tokens of when they begin and end, where its clock is not ours. */
  times: () => Record<string, number>;
}

export function organizationPath({ harbour }: OutageWorld): string {
  return `/api/v1/organizations/${harbour.id}`;
}

/** What happens to somebody in a row of the table; everybody's only one, so that rows do not meet. */
export const PARTS = [
  'promoted',
  'demoted',
  'removed',
  'added',
  'banned',
  'erased',
  'exported',
  'renamed',
] as const;
export type Part = (typeof PARTS)[number];

/** A fault's name as addresses and slugs take it. */
export function slugOf(fault: string): string {
  return fault.toLowerCase().replaceAll('.', '-');
}

/** The person of a row while a fault lasts. */
export function personFor(part: Part, fault: string): string {
  return `${part}-${slugOf(fault)}@outage.test`;
}

const ROLES: Partial<Record<Part, string>> = {
  promoted: 'org:member',
  demoted: 'org:admin',
  removed: 'org:member',
};

/** @param faults names of all faults; there is a person for each part in each of them */
export async function startOutageWorld(faults: readonly string[]): Promise<OutageWorld> {
  const clerkProxy = await TcpProxy.start();
  const postgresProxy = await TcpProxy.start();
  const receiver = await Receiver.start();
  const endpointProxy = await TcpProxy.start();
  endpointProxy.aimAt(receiver.url());
  const metricsToken = 'a-fixed-token-of-forty-characters-0123456';
  const world = await startDemoWorld({
    variables: (clerk, database) => {
      clerkProxy.aimAt(clerk.url);
      postgresProxy.aimAt(database.url);
      return {
        CLERK_API_URL: clerkProxy.inPlaceOf(clerk.url),
        DATABASE_URL: postgresProxy.inPlaceOf(database.url),
        // As in production, but for the cooldown, which the table counts into the seconds of recovery.
        CLERK_BREAKER_COOLDOWN_SECONDS: '2',
        METRICS_TOKEN: metricsToken,
        LEGACY_ACCOUNTS_ENABLED: 'true',
        ACCOUNT_SIGN_IN_ENABLED: 'true',
        TRUSTED_PROXIES: '127.0.0.1',
      };
    },
  });
  const { control } = world.clerk;
  const harbourAtClerk = String(control.state().organizations.find(({ slug }) => slug === 'harbour')?.['id']);
  const people = faults.flatMap((fault) => PARTS.map((part) => ({ part, email: personFor(part, fault) })));
  const ids = people.map(({ part, email }) => {
    const { id } = control.ensureUser({ email });
    const role = ROLES[part];
    if (role !== undefined) control.ensureMembership({ organizationId: harbourAtClerk, userId: id, role });
    return id;
  });
  await world.settled();
  await acquaint(world.database, [control.ensureUser({ email: 'olivia@harbour.test' }).id, ...ids]);
  const robot = await makeRobot(world.as('olivia@harbour.test', { fva: [0, -1] }), world.harbour.id, [
    { role: 'org:admin' },
  ]);
  await world
    .as('olivia@harbour.test', { fva: [0, -1] })
    .post(`/api/v1/organizations/${world.harbour.id}/event-endpoints`, {
      url: endpointProxy.inPlaceOf(receiver.url()),
      types: ['property.created'],
    })
    .expect(201);
  const signIns = await signInsFor(world, faults);
  return {
    ...world,
    receiver,
    endpointProxy,
    metricsToken,
    signIns,
    robotKey: robot.key,
    times: () => ({}),
    clerkProxy,
    postgresProxy,
    harbourAtClerk,
    close: async () => {
      await world.close();
      await clerkProxy.stop();
      await postgresProxy.stop();
      await endpointProxy.stop();
      await receiver.close();
    },
  };
}

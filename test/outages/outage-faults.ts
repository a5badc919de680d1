import type { ProxyFault, TcpProxy } from '../support/tcp-proxy.js';
import type { OutageWorld } from './outage-world.js';

/** How a fault begins and ends. */
export interface BroughtAbout {
  readonly begin: (world: OutageWorld) => Promise<void>;
  readonly end: (world: OutageWorld) => Promise<void>;
}

const between =
  (proxyOf: (world: OutageWorld) => TcpProxy) =>
  (fault: ProxyFault): BroughtAbout => ({
    begin: (world) => proxyOf(world).break(fault),
    end: (world) => proxyOf(world).mend(),
  });
const clerk = between(({ clerkProxy }) => clerkProxy);
const postgres = between(({ postgresProxy }) => postgresProxy);

/** By the name of the column. */
export const OUTAGE_FAULTS: Readonly<Record<string, BroughtAbout>> = {
  'C.gone': clerk({ kind: 'gone' }),
  'C.hang': clerk({ kind: 'hang' }),
  'P.gone': postgres({ kind: 'gone' }),
  'P.hang': postgres({ kind: 'hang' }),
};

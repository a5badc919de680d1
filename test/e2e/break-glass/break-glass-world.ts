import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type BreakGlassClaims, signBreakGlassToken } from '#libs/break-glass';
import { startReplica } from '../../access/quiet-app.js';
import { ApiClient } from '../../support/api-client.js';
import { type DemoWorld, startDemoWorld } from '../../support/demo-world.js';

export const OWNER = 'owner@tenantry.test';
export const REASON = 'Incident 12: an account was taken over';

/** Two replicas that take break-glass tokens, and whoever holds the private key. */
export interface BreakGlassWorld extends DemoWorld {
  /** Of the second replica. */
  readonly otherUrl: string;
  /** PEM. */
  readonly publicKey: string;
  readonly privateKey: KeyObject;
  /** Our id of the person whose tokens are made unless told otherwise. */
  clerkIdOf(email: string): string;
  /** A token that holds, but for what is told. */
  token(claims?: Partial<BreakGlassClaims>, key?: KeyObject): string;
  /** Sends each request with a token of its own. */
  glass(claims?: Partial<BreakGlassClaims>): ApiClient;
  /** Clerk fails from now on, as it does in an outage. */
  cutClerk(status?: number, match?: string): void;
  mendClerk(): void;
}

export async function startBreakGlassWorld(): Promise<BreakGlassWorld> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const world = await startDemoWorld({
    variables: () => ({ BREAK_GLASS_PUBLIC_KEY: pem, CLERK_BREAKER_COOLDOWN_SECONDS: '30' }),
  });
  let other: { app: NestFastifyApplication; url: string };
  try {
    other = await startReplica(world.environment, 'api');
  } catch (error) {
    await world.close();
    throw error;
  }
  const clerkIdOf = (email: string): string => world.clerk.control.ensureUser({ email }).id;
  const token = (claims: Partial<BreakGlassClaims> = {}, key = privateKey): string => {
    const notBefore = Math.floor(Date.now() / 1_000);
    return signBreakGlassToken(
      {
        id: randomUUID(),
        subject: clerkIdOf(OWNER),
        reason: REASON,
        notBefore,
        expiresAt: notBefore + 600,
        ...claims,
      },
      key,
    );
  };
  return {
    ...world,
    otherUrl: other.url,
    publicKey: pem,
    privateKey,
    clerkIdOf,
    token,
    glass: (claims) => new ApiClient(world.url, () => token(claims)),
    cutClerk: (status = 503, match = '~/v1/') => {
      world.clerk.control.clearFaults();
      world.clerk.control.setFaults([{ match, status }]);
    },
    mendClerk: () => {
      world.clerk.control.clearFaults();
    },
    close: async () => {
      await other.app.close();
      await world.close();
    },
  };
}

import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { DataSource } from 'typeorm';
import { poolOf } from './pool-of.js';

/** How a connection of the pool is guarded on its way; to a pooler, where one stands in between. */
export interface ConnectionSecurity {
  readonly isEncrypted: boolean;
  /** Whether the certificate was checked and found good; false without encryption. */
  readonly isVerified: boolean;
  /** Until when the certificate is good; undefined without one. */
  readonly validUntil: Date | undefined;
  /** The IP address of the other end; undefined over a socket of this machine. */
  readonly remoteAddress: string | undefined;
}

/** Looks at one connection; opens it where none is open. */
export async function connectionSecurityOf(dataSource: DataSource): Promise<ConnectionSecurity> {
  const client = await poolOf(dataSource).connect();
  try {
    const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
    const isEncrypted = stream instanceof TLSSocket;
    const until = isEncrypted ? Date.parse(stream.getPeerCertificate().valid_to) : Number.NaN;
    return {
      isEncrypted,
      isVerified: isEncrypted && stream.authorized,
      validUntil: Number.isNaN(until) ? undefined : new Date(until),
      remoteAddress: stream.remoteAddress,
    };
  } finally {
    client.release();
  }
}

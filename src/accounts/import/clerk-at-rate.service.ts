import { Injectable } from '@nestjs/common';
import { ClerkAccounts, ClerkApi, ClerkTransport, instanceLimitOf } from '#libs/clerk';
import { Environment } from '#settings';

/** A way to Clerk of its own, whose pace is that of one command. */
@Injectable()
export class ClerkAtRateService {
  constructor(private readonly environment: Environment) {}

  /** @param rate requests in ten seconds; undefined: half of what Clerk allows, the service needs the rest */
  use<T>(
    rate: number | undefined,
    work: (clerk: ClerkAccounts, organizations: ClerkApi) => Promise<T>,
  ): Promise<T> {
    const { apiUrl, secretKey, breakerCooldownMs } = this.environment.clerk;
    const rateLimit = this.rateOf(rate);
    const batchConnections = connectionsFor(rateLimit);
    const settings = { apiUrl, secretKey, breakerCooldownMs, rateLimit, batchConnections };
    const transport = new ClerkTransport(settings);
    return transport.whileNobodyIsServed(() =>
      work(new ClerkAccounts(transport), new ClerkApi(transport, 'batch')),
    );
  }

  /** The rate that holds. */
  rateOf(rate: number | undefined): number {
    const { apiUrl, secretKey, rateLimit } = this.environment.clerk;
    return rate ?? Math.max(10, Math.floor((rateLimit ?? instanceLimitOf(secretKey, apiUrl)) / 2));
  }

  /** How many requests are under way at once. */
  connectionsAt(rate: number | undefined): number {
    return connectionsFor(this.rateOf(rate));
  }
}

/** Enough for the rate where Clerk takes half a second for an answer. */
function connectionsFor(rate: number): number {
  return Math.min(40, Math.max(4, Math.ceil(rate / 20)));
}

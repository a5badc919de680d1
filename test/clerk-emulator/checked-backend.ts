import { expect } from 'vitest';
import type { ClerkClient, User } from '@clerk/backend';
import { type ClerkEmulator, startClerkEmulator } from '@tenantry/clerk-emulator';
import { OpenApiContract, openApiIsPresent } from './openapi-contract.js';
import { RecordedFetch } from './recorded-fetch.js';
import { request, sdkFor } from './sdk-client.js';
import { WEBHOOK_SECRET } from './test-secret.js';

export const TOTP_SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
export const PICTURE = new Blob([new Uint8Array([137, 80, 78, 71])], { type: 'image/png' });

/** The Backend API of one emulator, whose every answer is held against Clerk's document. */
export class CheckedBackend {
  readonly contract = openApiIsPresent ? new OpenApiContract('bapi/2026-05-12.yml') : undefined;
  readonly record: RecordedFetch;
  /** The unmodified SDK against it. */
  readonly sdk: ClerkClient;
  /** Who is there when a case begins, and owns the organization. */
  ada!: User;
  organizationId = '';

  private constructor(readonly clerk: ClerkEmulator) {
    this.record = new RecordedFetch(clerk.url, this.contract);
    this.record.start();
    this.sdk = sdkFor(clerk);
  }

  /** @param webhookUrl where its events are sent */
  static async start(webhookUrl: string): Promise<CheckedBackend> {
    const webhook = { url: webhookUrl, secret: WEBHOOK_SECRET };
    return new CheckedBackend(await startClerkEmulator({ port: 0, rateLimits: 'off', webhook }));
  }

  async stop(): Promise<void> {
    this.record.stop();
    await this.clerk.stop();
  }

  /** Forgets everything, and makes one person and her organization. */
  async reset(): Promise<void> {
    this.clerk.control.reset();
    this.ada = await this.sdk.users.createUser({
      emailAddress: ['ada@example.test', 'ada.second@example.test'],
      phoneNumber: ['+15555550100'],
      username: 'ada',
      firstName: 'Ada',
      lastName: 'Lovelace',
      externalId: 'legacy-1',
      password: 'correct horse battery',
      totpSecret: TOTP_SECRET,
      backupCodes: ['backup-one', 'backup-two'],
      publicMetadata: { plan: { name: 'pro', seats: 3 } },
    });
    const organization = { name: 'Harbour', slug: 'harbour', createdBy: this.ada.id };
    this.organizationId = (await this.sdk.organizations.createOrganization(organization)).id;
  }

  /** A call that the SDK does not offer. */
  readonly raw = async (method: string, path: string, body?: unknown): Promise<Record<string, never>> => {
    const answer = await request(this.clerk, method, `/v1${path}`, body);
    expect(answer.status).toBeLessThan(300);
    return answer.body === '' ? {} : answer.body;
  };
}

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { verifyWebhook } from '@clerk/backend/webhooks';
import { CheckedBackend } from './checked-backend.js';
import { instanceCases } from './instance-cases.js';
import { OpenApiContract, openApiFolder, openApiIsPresent } from './openapi-contract.js';
import { organizationCases } from './organization-cases.js';
import { WEBHOOK_SECRET } from './test-secret.js';
import { userCases } from './user-cases.js';
import { WebhookReceiver } from './webhook-receiver.js';

/** Every operation of the emulator through the unmodified SDK; what the SDK lacks goes over plain `fetch`. */
describe('the Backend API against Clerk’s OpenAPI', () => {
  const webhookContract = openApiIsPresent ? new OpenApiContract('webhooks/2025-04-15.yml') : undefined;
  const receiver = new WebhookReceiver();
  let backend: CheckedBackend;

  beforeAll(async () => {
    const { url } = await receiver.start();
    backend = await CheckedBackend.start(url);
  });

  beforeEach(() => backend.reset());

  afterEach(() => {
    expect(backend.record.problems).toEqual([]);
  });

  afterAll(async () => {
    await backend.stop();
    await receiver.stop();
    tellCoverage();
  });

  function tellCoverage(): void {
    const { contract, record } = backend;
    const sent = new Set(receiver.types()).size;
    const lines = contract
      ? `${record.operations.size} of ${contract.operations().length} operations, ${sent} of ${webhookContract?.events().length ?? 0} events`
      : `no schema check: Clerk's OpenAPI files are not in ${openApiFolder} (set CLERK_OPENAPI_DIR); ${record.operations.size} operations called`;
    process.stdout.write(`Clerk's contract: ${lines}\n`);
    if (!contract) return;
    const missed = contract.operations().filter((operation) => !record.operations.has(operation));
    if (process.env['CLERK_CONTRACT_VERBOSE'] !== undefined) process.stdout.write(`${missed.join('\n')}\n`);
  }

  userCases(() => backend);
  organizationCases(() => backend);
  instanceCases(() => backend);

  it('sends each of Clerk’s events, signed and in its shape', async () => {
    const { clerk, sdk } = backend;
    const types = webhookContract?.events() ?? ['user.created'];
    for (const type of types) clerk.control.emit(type);
    await sdk.users.deleteUser((await sdk.users.createUser({ emailAddress: ['last@example.test'] })).id);
    await clerk.control.flushWebhooks();
    const problems: string[] = [];
    for (const { headers, body } of receiver.received) {
      const request = new Request('http://api.test', {
        method: 'POST',
        headers: headers as Record<string, string>,
        body,
      });
      const event = await verifyWebhook(request, { signingSecret: WEBHOOK_SECRET });
      problems.push(...(webhookContract?.checkEvent(event.type, JSON.parse(body)) ?? []));
    }
    expect(problems).toEqual([]);
    expect([...new Set(receiver.types())].sort()).toEqual(expect.arrayContaining([...types].sort()));
  });
});

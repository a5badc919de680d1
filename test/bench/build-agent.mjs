import { startStack } from './stack.mjs';
import { seedManagers } from './seed.mjs';

// Serves the build that it lies in to `against.mjs`, which copies it into other builds: it may lean on nothing here but
// `startStack` and `seedManagers`, which all of them have. Answers `cpu`, `tokens` and `stop`.

const stack = await startStack({ profile: undefined });
const database = await stack.database();
const { organization, managers, token } = await seedManagers(stack, database, 200);
const server = await stack.tenantry(database);

/** @param {unknown} message */
const send = (message) => process.send?.(message);
const stop = async () => {
  await stack.stop();
  process.exit(0);
};

process.on('message', async (question) => {
  if (question === 'cpu') send(await server.cpu());
  if (question === 'tokens') send(managers.map(token));
  if (question === 'stop') await stop();
});
process.once('disconnect', stop);
send({
  url: server.url,
  organizationId: organization.id,
  propertyIds: managers.map(({ propertyId }) => propertyId),
});

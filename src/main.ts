import 'reflect-metadata';
import { parseEnvironment, readSecretFiles } from '#settings';
import { closeObjectPrototype } from './close-object-prototype.js';
import { demandRuntime, isProduction, loadDotenv } from './process-environment.js';
import { portRefusal } from './start-refused.error.js';
import { ServiceProcess } from './service-process.js';

/**
 * The service. In production the environment says everything; elsewhere what it leaves out is started here, as
 * `npm start` promises.
 */
await ServiceProcess.run(async (service) => {
  demandRuntime();
  closeObjectPrototype();
  loadDotenv();
  readSecretFiles(process.env);
  const stack = isProduction() ? undefined : await startStack(service);
  const environment = stack?.environment ?? parseEnvironment(process.env);
  // Imported late, so that a wrong setting is told before the whole service is loaded.
  const [{ createApp }, { Readiness }] = await Promise.all([import('./create-app.js'), import('#health')]);
  const { apiPart } = await import('./api-part.js');
  const app = await createApp(environment);
  service.started(apiPart(app, environment));
  // Whoever waits for readiness finds the demo data and local.json.
  const isComplete = stack && app.get(Readiness, { strict: false }).hold('the local stack');
  try {
    await app.listen(environment.port, environment.host);
  } catch (error) {
    throw portRefusal('PORT', environment.port, error);
  }
  await stack?.complete();
  isComplete?.();
});

async function startStack(service: ServiceProcess) {
  const { startLocalStack } = await import('./local/local-stack.js');
  return startLocalStack(service, process.argv.slice(2));
}

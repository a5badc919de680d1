import type { FastifyInstance, FastifyPluginCallback } from 'fastify';
import { backendApiRoutes, machineCredentialRoutes } from '../backend-api/index.js';
import { requireSecretKey } from '../backend-api/authentication.js';
import { machineStore } from '../backend-api/machines.js';
import { controlRoutes } from '../control/control-routes.js';
import type { ControlPanel } from '../control/control-panel.js';
import type { Faults } from '../control/faults.js';
import { requireLoopback } from '../control/loopback-guard.js';
import type { EmulatorCore } from '../emulator-core.js';
import { jsonWebKey } from '../state/instance-identity.js';
import { addCrossOrigin } from '../frontend-api/cross-origin.js';
import { frontendApiRoutes } from '../frontend-api/index.js';
import { addPageRoute } from '../page/page-routes.js';
import { addFaultHooks } from './fault-hooks.js';
import { addRoute } from './http-server.js';
import type { RateLimits } from './rate-limits.js';

export interface EmulatorParts {
  core: EmulatorCore;
  control: ControlPanel;
  faults: Faults;
  limits: RateLimits;
  apiUrl: string;
  authorizedParties: readonly string[];
}

/** Routes and hooks that hold for each other alone. Fastify looks for the name of a plugin that has none among all modules. */
function addScope(server: FastifyInstance, name: string, add: (scope: FastifyInstance) => void): void {
  const plugin: FastifyPluginCallback = (scope, _options, done) => {
    add(scope);
    done();
  };
  void server.register(Object.assign(plugin, { [Symbol.for('fastify.display-name')]: name }));
}

/** Puts the Backend API, the Frontend API, the control panel and the page on one server. */
export function addEmulatorRoutes(server: FastifyInstance, parts: EmulatorParts): void {
  const { core, control, limits } = parts;
  addFaultHooks(server, parts.faults);
  addScope(server, 'Backend API', (scope) => {
    scope.addHook('onRequest', (request, _reply, next) => {
      requireSecretKey(request.headers.authorization, core.identity.secretKey);
      limits.countBackendCall(request.method, request.url.split('?')[0] ?? '');
      next();
    });
    backendApiRoutes((method, path, operation) => {
      addRoute(scope, method, `/v1${path}`, operation);
    }, core);
  });
  addScope(server, 'machine credentials', (scope) => {
    scope.addHook('onRequest', (request, _reply, next) => {
      const key = (request.headers.authorization ?? '').replace(/^Bearer /, '');
      if (!machineStore(core).find(key))
        requireSecretKey(request.headers.authorization, core.identity.secretKey);
      limits.countBackendCall(request.method, request.url.split('?')[0] ?? '');
      next();
    });
    machineCredentialRoutes((method, path, operation) => {
      for (const prefix of ['', '/v1']) addRoute(scope, method, `${prefix}${path}`, operation);
    }, core);
  });
  addScope(server, 'control panel', (scope) => {
    scope.addHook('onRequest', (request, _reply, next) => {
      requireLoopback(request);
      next();
    });
    controlRoutes((method, path, operation) => {
      addRoute(scope, method, `/emulator${path}`, operation);
    }, control);
  });
  addScope(server, 'Frontend API', (scope) => {
    addCrossOrigin(scope, parts.authorizedParties);
    scope.addHook('onRequest', (request, _reply, next) => {
      limits.countFrontendCall(request.method, request.url.split('?')[0] ?? '', request.ip);
      next();
    });
    frontendApiRoutes((method, path, operation) => {
      addRoute(scope, method, `/v1${path}`, operation);
    }, core);
  });
  addPageRoute(server, core, parts.apiUrl);
  addRoute(server, 'GET', '/.well-known/jwks.json', () => ({ keys: [jsonWebKey(core.identity)] }));
}

// Spec files share a process; what the process has one of begins anew for each of them.
import { register } from 'prom-client';
// nestjs-pino 5 keeps the logger of the first service, its level and its stream. What forgets it is not among its exports.
import { __resetOutOfContextForTests as forgetLogger } from '../../node_modules/nestjs-pino/dist/esm/PinoLogger.js';

// Closed as the service closes its own.
Object.preventExtensions(Object.prototype);
register.resetMetrics();
forgetLogger();

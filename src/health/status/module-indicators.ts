import type { ModuleRef } from '@nestjs/core';
import { type HealthCheck, type LoadedModule, matchDeclared } from '#manifest';
import type { HealthIndicator } from './health-status.service.js';

/**
 * What the modules tell of themselves, as their manifests declare it.
 *
 * @param services where the services of the modules are found, once all of them are there
 * @throws Error for a part that no service tells of, and for a service whose part no manifest declares
 */
export function moduleIndicatorsOf(modules: readonly LoadedModule[], services: ModuleRef): HealthIndicator[] {
  return modules.flatMap((module) => {
    const declared = (module.manifest.health ?? []).map((name) => ({ name }));
    return matchDeclared(module, 'health', declared, module.runtime.health).map(([{ name }, service]) => ({
      name,
      check: () => services.get<HealthCheck>(service, { strict: false }).check(),
    }));
  });
}

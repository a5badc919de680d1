import { StrictValidationPipe } from '#libs/http';
import { PlanPermissionsRequest } from './permission.dto.js';
import type { WrittenPermission } from './declaration.rule.js';

/**
 * Reads a declaration from a file as the edge reads it from a body.
 * @throws AppError 400 with every field that has the wrong form
 */
export async function readPlanRequest(document: unknown): Promise<WrittenPermission[]> {
  const body = await new StrictValidationPipe().transform(document ?? {}, {
    type: 'body',
    metatype: PlanPermissionsRequest,
  });
  return (body as PlanPermissionsRequest).permissions;
}

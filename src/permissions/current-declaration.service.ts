import { Injectable } from '@nestjs/common';
import { AuthorizationModelSource } from '#auth';
import { AuthorizationModelsStore } from './authorization-models.store.js';

/** Tells the guard which declaration holds; apart from {@link PermissionsService}, which needs the guard's model itself. */
@Injectable()
export class CurrentDeclarationService extends AuthorizationModelSource {
  constructor(private readonly store: AuthorizationModelsStore) {
    super();
  }

  override findCurrent(knownId: string | null) {
    return this.store.findCurrent(knownId);
  }
}

import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#libs/database';
import { AuthorizationModel, BUILT_IN_MODEL, type DeclaredPermission } from './authorization-model.js';
import { systemScope } from './system-scope.js';

/** Where the declared permissions are kept: by a module to the right, so it is filled in by `app.module.ts`. */
export abstract class AuthorizationModelSource {
  /**
   * The declaration that holds now, in the open transaction.
   * @param knownId what is known already need not be read again
   * @returns null where nothing was declared yet; `declared` is null for the known one
   */
  abstract findCurrent(
    knownId: string | null,
  ): Promise<{ readonly id: string; readonly declared: readonly DeclaredPermission[] | null } | null>;
}

const LOCK = `hashtextextended('authorization model', 0)`;

/**
 * The model that holds now. Every question to the database that decides on rights answers with the model's id, so a change
 * holds from the next request on, on every replica; what a model says is kept here, since a model never changes.
 */
@Injectable()
export class AuthorizationModels {
  private latest = BUILT_IN_MODEL;

  constructor(
    private readonly source: AuthorizationModelSource,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** The model of that id, or the one after it where there is a newer one by now. Not inside a transaction. */
  async of(id: string | null): Promise<AuthorizationModel> {
    const { latest } = this;
    if (id === latest.id) return latest;
    return id === null ? BUILT_IN_MODEL : this.unitOfWork.run(systemScope('auth'), () => this.current());
  }

  /**
   * The one that holds now and until the open transaction ends: for whoever writes down what refers to its permissions.
   * Waits for a change of the declaration that is under way, and makes the next one wait.
   */
  async held(): Promise<AuthorizationModel> {
    await this.unitOfWork.manager().query(`select pg_advisory_xact_lock_shared(${LOCK})`);
    return this.current();
  }

  /** The one that this transaction is going to replace: nobody leans on it or replaces it until the end. */
  async replaced(): Promise<AuthorizationModel> {
    await this.unitOfWork.manager().query(`select pg_advisory_xact_lock(${LOCK})`);
    return this.current();
  }

  /** The one that holds now, in the open transaction. */
  async current(): Promise<AuthorizationModel> {
    const known = this.latest;
    const found = await this.source.findCurrent(known.id);
    if (found === null) return BUILT_IN_MODEL;
    if (found.declared === null) return known;
    const model = new AuthorizationModel(found.id, found.declared);
    this.latest = model;
    return model;
  }
}

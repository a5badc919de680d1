import { PersonalDataError } from '#libs/personal-data';

/** What the database keeps was wrapped by another master key than those that are set. */
export class MasterKeyError extends PersonalDataError {
  override readonly name = 'MasterKeyError';

  constructor(options?: ErrorOptions) {
    super(
      'TENANTRY_MASTER_KEY is not the key that wraps the keys in this database. Set the one that this database was used with; ' +
        'while it rotates, the one before stands in TENANTRY_PREVIOUS_MASTER_KEY.',
      options,
    );
  }
}

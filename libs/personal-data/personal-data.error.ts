/** A ciphertext or wrapped key that was changed, moved, or belongs to another key. Never carries a value. */
export class PersonalDataError extends Error {
  override readonly name: string = 'PersonalDataError';
}

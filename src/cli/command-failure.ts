/** A command that did not do what was asked; the message says why and what to do. Told on stderr, exit code 1. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
}

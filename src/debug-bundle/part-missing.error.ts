/** A part of the bundle cannot be had; the message says why, names no value and follows "because". */
export class PartMissingError extends Error {
  override readonly name = 'PartMissingError';
}

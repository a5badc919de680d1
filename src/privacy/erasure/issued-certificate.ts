import { applyDecorators } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { privacyErrors } from '../privacy.errors.js';

/** Describes a route that hands out the certificate of an erasure, a person's or an organization's. */
export function ApiCertificate({ operationId }: { operationId: string }): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      operationId,
      summary: 'The signed certificate; checked with `certificate verify` and the public key alone',
    }),
    ApiOkResponse({ schema: { type: 'object', additionalProperties: true } }),
  );
}

/** @throws AppError 409 `no_certificate` while the erasure is not done */
export function issuedCertificate<T>({ certificate }: { readonly certificate: T | null }): T {
  if (certificate === null) throw privacyErrors.noCertificate();
  return certificate;
}

/** One entry of Clerk's `errors` list. */
export interface ClerkErrorEntry {
  message: string;
  long_message: string;
  code: string;
  meta?: Record<string, unknown>;
}

/** An answer of the Backend or Frontend API that is not a success, in Clerk's shape. */
export class ClerkError extends Error {
  readonly errors: readonly ClerkErrorEntry[];

  constructor(
    readonly status: number,
    entry: ClerkErrorEntry | readonly ClerkErrorEntry[],
    readonly headers: Record<string, string> = {},
  ) {
    const errors = Array.isArray(entry) ? (entry as readonly ClerkErrorEntry[]) : [entry as ClerkErrorEntry];
    super(errors[0]?.message ?? 'error');
    this.errors = errors;
  }
}

/** An error with one entry. */
export function clerkError(
  status: number,
  code: string,
  message: string,
  longMessage = message,
  meta?: Record<string, unknown>,
): ClerkError {
  return new ClerkError(status, { message, long_message: longMessage, code, ...(meta && { meta }) });
}

/** 404 `resource_not_found`. */
export function notFound(what: string, id: string): ClerkError {
  return clerkError(404, 'resource_not_found', 'not found', `No ${what} was found with id ${id}.`);
}

/** 422 `form_param_missing`. */
export function missing(param: string): ClerkError {
  return clerkError(422, 'form_param_missing', 'is missing', `${param} must be included.`, {
    param_name: param,
  });
}

/** 422 `form_param_format_invalid`: the value has the wrong type or form. */
export function badFormat(param: string, rule: string): ClerkError {
  return clerkError(422, 'form_param_format_invalid', 'is invalid', `${param} must be ${rule}.`, {
    param_name: param,
  });
}

/** 422 `form_param_value_invalid`: well formed, not allowed. */
export function badValue(param: string, why: string): ClerkError {
  return clerkError(422, 'form_param_value_invalid', 'is invalid', why, { param_name: param });
}

/** 422 `form_param_unknown`. */
export function unknownParam(param: string): ClerkError {
  return clerkError(
    422,
    'form_param_unknown',
    'is unknown',
    `${param} is not a valid parameter for this request.`,
    { param_name: param },
  );
}

/** 422 `form_identifier_exists`: somebody else has that e-mail address, phone number, username or external id. */
export function identifierExists(param: string): ClerkError {
  return clerkError(
    422,
    'form_identifier_exists',
    'already exists',
    `That ${param.replaceAll('_', ' ')} is taken. Please try another.`,
    { param_name: param },
  );
}

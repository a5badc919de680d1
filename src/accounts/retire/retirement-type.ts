/** What the report of a retirement is signed as. */
export const RETIREMENT_TYPE = 'tenantry/accounts-retirement/v1';

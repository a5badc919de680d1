/** When a lease that is taken or renewed now runs out, in SQL; `$1` is its length in milliseconds. */
export const LEASE_END = `clock_timestamp() + make_interval(secs => $1::double precision / 1000)`;

/** Leases: work that one process at a time does, and another one goes on with when that is not heard of any more. */
export { LEASE_END } from './lease-end.js';
export { type Lease, type LeasedWork, type TimeLimit, whileLeased } from './while-leased.js';

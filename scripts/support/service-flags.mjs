/**
 * How Node keeps the memory of the service, which the Dockerfile repeats: without them V8 gives 128 MB to new objects, does
 * not collect before 200 MB while the modules are loaded, and lets what is left over grow to several times of what lives
 * where the machine has much (docs/decisions/0053-memory-of-a-process.md).
 */
export const SERVICE_FLAGS = Object.freeze([
  '--max-semi-space-size=8',
  '--initial-old-space-size=32',
  '--heap-growing-percent=50',
]);

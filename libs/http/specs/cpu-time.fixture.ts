/**
 * Milliseconds of processor time that this process spends on some work: other processes on the machine do not count, so
 * that a bound tells work that grows too fast from a busy machine.
 *
 * @returns of three times, the least
 */
export function cpuTimeMs(work: () => unknown): number {
  const took = [1, 2, 3].map(() => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  });
  return Math.min(...took);
}

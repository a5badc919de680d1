import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

// USER_HZ, which Linux fixes at 100 for everybody who reads /proc.
const TICKS_A_SECOND = 100;

/** Seconds of processor time of a process and all that it started, those that ended included. Linux only. */
export function processorSeconds(pid) {
  const processes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap(statOf);
  const of = (parent) =>
    processes
      .filter((each) => each.parent === parent)
      .reduce((sum, each) => sum + each.ticks + of(each.pid), 0);
  const own = processes.find((each) => each.pid === pid);
  return ((own?.ticks ?? 0) + of(pid)) / TICKS_A_SECOND;
}

/** The same of the process alone; undefined once it has ended. */
export function ownProcessorSeconds(pid) {
  const [own] = statOf(pid);
  return own && own.ownTicks / TICKS_A_SECOND;
}

/** Megabytes of memory that a process has resident, and the most it has had. Linux only. */
export function memoryOf(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const megabytes = (field) => Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1024;
  return { now: megabytes('VmRSS'), peak: megabytes('VmHWM') };
}

/** Begins the peak of {@link memoryOf} anew. Linux only, of one's own processes. */
export function forgetPeakOf(pid) {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

/** The process that started this one. Linux only. */
export function parentOf(pid) {
  return statOf(String(pid))[0]?.parent;
}

function statOf(name) {
  try {
    const [, rest = ''] = readFileSync(`/proc/${name}/stat`, 'utf8').split(/\) (?=\w \d)/);
    const fields = rest.split(' ');
    // The fourth field, and the 14th to the 17th: of the process in user and system mode, and of its ended children.
    const [user = 0, system = 0, ...ofChildren] = fields.slice(11, 15).map(Number);
    const ownTicks = user + system;
    const ticks = ofChildren.reduce((sum, each) => sum + each, ownTicks);
    return [{ pid: Number(name), parent: Number(fields[1]), ownTicks, ticks }];
  } catch {
    // It ended meanwhile.
    return [];
  }
}

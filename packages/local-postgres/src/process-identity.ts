import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { platform } from 'node:os';

/**
 * A text that names one run of a process: process ids are reused, ids together with their start time are not.
 * Undefined when there is no such process, or only a zombie that waits to be collected.
 */
export function processIdentity(pid: number): string | undefined {
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
  return platform() === 'linux' ? identityFromProc(pid) : identityFromPs(pid);
}

/** The program and arguments of a process, empty when it is gone or belongs to somebody who hides it. */
export function processArguments(pid: number): string[] {
  if (platform() === 'linux') {
    const text = readIfThere(`/proc/${pid}/cmdline`);
    return text === undefined ? [] : text.split('\0').slice(0, -1);
  }
  return ps(pid, 'command=').split(' ');
}

function identityFromProc(pid: number): string | undefined {
  const stat = readIfThere(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  // The second field is the program's name in brackets and may hold anything; the fixed fields follow the last bracket.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const state = fields[0];
  const startedAtTick = fields[19];
  if (state === 'Z' || state === 'X' || startedAtTick === undefined) return undefined;
  const boot = readIfThere('/proc/sys/kernel/random/boot_id')?.trim() ?? '';
  return `${boot}:${startedAtTick}`;
}

function identityFromPs(pid: number): string | undefined {
  const text = ps(pid, 'stat=,lstart=');
  return text === '' || text.startsWith('Z') ? undefined : text.replace(/^\S+\s+/, '');
}

function ps(pid: number, columns: string): string {
  const result = spawnSync('ps', ['-ww', '-o', columns, '-p', String(pid)], { encoding: 'utf8' });
  return result.status === 0 ? result.stdout.trim() : '';
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

const SLOWEST = 5;
const MAX_PLACES = 5;
/** Characters of the difference between what was expected and what was there. */
const MAX_DIFFERENCE = 1_500;
/** Characters of a message, which may hold a whole page. */
const MAX_MESSAGE = 1_500;

/**
 * A Vitest reporter that leaves the counts of the run in the file that `TENANTRY_TEST_RESULT` names, with how long it took
 * and how much memory its largest worker had.
 */
export default class ResultReporter {
  startedAt = Date.now();
  /** Megabytes; 0 where the system does not tell. */
  largestWorkerMb = 0;
  modules = [];
  failures = [];

  onTestModuleEnd(module) {
    this.modules.push(module);
    const failures = failuresOf(module);
    this.failures.push(...failures);
    for (const { line, details } of failures) process.stderr.write(`${line}\n${details}`);
    this.largestWorkerMb = Math.max(this.largestWorkerMb, ...peaksOfChildren());
  }

  onTestRunEnd(_modules, unhandledErrors) {
    const file = process.env.TENANTRY_TEST_RESULT;
    if (file === undefined) return;
    const count = (state) =>
      this.modules.reduce((sum, { children }) => sum + [...children.allTests(state)].length, 0);
    const took = this.modules.map((module) => ({
      file: module.moduleId,
      seconds: Math.round(secondsOf(module.diagnostic())),
    }));
    // What failed outside of a test has no test to count: a file that cannot be loaded, a `beforeAll`, what nobody caught.
    const broken = this.modules
      .flatMap((module) => [module, ...module.children.allSuites()])
      .filter((each) => each.errors().length > 0).length;
    writeFileSync(
      file,
      JSON.stringify({
        passed: count('passed'),
        failed: count('failed') + broken + unhandledErrors.length,
        skipped: count('skipped'),
        failures: [
          ...this.failures.map(({ line }) => line),
          ...unhandledErrors.map(({ message }) => `FAILED outside of a test: ${firstLine(message)}`),
        ],
        seconds: Math.round((Date.now() - this.startedAt) / 1000),
        largestWorkerMb: this.largestWorkerMb,
        slowest: took.sort((a, b) => b.seconds - a.seconds).slice(0, SLOWEST),
      }),
    );
  }
}

/** What failed in a file, a line each with what differs: a long run tells it at once, and everything about it at its end. */
function failuresOf(module) {
  const tests = [...module.children.allTests('failed')].map((test) => [test.fullName, test.result().errors]);
  const others = [module, ...module.children.allSuites()].map((each) => [each.fullName ?? '', each.errors()]);
  return [...tests, ...others].flatMap(([name, errors]) =>
    errors.map(({ message, diff = '', stacks = [] }) => ({
      line: `FAILED ${module.relativeModuleId} ${name}: ${firstLine(message)}`,
      details: `${furtherLines(message)}${changedLines(diff)}${placesOf(stacks)}`,
    })),
  );
}

/** What a message says after its first line. */
function furtherLines(message) {
  const [, ...lines] = stripVTControlCharacters(String(message)).split('\n');
  const text = lines.filter((line) => line.trim() !== '').join('\n');
  return text === '' ? '' : `${text.slice(0, MAX_MESSAGE)}\n`;
}

/** Where it failed: the lines of the specs and of what of ours they call. */
function placesOf(stacks) {
  return stacks
    .filter(({ file }) => !file.includes('node_modules'))
    .slice(0, MAX_PLACES)
    .map(({ file, line }) => `  at ${relative(process.cwd(), file)}:${line}\n`)
    .join('');
}

function firstLine(message) {
  return stripVTControlCharacters(String(message)).split('\n')[0];
}

/** The lines of a difference that are expected or were there, without those that are the same. */
function changedLines(diff) {
  const lines = stripVTControlCharacters(diff)
    .split('\n')
    .filter((line) => /^[+-]/.test(line));
  return lines.length === 0 ? '' : `${lines.join('\n').slice(0, MAX_DIFFERENCE)}\n`;
}

function secondsOf({ duration, collectDuration, setupDuration }) {
  return (duration + collectDuration + setupDuration) / 1000;
}

/** The most memory that each process that this one started had so far, in megabytes; Linux alone tells it. */
function peaksOfChildren() {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return [];
    try {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      if (!new RegExp(`^PPid:\\s+${process.pid}$`, 'm').test(status)) return [];
      return [Math.round(Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024)];
    } catch {
      // It has ended since.
      return [];
    }
  });
}

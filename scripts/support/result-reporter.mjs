import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

const SLOWEST = 5;

/**
 * A Jest reporter that leaves the counts of the run in the file that `TENANTRY_TEST_RESULT` names, with how long it took
 * and how much memory its largest worker had.
 */
export default class ResultReporter {
  startedAt = Date.now();
  /** Megabytes; 0 where the system does not tell. */
  largestWorkerMb = 0;

  onTestFileResult() {
    this.largestWorkerMb = Math.max(this.largestWorkerMb, ...peaksOfChildren());
  }

  onRunComplete(_contexts, results) {
    const file = process.env.TENANTRY_TEST_RESULT;
    if (file === undefined) return;
    const took = results.testResults.map(({ testFilePath, perfStats }) => ({
      file: testFilePath,
      seconds: Math.round((perfStats.end - perfStats.start) / 1000),
    }));
    writeFileSync(
      file,
      JSON.stringify({
        passed: results.numPassedTests,
        // A file that could not even be loaded holds no tests to count, yet it failed.
        failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
        skipped: results.numPendingTests + results.numTodoTests,
        seconds: Math.round((Date.now() - this.startedAt) / 1000),
        largestWorkerMb: this.largestWorkerMb,
        slowest: took.sort((a, b) => b.seconds - a.seconds).slice(0, SLOWEST),
      }),
    );
  }
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

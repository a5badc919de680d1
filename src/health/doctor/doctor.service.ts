import type { CheckResult } from './check-result.js';

/** Runs the checks, one round at a time: who asks meanwhile is told what that one finds. */
export class DoctorService {
  private underway: Promise<readonly CheckResult[]> | undefined;

  constructor(private readonly examine: () => Promise<readonly CheckResult[]>) {}

  async run(): Promise<readonly CheckResult[]> {
    this.underway ??= this.examine().finally(() => {
      this.underway = undefined;
    });
    return this.underway;
  }
}

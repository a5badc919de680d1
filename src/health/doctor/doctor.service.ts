import type { DoctorReport } from './doctor-report.js';

/** Runs the checks, one round at a time: who asks meanwhile is told what that one finds. */
export class DoctorService {
  private underway: Promise<DoctorReport> | undefined;

  constructor(private readonly examine: () => Promise<DoctorReport>) {}

  async run(): Promise<DoctorReport> {
    this.underway ??= this.examine().finally(() => {
      this.underway = undefined;
    });
    return this.underway;
  }
}

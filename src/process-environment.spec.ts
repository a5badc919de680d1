import { describe, expect, it } from 'vitest';
import { demandRuntime } from './process-environment.js';

describe('the runtime', () => {
  it('must be Node 24 or newer, and the refusal says what to do', () => {
    expect(() => {
      demandRuntime('20.20.2');
    }).toThrow(
      'This is Node 20.20.2; the service needs Node 24. "npm start" brings it along, or install it.',
    );
    expect(() => {
      demandRuntime('24.0.0');
    }).not.toThrow();
  });
});

import { describe } from 'vitest';
import { walkOutages } from './walk-outages.js';

describe('what people meet', () => {
  walkOutages((fault) => fault === 'none' || fault.startsWith('C.'));
});

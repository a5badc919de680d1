import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Dice } from '../../support/dice.js';
import { type Draw, mutantOf, SuperuserHand } from './tampering.js';
import { type SealedLog, startSealedLog } from './sealed-log.js';

/** `AUDIT_MUTANTS=1000` for the whole figure, `AUDIT_MUTANTS_SEED` to play a run again. */
const MUTANTS = Number(process.env['AUDIT_MUTANTS'] ?? 200);
const SEED = Number(process.env['AUDIT_MUTANTS_SEED'] ?? Date.now() % 1_000_000);
const ROWS = 90;

describe('a superuser of the database', () => {
  let log: SealedLog;
  let hand: SuperuserHand;

  beforeAll(async () => {
    log = await startSealedLog();
    for (let written = 0; written < ROWS; written += 30) {
      await log.write(30);
      await log.sealAndSign();
    }
    hand = await SuperuserHand.open(log);
  });

  afterAll(async () => {
    await hand.close();
    await log.close();
  });

  it(
    `tampers ${MUTANTS} times (seed ${SEED}) and is found each time, with the first bad row named`,
    async () => {
      const dice = new Dice(SEED);
      const pick: Draw = (from, to) => from + dice.below(to - from + 1);
      expect(await log.verify()).toMatchObject({ isIntact: true, rows: ROWS, signedRows: ROWS });
      for (let index = 0; index < MUTANTS; index += 1) {
        const mutant = mutantOf(index, ROWS, pick);
        await mutant.apply(hand);
        const { isIntact, firstBad } = await log.verify();
        expect([index, mutant.name, isIntact, firstBad?.sequence]).toEqual([
          index,
          mutant.name,
          false,
          mutant.firstBad,
        ]);
        await hand.restore();
      }
      expect((await log.verify()).isIntact).toBe(true);
    },
    MUTANTS * 1_000 + 300_000,
  );
});

import { describe, expect, it } from 'vitest';
import { slugValue, textValue } from './text-values.js';

const name = textValue();

describe('a name', () => {
  it.each([
    ['a zero-width space', 'Har\u200bbour'],
    ['a soft hyphen', 'Har\u00adbour'],
    ['a word joiner at its end', 'Harbour\u2060'],
    ['a joiner between Latin letters', 'Har\u200dbour'],
    ['a Hangul filler', 'Harbour \u3164'],
    ['a variation selector behind a letter', 'Harbour\ufe0f'],
    ['a variation selector behind a digit', 'Harbour 1\ufe0f'],
    ['a Braille blank', 'Harbour\u2800'],
    ['tags', 'Harbour\u{e0041}'],
    ['zero-width spaces only', '\u200b\u200b'],
    ['fillers only', '\u3164'],
    ['an accent without a letter only', '\u0301'],
  ])('with %s is refused', (_, text) => {
    expect(name.read(text)).toEqual({
      problems: [{ at: '', message: 'must not hold invisible characters' }],
    });
  });

  it.each([
    'Søstrene Grene',
    '東京駅',
    'نیم\u200cفاصله',
    'क्\u200dष',
    'Casa 🏳️‍🌈',
    '👨‍👩‍👧 & Co.',
    '❤️',
    '1️⃣ First',
    '葛\u{e0100}城',
    '¿Qué?',
    '…',
  ])('is taken as people write it: %s', (text) => {
    expect(name.read(text)).toEqual({ value: text.normalize('NFC') });
  });
});

describe('a slug', () => {
  it.each(['admin', 'api', 'me', 'www', 'sign-in', 'null', 'well-known'])('is not given away: %s', (slug) => {
    expect(slugValue.read(slug)).toEqual({ problems: [{ at: '', message: 'must not be a reserved word' }] });
  });

  it.each(['admins', 'my-api', 'me2', 'seaside', 'harbour-1'])('is free: %s', (slug) => {
    expect(slugValue.read(slug)).toEqual({ value: slug });
  });
});

import { describe, expect, it } from 'vitest';
import { html, raw } from './html.js';

describe('html', () => {
  it('escapes values, in text and in attributes, and leaves markup alone', () => {
    const item = html`<b title="${`"a" & 'b'`}">${'<i>'}</b>`;
    expect(html`<p>${[item, raw('<br>')]}</p>`.text).toBe(
      '<p><b title="&quot;a&quot; &amp; &#39;b&#39;">&lt;i&gt;</b><br></p>',
    );
  });
});

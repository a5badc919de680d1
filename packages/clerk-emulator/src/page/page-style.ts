/** The page's style; light and dark, no assets from elsewhere. */
export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --ink: #1b1f2a; --quiet: #5d6577; --line: #dfe3ea; --back: #f5f6f9; --card: #fff; --accent: #4f46e5; --on-accent: #fff;
  --tag: #eef0fe; --tag-ink: #3730a3; --bad: #b42318; --code: #f3f4f8;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e8eaf0; --quiet: #9aa3b5; --line: #2c3240; --back: #12151c; --card: #1a1e28; --accent: #818cf8; --on-accent: #10131a;
    --tag: #262b47; --tag-ink: #c7d2fe; --bad: #fda29b; --code: #12151c;
  }
}
* { box-sizing: border-box; }
body { margin: 0; font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--back); }
header, main, footer { max-width: 1120px; margin: 0 auto; padding: 0 24px; }
header { display: flex; flex-wrap: wrap; gap: 16px 40px; justify-content: space-between; padding-top: 32px; }
h1 { margin: 0; font-size: 26px; letter-spacing: -0.02em; }
h2 { margin: 0; font-size: 18px; }
header p { margin: 4px 0 0; color: var(--quiet); }
.facts { margin: 0; display: grid; gap: 2px; font-size: 13px; }
.facts div { display: flex; gap: 10px; }
.facts dt { width: 62px; color: var(--quiet); }
.facts dd { margin: 0; font-family: ui-monospace, monospace; overflow-wrap: anywhere; }
section { margin-top: 32px; }
.title { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 12px; margin-bottom: 12px; }
.count { margin-left: 4px; padding: 1px 9px; border-radius: 99px; background: var(--tag); color: var(--tag-ink); font-size: 13px; font-weight: 600; }
ul { list-style: none; margin: 0; padding: 0; }
.people { display: grid; grid-template-columns: repeat(auto-fill, minmax(320px, 1fr)); gap: 14px; align-items: start; }
.card { display: flex; flex-direction: column; gap: 12px; padding: 16px; border: 1px solid var(--line); border-radius: 12px; background: var(--card); min-width: 0; }
.card[hidden] { display: none; }
.who { display: flex; gap: 12px; min-width: 0; }
.who > div { min-width: 0; }
.avatar { flex: none; display: grid; place-items: center; width: 40px; height: 40px; border-radius: 50%; background: var(--tag); color: var(--tag-ink); font-weight: 600; font-size: 14px; }
.quiet { color: var(--quiet); overflow-wrap: anywhere; }
code { font: 12px ui-monospace, monospace; color: var(--quiet); overflow-wrap: anywhere; }
.tags { display: flex; flex-wrap: wrap; gap: 6px; }
.tag { padding: 2px 9px; border-radius: 6px; background: var(--tag); color: var(--tag-ink); font-size: 13px; }
.tag.none { background: none; padding-left: 0; color: var(--quiet); }
.bad, .tag.bad { color: var(--bad); }
.actions { display: flex; flex-wrap: wrap; gap: 8px; margin-top: auto; }
button, select, input { font: inherit; color: inherit; border: 1px solid var(--line); border-radius: 8px; background: var(--card); padding: 7px 12px; min-height: 38px; }
select { flex: 1 1 140px; min-width: 0; }
button { cursor: pointer; font-weight: 600; }
.actions button { flex: 1 1 150px; }
.actions button, .rows button { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
button:hover { filter: brightness(1.08); }
button:disabled { opacity: 0.5; cursor: default; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
#search { width: 260px; max-width: 100%; }
.result { border-top: 1px solid var(--line); padding-top: 12px; min-width: 0; }
.validity { margin: 0 0 8px; font-size: 13px; color: var(--quiet); }
.validity.bad { color: var(--bad); }
.line + .line { margin-top: 10px; }
.line-head { display: flex; align-items: center; justify-content: space-between; font-size: 13px; color: var(--quiet); margin-bottom: 4px; }
.copy { padding: 2px 10px; min-height: 30px; font-size: 13px; }
pre { margin: 0; padding: 10px; max-height: 108px; overflow: auto; border-radius: 8px; background: var(--code); font: 12px/1.45 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
.rows { border: 1px solid var(--line); border-radius: 12px; background: var(--card); }
.rows li { display: flex; align-items: center; justify-content: space-between; gap: 16px; padding: 12px 16px; }
.rows li + li { border-top: 1px solid var(--line); }
.rows li > div { min-width: 0; overflow-wrap: anywhere; }
.empty { color: var(--quiet); }
footer { padding-top: 32px; padding-bottom: 32px; font-size: 13px; color: var(--quiet); }
`;

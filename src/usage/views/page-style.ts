/** The style of the page; readable on a phone, in the dark and on paper. */
export const pageStyle = `
:root { color-scheme: light; --ink: #1f2a37; --muted: #5b6675; --line: #e2e7ec; --soft: #f6f8fa; --warn: #fff4dc; --warn-line: #e8a33d; }
* { box-sizing: border-box; }
body { margin: 0; background: #fff; color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif; }
main { max-width: 928px; margin: 0 auto; padding: 32px 24px 64px; }
h1 { font-size: 26px; line-height: 1.25; margin: 0 0 4px; overflow-wrap: anywhere; }
h2 { font-size: 19px; margin: 40px 0 12px; }
.state, .note { color: var(--muted); margin: 0 0 20px; }
.note { font-size: 14px; margin-top: 8px; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(170px, 1fr)); gap: 12px; margin: 0 0 24px; }
.figures div { background: var(--soft); border-radius: 8px; padding: 12px 16px; display: flex; flex-direction: column; justify-content: space-between; }
.figures dt { color: var(--muted); font-size: 14px; }
.figures dd { margin: 0; font-size: 28px; font-weight: 600; font-variant-numeric: tabular-nums; }
abbr { text-decoration: none; font-size: 12px; letter-spacing: .04em; }
.chart { margin: 0; border: 1px solid var(--line); border-radius: 8px; overflow: hidden; }
.chart svg { display: block; width: 100%; height: auto; }
.alerts { list-style: none; margin: 0 0 20px; padding: 0; }
.alerts li { background: var(--warn); border-left: 4px solid var(--warn-line); padding: 10px 14px; margin-bottom: 8px; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: right; padding: 6px 12px; border-bottom: 1px solid var(--line); white-space: nowrap; }
th:first-child { text-align: left; }
thead th { color: var(--muted); font-weight: 500; font-size: 14px; }
tbody th { font-weight: 500; }
.definitions div { display: grid; grid-template-columns: 130px 1fr; gap: 16px; padding: 8px 0; border-bottom: 1px solid var(--line); }
.definitions dt { font-weight: 600; }
.definitions dd { margin: 0; color: var(--muted); }
@media (max-width: 560px) { .chart { overflow-x: auto; } .chart svg { min-width: 640px; } .definitions div { grid-template-columns: 1fr; gap: 0; } main { padding: 20px 16px 48px; } }
@media print { main { max-width: none; padding: 0; } .figures div { border: 1px solid var(--line); } }
`;

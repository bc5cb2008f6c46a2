/** How the HTML report looks: light and dark, wide and narrow, on paper. */

// Text keeps a contrast of at least 4.5 to 1 in both schemes, bars and lines of charts 3 to 1.
export const PAGE_STYLE = `
:root {
  --paper: #ffffff; --sheet: #f5f6f8; --ink: #1b1f24; --quiet: #59616b; --rule: #d5dae0; --mark: #fdf3d6;
  --blue: #1f6fb2; --grey: #7c8590; --red: #c0392b; --violet: #7a55b0; --green: #1c7a45;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14171b; --sheet: #1e2329; --ink: #e7eaee; --quiet: #a3acb6; --rule: #383f47; --mark: #3a3318;
    --blue: #5aa9e6; --grey: #8b949e; --red: #f07f72; --violet: #b094e0; --green: #63c48c;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--paper); color: var(--ink); line-height: 1.55;
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "PingFang SC", "Microsoft YaHei",
    "Noto Sans CJK SC", "Noto Sans SC", sans-serif;
}
main { max-width: 68rem; margin: 0 auto; padding: 2rem 1.5rem 4rem; }
h1 { font-size: 1.9rem; line-height: 1.25; margin: 0; }
h2 { font-size: 1.35rem; margin: 2.8rem 0 .8rem; padding-top: .8rem; border-top: 1px solid var(--rule); }
h3 { font-size: 1.05rem; margin: 2rem 0 .6rem; }
p { margin: .6rem 0; max-width: 46rem; }
.note { color: var(--quiet); font-size: .9rem; }
code { font: .86em/1.4 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; color: var(--quiet); overflow-wrap: anywhere; }
th > div + div, td > div > div + div { margin-top: .15rem; }
q { unicode-bidi: isolate; overflow-wrap: anywhere; }
.tiles { list-style: none; margin: 1.4rem 0; padding: 0; display: grid; gap: .8rem; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); }
.tiles li { background: var(--sheet); border-radius: 10px; padding: .8rem 1rem; display: flex; flex-direction: column; }
.tiles .name { color: var(--quiet); font-size: .85rem; }
.tiles strong { font-size: 1.6rem; font-variant-numeric: tabular-nums; }
.difference { font-size: .85rem; color: var(--quiet); }
.good, .good strong { color: var(--green); }
.bad, .bad strong { color: var(--red); }
nav { margin: 1.4rem 0 0; font-size: .93rem; }
nav ul { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; }
a { color: var(--blue); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .35rem 1.4rem; margin: 0; }
dt { color: var(--quiet); }
dd { margin: 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; margin: .8rem 0; font-size: .93rem; }
th, td { text-align: left; vertical-align: top; padding: .5rem .7rem; border-bottom: 1px solid var(--rule); }
th:first-child, td:first-child { padding-left: 0; }
thead th { color: var(--quiet); font-weight: 600; font-size: .82rem; vertical-align: bottom; }
tbody th { font-weight: 500; min-width: 8rem; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
thead th.number { white-space: normal; }
td.words { color: var(--ink); }
td.words.good { color: var(--green); }
td.words.bad { color: var(--red); }
tr.marked > * { background: var(--mark); }
tr.marked th:first-child { padding-left: .5rem; font-weight: 700; }
.share { height: 5px; border-radius: 3px; background: var(--rule); margin-top: .3rem; min-width: 5rem; overflow: hidden; }
.share div { height: 100%; background: var(--blue); }
.charts { display: grid; gap: 1.5rem 2.5rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); align-items: start; }
figure { margin: .8rem 0; max-width: 28rem; }
figcaption { display: flex; flex-direction: column; margin-bottom: .6rem; }
summary { cursor: pointer; color: var(--quiet); font-size: .9rem; }
.chart { width: 100%; height: auto; display: block; font-size: 11px; }
.chart text { fill: var(--quiet); paint-order: stroke; stroke: var(--paper); stroke-width: 3px; stroke-linejoin: round; }
.chart .grid { stroke: var(--rule); }
.chart .axis { stroke: var(--grey); }
.chart .bar { fill: var(--blue); }
.chart .bar.wrong { fill: var(--red); }
.chart .bar.outOfScope { fill: var(--violet); }
.chart .count { fill: var(--grey); }
.chart .diagonal { stroke: var(--quiet); stroke-dasharray: 4 4; }
.chart .whisker { stroke: var(--ink); }
.chart .expected { stroke: var(--ink); stroke-width: 2.5; }
.chart .threshold { stroke: var(--ink); stroke-dasharray: 2 3; }
.chart .curve { fill: none; stroke: var(--blue); stroke-width: 2.5; }
.chart .current { fill: var(--paper); stroke: var(--ink); stroke-width: 2.5; }
@media (max-width: 44rem) {
  main { padding: 1.2rem 1rem 3rem; }
  h1 { font-size: 1.5rem; }
  .tiles { grid-template-columns: 1fr 1fr; }
  .tiles strong { font-size: 1.3rem; }
  dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: .6rem; }
  table, tbody, tbody th, td { display: block; }
  tbody th, td.words { width: 100%; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tr { display: flex; flex-wrap: wrap; gap: .1rem 1.3rem; background: var(--sheet); border-radius: 10px; padding: .6rem .8rem; margin-bottom: .6rem; }
  tr.marked { background: var(--mark); }
  tbody th, tr.marked th:first-child { padding: 0 0 .3rem; border: 0; font-weight: 600; }
  td, td:first-child { padding: .15rem 0; border: 0; }
  td.empty { display: none; }
  td.number { text-align: left; white-space: normal; }
  td::before { content: attr(data-label); display: block; color: var(--quiet); font-size: .8rem; line-height: 1.3; }
}
@media print {
  :root {
    --paper: #fff; --sheet: #f3f4f6; --ink: #000; --quiet: #444; --rule: #bbb; --mark: #f3ecd2;
    --blue: #1f6fb2; --grey: #777; --red: #a93226; --violet: #6c4aa0; --green: #17653a;
  }
  html, body { font-size: 10pt; }
  h2 { margin-top: 1.8rem; }
  main { max-width: none; padding: 0; }
  h2, h3 { break-after: avoid; }
  tr, figure, .tiles li { break-inside: avoid; }
  thead { display: table-header-group; }
  details, nav { display: none; }
  .tiles li, .share div, .share, tr.marked > *, .chart { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`

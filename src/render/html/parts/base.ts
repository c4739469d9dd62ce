/** What every page is set in: type, spacing, cards, chips, commands. Steps of 4; no shadow, no motion. */
export const base = `*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--ink);font:.9375rem/1.5 var(--sans);overflow-wrap:anywhere;text-wrap:pretty}
h1,h2,h3,h4,p,ul,ol,dl,dd,figure{margin:0}
ul,ol{padding:0;list-style:none}
h1{font-size:clamp(1.5rem,1.05rem + 1.9vw,2.125rem);line-height:1.2;font-weight:650;text-wrap:balance;max-width:52rem}
h2{font-size:1.0625rem;line-height:1.3;font-weight:650}
h3{font-size:1rem;line-height:1.35;font-weight:650}
h4{font-size:.8125rem;font-weight:600}
a{color:var(--accent);text-underline-offset:.18em;text-decoration-thickness:1px}
code,pre,.m{font-family:var(--mono);font-size:.8667em;font-variant-ligatures:none}
small,.s{font-size:.8125rem;line-height:1.45}
.soft{color:var(--soft)}
.bad{color:var(--bad)}
.good{color:var(--good)}
.warn{color:var(--warn)}
.nb{white-space:nowrap}
.i{width:1em;height:1em;flex:none;vertical-align:-.125em;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:3px}
.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;left:-99rem}
.skip:focus{left:1rem;top:.5rem;background:var(--paper);padding:.5rem;z-index:9}
.wrap{max-width:74rem;margin:0 auto;padding:0 1.5rem}
.card{background:var(--paper);border:1px solid var(--line);border-radius:.625rem}
.chip{display:inline-flex;align-items:center;gap:.35em;padding:.0625rem .5rem;border-radius:1rem;font-size:.8125rem;font-weight:600;white-space:nowrap;border:1px solid currentColor}
.chip.bad{background:var(--bad-tint)}
.chip.good{background:var(--good-tint)}
.chip.warn{background:var(--warn-tint)}
.chip.plain{color:var(--soft);border-color:var(--line);font-weight:400}
.mask{padding:0 .375rem;border:1px dashed var(--edge);border-radius:.25rem;color:var(--soft)}
.cmd{display:block;margin:.5rem 0 0;padding:.625rem .75rem;background:var(--sunk);border:1px solid var(--line);border-radius:.375rem;font:.8125rem/1.55 var(--mono);font-variant-ligatures:none;white-space:pre-wrap;user-select:all;-webkit-user-select:all;cursor:text}
.believe{background:repeating-linear-gradient(135deg,var(--warn-tint) 0 10px,var(--paper) 10px 20px);border-bottom:2px solid var(--warn);padding:.4375rem 1.5rem;font-size:.8125rem}
.believe b{background:var(--paper);padding:0 .25rem}
.top{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;align-items:baseline;padding-block:1rem}
.brand{font:650 1rem/1 var(--mono);color:var(--ink)}
.brand b{color:var(--accent);font-weight:650}
.foot{margin:3rem 0 2rem;padding-top:1rem;border-top:1px solid var(--line);color:var(--soft);font-size:.8125rem;display:grid;gap:.25rem}
@media(max-width:42rem){.wrap{padding:0 1rem}
.believe{padding-inline:1rem}}
@media print{@page{margin:13mm}
html{font-size:13.5px}
body{font-size:9.5pt}
h1{font-size:18pt}
h2,h3,h4{break-after:avoid}
a{color:inherit}
.wrap{padding:0;max-width:none}
.screen{display:none!important}
.cmd,.foot{break-inside:avoid}
.foot{margin:1rem 0 0}}
@media(forced-colors:active){.chip{forced-color-adjust:none}
.i{forced-color-adjust:auto}}`

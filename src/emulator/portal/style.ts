/** What the portal has besides what every page has: head, menu, tables, forms and the conversation. */
export const portalStyle = `.lab{margin:0 0 1.25rem;padding:1.125rem 1.25rem 1.25rem;border-color:var(--accent)}
.lab .at{display:flex;flex-wrap:wrap;align-items:center;gap:.5rem 1rem;font-size:.8125rem;font-weight:600;color:var(--accent)}
.lab .dots{display:flex;gap:.25rem;flex:0 1 18rem;min-width:8rem}
.lab .dots i{flex:1;height:.375rem;border-radius:.25rem;background:var(--line)}
.lab .dots .d{background:var(--accent)}
.lab .dots .n{background:linear-gradient(90deg,var(--accent) 50%,var(--line) 50%)}
.lab h2{font-size:1.25rem;margin-top:.5rem}
.lab p{max-width:44rem;margin-top:.25rem}
.lab summary{color:var(--accent);cursor:pointer;padding-block:.25rem}
.lab .row{align-items:center;margin-top:.875rem}
.chk{margin-top:.5rem;border-top:1px solid var(--line)}
.chk li{display:grid;grid-template-columns:1.5rem minmax(0,1fr) auto;gap:.5rem;align-items:baseline;padding:.4375rem 0;border-bottom:1px solid var(--line)}
.ring{display:inline-block;width:.875rem;height:.875rem;border:2px dotted var(--edge);border-radius:50%}
.make{background:repeating-linear-gradient(135deg,var(--warn-tint) 0 10px,var(--paper) 10px 20px);border-bottom:2px solid var(--warn);padding:.4375rem 1.25rem;font-size:.8125rem;display:flex;flex-wrap:wrap;gap:.125rem 1rem}
.make>*{background:var(--paper);padding:0 .375rem;border-radius:.25rem}
.make b{color:var(--warn)}
.hd{display:flex;flex-wrap:wrap;align-items:center;gap:.5rem 1rem;padding:.75rem 1.25rem;background:var(--paper);border-bottom:1px solid var(--line)}
.hd .brand{text-decoration:none;color:var(--ink)}
.hd>.s{flex:1 1 12rem}
button,.btn{font:inherit;font-size:.875rem;font-weight:600;padding:.4375rem .8125rem;min-height:2rem;border:1px solid var(--edge);border-radius:.375rem;background:var(--paper);color:var(--ink);cursor:pointer;text-decoration:none;display:inline-block;line-height:1.3}
button.go{background:var(--accent);border-color:var(--accent);color:var(--on-accent)}
button.flat{border-color:transparent;background:none;color:var(--accent);padding-inline:.375rem}
button:disabled{color:var(--soft);border:1px dashed var(--edge);background:none;cursor:default}
.seg{display:flex}
.seg button{border-radius:.375rem 0 0 .375rem;font-weight:400;color:var(--soft)}
.seg button+button{border-radius:0 .375rem .375rem 0;margin-left:-1px}
.seg [aria-pressed=true]{background:var(--accent-tint);border-color:var(--accent);color:var(--accent);font-weight:600;position:relative}
.shell{display:grid;grid-template-columns:13rem minmax(0,1fr) 22.5rem;min-height:calc(100vh - 6rem)}
.side{background:var(--paper);border-right:1px solid var(--line);padding:1.25rem .75rem}
.side h2{font-size:.8125rem;color:var(--soft);padding:.25rem .5rem;font-weight:600}
.side a{display:flex;align-items:center;gap:.625rem;min-height:2.25rem;padding:.375rem .5rem;border-radius:.375rem;color:var(--ink);text-decoration:none}
.side a:hover{text-decoration:underline}
.side [aria-current]{background:var(--accent-tint);color:var(--accent);font-weight:600}
.side .i{color:var(--soft)}
.side [aria-current] .i{color:inherit}
.main{padding:1.25rem 1.5rem 3rem;min-width:0}
.main h1{font-size:1.5rem}
.crumb{font-size:.8125rem;color:var(--soft);margin-bottom:.125rem}
.ess{margin-top:.875rem;display:grid;gap:.25rem}
.ess div{display:grid;grid-template-columns:11.5rem minmax(0,1fr);gap:0 .75rem}
.ess dt{color:var(--soft);font-size:.875rem}
.ess dd{font:.8125rem/1.6 var(--mono)}
.tabbar{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;border-bottom:1px solid var(--line);margin-top:1.25rem}
.tabbar a{padding:.375rem 0;text-decoration:none;color:var(--soft)}
.tabbar [aria-current]{color:var(--ink);font-weight:600;border-bottom:2px solid var(--accent);margin-bottom:-1px}
.blk{margin-top:1.25rem;overflow:hidden}
.blk>h2{padding:.875rem 1.25rem 0}
.blk>h2+.grid{margin-top:.5rem}
.blk>p,.blk>form.row,.blk>div.row{padding:.125rem 1.25rem .5rem}
.blk>p{color:var(--soft);font-size:.875rem}
.blk>.cmd,.blk>.tabs{margin:.25rem 1.25rem 1.25rem}
.row{display:flex;flex-wrap:wrap;gap:.5rem;align-items:end}
.blk>.row{padding-block:.5rem 1rem!important}
label.f{display:grid;gap:.125rem;font-size:.8125rem;color:var(--soft);flex:1 1 12rem;max-width:24rem}
[type=text],[type=search],select{font:inherit;color:var(--ink);background:var(--paper);border:1px solid var(--edge);border-radius:.375rem;padding:.375rem .625rem;min-height:2.125rem;width:100%}
.grid{width:100%;border-collapse:collapse;font-size:.875rem}
.grid th,.grid td{padding:.625rem .5rem;text-align:left;vertical-align:top;border-top:1px solid var(--line);font-weight:400}
.grid thead th{font-size:.8125rem;color:var(--soft);font-weight:600}
.grid th:first-child,.grid td:first-child{padding-left:1.25rem}
.grid td:last-child,.grid th:last-child{padding-right:1.25rem}
.grid td,.grid thead th{overflow-wrap:break-word}
.grid .m,.grid .st{overflow-wrap:anywhere}
.grid .st{min-width:7rem}
.grid small{display:block;color:var(--soft)}
.grid .api th{font-weight:650;background:var(--sunk);font-size:.8125rem}
.grid .st{font-weight:600}
.grid .a{text-align:right;white-space:nowrap}
.grid .a form{display:inline}
.grid .a button{margin:-.4375rem -.375rem}
.grid [type=checkbox]{width:1.25rem;height:1.25rem;margin:0;vertical-align:-.25rem}
.grid label{display:flex;gap:.625rem;align-items:center;min-height:1.5rem}
.looked>div{display:grid;grid-template-columns:7.5rem minmax(0,1fr);gap:.625rem;padding:.5rem 1.25rem;border-top:1px solid var(--line)}
.looked dt{font-weight:600}
.cmd+[data-copy]{margin-top:.5rem}
.one{margin:.75rem 1.25rem 1.125rem;padding:.75rem 1rem;background:var(--good-tint);border:1px solid var(--good);border-radius:.5rem}
.said{margin-top:1rem;padding:.625rem 1rem;border:1px solid var(--accent);background:var(--accent-tint);border-radius:.5rem}
.said.bad{border-color:var(--bad);background:var(--bad-tint);color:inherit}
.talk{border-left:1px solid var(--line);background:var(--paper);min-width:0}
.talk>header{padding:1rem 1.25rem .75rem;border-bottom:1px solid var(--line)}
.talk>header p,.talk noscript p{font-size:.8125rem;color:var(--soft)}
.live{display:inline-block;width:.5rem;height:.5rem;border-radius:50%;background:var(--good);margin-right:.375rem}
.live.off{background:var(--bad)}
.ev{padding:.75rem 1.25rem .8125rem;border-bottom:1px solid var(--line);display:grid;grid-template-columns:minmax(0,1fr) auto;gap:.0625rem .75rem}
.ev time{font:.75rem/1.8 var(--mono);color:var(--soft)}
.ev .wh{font-size:.8125rem;color:var(--soft)}
.ev .wt,.ev .dt,.ev details,.ev .ex{grid-column:1/-1}
.ev .wt{font-weight:600}
.ev .dt,.ev details,.ev .ex{font-size:.8125rem}
.ev .dt{color:var(--soft)}
.ev.new{background:var(--accent-tint)}
.ev summary{color:var(--accent);cursor:pointer;padding-block:.125rem}
.wide .talk{display:none}
.wide .shell{grid-template-columns:13rem minmax(0,1fr)}
@media(max-width:75rem){.shell{grid-template-columns:11.5rem minmax(0,1fr)}
.talk{grid-column:1/-1;border-left:0;border-top:1px solid var(--line)}}
@media(max-width:48rem){.shell,.wide .shell{display:block}
.side{display:flex;flex-wrap:wrap;padding:.375rem .75rem;border-right:0;border-bottom:1px solid var(--line);gap:0 .25rem}
.side h2{display:none}
.side a{font-size:.875rem;gap:.375rem}
.main{padding:1rem}
.ess div{grid-template-columns:minmax(0,1fr)}
.grid,.grid tbody{display:block}
.grid thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
.grid tr{display:grid;grid-template-columns:minmax(0,1fr) auto;border-top:1px solid var(--line);padding:.5rem 1rem;gap:.125rem .75rem}
.grid th,.grid td,.grid td:last-child,.grid th:last-child{display:block;border:0;padding:0!important;white-space:normal}
.grid th{grid-column:1/-1}
.grid .hide{display:none}
.grid .a{text-align:left}
.grid .a button{margin:0 0 0 -.375rem}
.grid .api{background:var(--sunk)}}
@media print{.hd form,.side,.talk,button{display:none}
.shell{display:block}}`

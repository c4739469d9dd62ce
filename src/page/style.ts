import { allStyles } from '../render/html/styles.ts'

/** Of the page's own parts, below those of any report. */
const own = `[hidden]{display:none!important}
.bar{border-bottom:1px solid var(--line);background:var(--paper)}
.bar .wrap{display:flex;flex-wrap:wrap;align-items:center;gap:0 1.5rem;max-width:66rem}
.bar nav{display:flex;gap:.25rem;flex:1 1 auto}
.bar .brand{text-decoration:none;padding:.5rem 0}
.bar nav a{padding:.875rem .75rem;color:var(--soft);text-decoration:none;border-bottom:2px solid transparent;margin-bottom:-1px}
.bar nav a[aria-current]{color:var(--ink);font-weight:600;border-color:var(--accent)}
.bar nav a:hover{color:var(--ink)}
.off{display:inline-flex;gap:.4rem;align-items:center;font-size:.8125rem;color:var(--good);font-weight:600;padding:.75rem 0;text-decoration:none}
main.wrap,footer.wrap{max-width:66rem}
main.wrap{padding-block:2rem 0}
.lead{font-size:1.0625rem;color:var(--soft);margin-top:.5rem;max-width:44rem}
.paste{margin-top:1.25rem;overflow:hidden;border-color:var(--edge)}
#intro[hidden]+.paste{margin-top:0}
.paste:focus-within,.find2:focus-within{outline:3px solid var(--accent);outline-offset:-1px}
.paste.over{outline:3px dashed var(--accent);outline-offset:-1px}
.paste>label{display:block;padding:.75rem 1rem 0;font-size:.8125rem;color:var(--soft);font-weight:600}
textarea{display:block;width:100%;min-height:9.75rem;border:0;background:none;color:var(--ink);padding:.375rem 1rem 1rem;font:.8125rem/1.6 var(--mono);font-variant-ligatures:none;resize:vertical;outline:0}
textarea:focus-visible,.find2 input:focus-visible{outline:0}
textarea::placeholder,input::placeholder{color:var(--soft);opacity:1}
.paste .row{display:flex;flex-wrap:wrap;gap:.5rem .875rem;align-items:center;padding:.625rem 1rem;border-top:1px solid var(--line);background:var(--sunk);font-size:.8125rem;color:var(--soft)}
.buttons{display:flex;flex-wrap:wrap;gap:.5rem;align-items:center;margin-left:auto}
button,.btn{font:600 .875rem/1.25 var(--sans);padding:.5rem .875rem;border-radius:.375rem;border:1px solid var(--edge);background:var(--paper);color:var(--ink);cursor:pointer;display:inline-flex;gap:.4rem;align-items:center}
button.go{background:var(--accent);border-color:var(--accent);color:var(--on-accent)}
button.link{border-color:transparent;background:none;color:var(--accent);font-weight:400}
#file:focus-visible+button,.btn:has(+#file:focus-visible){outline:3px solid var(--accent);outline-offset:2px}
kbd{font:.75rem/1 var(--mono);border:1px solid var(--edge);border-bottom-width:2px;border-radius:.25rem;padding:.0625rem .3125rem;color:var(--soft);background:var(--paper)}
.kb{margin-top:.5rem}
.row .kb{margin:0}
.got{display:flex;flex-wrap:wrap;gap:.375rem .5rem;margin-top:.75rem;align-items:center}
.got:empty{display:none}
.got strong{margin-right:.25rem}
.got .chip{padding:0 0 0 .625rem;overflow:hidden;white-space:normal;overflow-wrap:anywhere}
.got .chip b{font-weight:400}
.got .chip button{border:0;border-radius:0;background:none;color:inherit;padding:.3125rem .5rem;font-size:.75rem}
.got .chip button:hover{background:var(--paper)}
.got .chip button:focus-visible{outline-offset:-3px}
.answer{margin-top:2rem;outline:0}
.answer:empty{display:none}
.answer .sec{grid-template-columns:minmax(0,1fr);margin-top:2rem}
.answer h1:focus{outline:0}
.copy{margin-top:.5rem;padding:.3125rem .625rem;font-size:.8125rem}
.follow-up{display:flex;flex-wrap:wrap;gap:.375rem 1rem;align-items:center;margin-top:2rem;padding-top:.75rem;border-top:1px solid var(--line);color:var(--soft);font-size:.875rem}
.follow-up span{flex:1 1 20rem}
.said{margin-bottom:1rem;padding:.625rem 1rem;border-left:3px solid var(--edge);background:var(--paper)}
.try{margin-top:1.5rem}
.try ul{display:grid;grid-template-columns:repeat(auto-fill,minmax(17.5rem,1fr));gap:.5rem;margin-top:.5rem}
.try button{display:block;width:100%;text-align:left;padding:.625rem .875rem;font-weight:400;border-color:var(--line);border-radius:.625rem}
.try button:hover{border-color:var(--accent)}
.try b{display:block;font-weight:600}
.try span{font:.75rem/1.5 var(--mono);color:var(--soft);display:block;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.trust{margin-top:2rem;padding:1.25rem;display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1.35fr);gap:1rem 2rem;scroll-margin-top:1rem}
.trust h2{display:flex;gap:.5rem;align-items:center}
.trust h2 .i{color:var(--good)}
.trust p{margin-top:.375rem;color:var(--soft)}
.trust dl{display:grid;grid-template-columns:auto minmax(0,1fr);gap:.375rem 1rem;font-size:.875rem}
.trust dt{font-weight:600}
.trust dd{color:var(--soft)}
.zero{font:650 1.75rem/1 var(--mono);color:var(--good)}
.looked li{display:grid;grid-template-columns:1.25rem 13rem minmax(0,1fr);gap:.625rem;padding:.5rem 1.25rem;border-top:1px solid var(--line);align-items:baseline}
.looked li:first-child{border:0}
.find2{margin-top:1rem;padding:.375rem 1rem;border-color:var(--edge)}
.find2 input{width:100%;min-width:0;border:0;background:none;color:inherit;font:.9375rem/2rem var(--mono);outline:0}
.hits{margin-top:.25rem;overflow:hidden}
.hits li{display:flex;gap:1rem;justify-content:space-between;align-items:baseline;padding:.375rem 1rem;cursor:pointer;font:.8125rem/1.6 var(--mono);border-top:1px solid var(--line)}
.hits li:first-child{border-top:0}
.hits li small{color:var(--soft);font-family:var(--sans);flex:none}
.hits li[aria-selected=true]{background:var(--accent-tint);outline:2px solid var(--accent);outline-offset:-2px}
.hits .none{cursor:default;color:var(--soft);font-family:var(--sans)}
.lesson{margin-top:2rem}
.lesson>p{max-width:46rem;margin-top:.25rem;color:var(--soft)}
.cols{display:grid;grid-template-columns:repeat(auto-fit,minmax(20rem,1fr));gap:.75rem;margin-top:.75rem}
.cols>.card{padding:1rem 1.25rem}
.cols ol{margin-top:.375rem;display:grid;gap:.375rem;padding-left:1.1rem;list-style:decimal}
.links li{padding:.25rem 0}
.links small{display:block;color:var(--soft)}
.lesson details{margin-top:.5rem}
.lesson summary{cursor:pointer;font-weight:600}
@media(max-width:42rem){.bar nav{order:3;flex-basis:100%;gap:0;overflow-x:auto}
.bar nav a{padding:.625rem .5rem;white-space:nowrap}
.bar nav a:first-child{padding-left:0}
.bar .brand{flex:1}
main.wrap{padding-top:1.25rem}
.trust,.cols,.try ul{grid-template-columns:minmax(0,1fr)}
.trust dl{grid-template-columns:minmax(0,1fr);gap:.125rem}
.trust dd{margin-bottom:.5rem}
.looked li{grid-template-columns:1.25rem minmax(0,1fr);gap:0 .625rem}
.looked li span{grid-column:2}
.hits li{flex-direction:column;gap:0}
.kb{display:none}}
@media print{#start,#intro,.copy,.follow-up{display:none!important}
main.wrap{padding:0}
.answer{margin:0}}
@media(forced-colors:active){.hits li[aria-selected=true]{outline-color:Highlight}}`

/** One style sheet, allowed by its hash: an attribute \`style\` would be refused. */
export const pageStyle: string = [...allStyles, own].join('\n')

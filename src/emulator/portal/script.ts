/**
 * The one script of the portal: asks for what was said since, puts it on top, and tells when the tenant was changed by
 * somebody else. Without it the page is as it was when it came. So many entries are kept, however many come.
 */
export const portalScript = `(()=>{
const log=document.getElementById('log'),state=document.getElementById('state'),live=document.querySelector('.live')
if(!log)return
let last=Number(log.dataset.last)
const most=120
const panel=document.getElementById('lab')
let step=null
const look=async()=>{
try{
const answer=await fetch('/portal/log/new?after='+last+'&back='+encodeURIComponent(location.pathname),{headers:{accept:'application/json'}})
if(!answer.ok)throw 0
const {last:now,entries,changed,lab}=await answer.json()
live.classList.remove('off')
if(now!==last){
last=now
for(const old of log.querySelectorAll('.new'))old.classList.remove('new')
log.insertAdjacentHTML('afterbegin',entries)
while(log.children.length>most)log.lastElementChild.remove()
if(changed)state.hidden=false}
if(lab!==null&&lab!==step){if(step!==null)panel.innerHTML=lab
step=lab}
}catch{live.classList.add('off')}
setTimeout(look,document.hidden?5000:1000)}
setTimeout(look,1000)
for(const box of document.querySelectorAll('[data-copy]'))box.hidden=false
document.addEventListener('click',event=>{
const button=event.target.closest('[data-copy]')
if(button)navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent).then(()=>{button.textContent='Copied'},()=>{})})
})()`

import ort from 'onnxruntime-node';
import { GraphBuilder, modelOf, serialize } from './src-main/graph/index.ts';
const b=new GraphBuilder();const t=b.input('t',{elementType:'string',shape:['N']});
const lower=b.emit('StringNormalizer',[t],{case_change_action:'LOWER',locale:'C'});
const [w,c]=b.emitAll('StringSplit',[lower],{},2);b.output('lower',lower);b.output('w',w!);b.output('c',c!);
const s=await ort.InferenceSession.create(serialize(modelOf(b.finish('x'))),{logSeverityLevel:3});
async function go(x:string[]){try{const r=await s.run({t:new ort.Tensor('string',x,[x.length])});console.log(JSON.stringify(x),'lower',JSON.stringify(r.lower!.data),'w',JSON.stringify(r.w!.data),r.w!.dims,'c',String(r.c!.data));}catch(e){console.log(JSON.stringify(x),'ERR',String(e).slice(0,200))}}
const ws=[];for(let i=0;i<0x10000;i++){ if(i>=0xd800&&i<0xe000)continue; const ch=String.fromCodePoint(i); const r=await s.run({t:new ort.Tensor('string',['a'+ch+'b'],[1])}); const n=Number(r.c!.data[0]); const lo=r.lower!.data[0] as string; if(n!==1||lo!=='a'+ch+'b') ws.push([i.toString(16),n,lo!=='a'+ch+'b'?lo:'']);}
console.log(ws.length,JSON.stringify(ws.slice(0,60)));
await go(['A b  C']);await go(['']);await go(['','']);await go(['   ']);await go(['','a b']);await go(['Ünï ÉCOLE Straße İ']);await go(['a\u0000b c']);await go(['\ud800x y']);await go([' lead trail ']);await go(['😀 A']);await go(['a\u0000']);

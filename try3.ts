import ort from 'onnxruntime-node';
import { GraphBuilder, modelOf, serialize } from './src-main/graph/index.ts';
async function go(build:(b:GraphBuilder,t:any)=>any,xs:string[][]){
const b=new GraphBuilder();const t=b.input('t',{elementType:'string',shape:['N']});b.output('y',build(b,t));
const s=await ort.InferenceSession.create(serialize(modelOf(b.finish('x'))),{logSeverityLevel:3});
for(const x of xs)try{const r=await s.run({t:new ort.Tensor('string',x,[x.length])});console.log(JSON.stringify(x),JSON.stringify(Array.from(r.y!.data as any,String)),r.y!.dims);}catch(e){console.log(JSON.stringify(x),'ERR',String(e).slice(0,250))}}
const X=[['a\nb c\n\nd','x'],['',''],['\n'],['','a\n\n\nb']];
await go((b,t)=>b.emitAll('StringSplit',[t],{delimiter:'\n',maxsplit:2},2)[0],X);
await go((b,t)=>{const p=b.emitAll('StringSplit',[t],{},2)[0]!;return b.emitAll('StringSplit',[b.slice(p,1,[0,2])],{delimiter:'\n',maxsplit:2},2)[0]},X);
await go((b,t)=>{const p=b.emitAll('StringSplit',[t],{},2)[0]!;const q=b.emitAll('StringSplit',[b.slice(p,1,[0,2])],{delimiter:'\n',maxsplit:2},2)[0]!;const i=b.emit('ai.onnx.ml.LabelEncoder',[q],{keys_strings:['','a'],values_int64s:[0,2],default_int64:1});return b.emit('Reshape',[i,b.integers(0,-1)])},X);

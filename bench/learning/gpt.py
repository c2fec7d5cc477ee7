"""The twin of gpt.ts in PyTorch: the same start and batches, from the folder's files. Prints the held-out loss."""
import json, os, struct, sys
import numpy as np, torch, torch.nn.functional as F

here = sys.argv[1]
spec = json.load(open(os.path.join(here, 'spec.json')))
rows, length, heads = spec['rows'], spec['length'], spec['heads']
torch.set_num_threads(2)
read = lambda name: torch.tensor(np.fromfile(os.path.join(here, name + '.int32'), 'i4').astype('i8'))
train, held_out, places = read('train'), read('heldOut'), read('places')


def start():
    data = open(os.path.join(here, 'start.safetensors'), 'rb').read()
    size = struct.unpack('<Q', data[:8])[0]
    header = json.loads(data[8:8 + size])
    parameters = {}
    for name, entry in header.items():
        if name == '__metadata__' or '/' in name:
            continue
        begin, end = entry['data_offsets']
        values = np.frombuffer(data[8 + size + begin:8 + size + end], 'f4').reshape(entry['shape']).copy()
        parameters[name] = torch.tensor(values, requires_grad=True)
    return parameters


p = start()
dense = lambda name, x: x @ p[name + '.weight'] + p[name + '.bias']
norm = lambda name, x: F.layer_norm(x, x.shape[-1:], p[name + '.gain'], p[name + '.bias'], 1e-5)


def attention(name, x):
    batch, time, size = x.shape
    split = lambda part: dense(f'{name}.{part}', x).view(batch, time, heads, size // heads).transpose(1, 2)
    y = F.scaled_dot_product_attention(split('query'), split('key'), split('value'), is_causal=True)
    return dense(name + '.output', y.transpose(1, 2).reshape(batch, time, size))


def loss_at(ids, starts):
    window = starts[:, None] + torch.arange(length + 1)
    both = ids[window]
    x = p['embedding.table'][both[:, :-1]] + p['position.table']
    for index in range(spec['layers']):
        name = f'block{index + 1}'
        x = x + attention(name + '.attention', norm(name + '.norm1', x))
        x = x + dense(name + '.forward.down', F.gelu(dense(name + '.forward.up', norm(name + '.norm2', x))))
    return F.cross_entropy(dense('output', norm('norm', x)).flatten(0, 1), both[:, 1:].flatten())


optimizer = torch.optim.Adam(p.values(), lr=spec['learningRate'])
kept, step = os.path.join(here, 'theirs.pt'), 0
if os.path.exists(kept):
    saved = torch.load(kept)
    step = saved['step']
    with torch.no_grad():
        for name, value in saved['parameters'].items():
            p[name].copy_(value)
    optimizer.load_state_dict(saved['optimizer'])
while step < spec['steps']:
    optimizer.zero_grad()
    loss = loss_at(train, places[step * rows:(step + 1) * rows])
    loss.backward()
    optimizer.step()
    step += 1
    if step % spec['saveEvery'] == 0 or step == spec['steps']:
        state = {'step': step, 'parameters': {k: v.detach() for k, v in p.items()}, 'optimizer': optimizer.state_dict()}
        torch.save(state, kept + '.new')
        os.replace(kept + '.new', kept)
        print(f'PyTorch step {step}: {loss.item():.4f}', file=sys.stderr)
with torch.no_grad():
    starts = lambda index: (index * rows + torch.arange(rows)) * length
    print(sum(loss_at(held_out, starts(index)).item() for index in range(spec['judged'])) / spec['judged'])

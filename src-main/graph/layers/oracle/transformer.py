"""Oracle of the Transformer's layers: PyTorch's loss and gradients, in double precision, for the networks of a JSON file."""
import json, math, sys
import numpy as np, torch, torch.nn.functional as F


def rotate(x, base):
    half = x.shape[-1] // 2
    angles = torch.outer(torch.arange(x.shape[-2]).double(), base ** (-torch.arange(half).double() / half))
    first, second = x[..., :half], x[..., half:]
    return torch.cat([first * angles.cos() - second * angles.sin(), second * angles.cos() + first * angles.sin()], -1)


def sinusoids(length, size):
    places, features = torch.arange(length).double()[:, None], torch.arange(0, size, 2).double()
    angles = places / 10000 ** (features / size)
    return torch.stack([angles.sin(), angles.cos()], -1).flatten(1)


class Net:
    def __init__(self, spec):
        self.o = spec['options']
        self.p = {k: torch.tensor(np.array(v['data'], 'f8').reshape(v['shape']), requires_grad=True)
                  for k, v in spec['parameters'].items()}

    def dense(self, name, x):
        return x @ self.p[name + '.weight'] + self.p[name + '.bias']

    def norm(self, name, x):
        gain, size = self.p[name + '.gain'], x.shape[-1:]
        if self.o.get('normalization') == 'rms':
            return F.rms_norm(x, size, gain, 1e-5)
        return F.layer_norm(x, size, gain, self.p[name + '.bias'], 1e-5)

    def attention(self, name, x, mask):
        batch, time, size = x.shape
        heads = self.o['heads']
        split = lambda part: self.dense(f'{name}.{part}', x).view(batch, time, heads, size // heads).transpose(1, 2)
        q, k, v = split('query'), split('key'), split('value')
        if self.o.get('rotary'):
            q, k = rotate(q, self.o['rotary']['base']), rotate(k, self.o['rotary']['base'])
        y = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        return self.dense(name + '.output', y.transpose(1, 2).reshape(batch, time, size))

    def block(self, name, x, mask):
        act = F.gelu if self.o.get('activation') == 'gelu' else F.relu
        forward = lambda x: self.dense(name + '.forward.down', act(self.dense(name + '.forward.up', x)))
        if self.o['norm'] == 'before':
            x = x + self.attention(name + '.attention', self.norm(name + '.norm1', x), mask)
            return x + forward(self.norm(name + '.norm2', x))
        x = self.norm(name + '.norm1', x + self.attention(name + '.attention', x, mask))
        return self.norm(name + '.norm2', x + forward(x))

    def __call__(self, ids):
        o, time = self.o, ids.shape[1]
        x = self.p['embedding.table'][ids]
        x = x + (self.p['position.table'][:time] if 'position.table' in self.p else sinusoids(o['length'], o['size'])[:time])
        mask, kept = None, None
        if 'padding' in o:
            kept = ids != o['padding']
            mask = kept[:, None, None, :]
        if o.get('causal'):
            mask = torch.ones(time, time, dtype=torch.bool).tril()
        for index in range(o['layers']):
            x = self.block(f'block{index + 1}', x, mask)
        if 'norm.gain' in self.p:
            x = self.norm('norm', x)
        if o['pooled']:
            x = x.mean(1) if kept is None else (x * kept[..., None]).sum(1) / kept.sum(1, keepdim=True)
        return self.dense('output', x)


answers = []
for spec in json.load(open(sys.argv[1])):
    net = Net(spec)
    ids = torch.tensor(spec['ids']).view(spec['batch'], -1)
    logits = net(ids)
    loss = F.cross_entropy(logits.flatten(0, -2), torch.tensor(spec['targets']))
    loss.backward()
    answers.append({
        'loss': loss.item(),
        'logits': logits.flatten().tolist(),
        'gradients': {k: v.grad.flatten().tolist() for k, v in net.p.items()},
    })
print(json.dumps(answers))

"""Oracle of the layers for images: outputs and gradients of each case of a JSON file, in PyTorch."""
import json, sys
import numpy as np, torch, torch.nn.functional as F

torch.set_num_threads(1)

def tensor(given):
    return torch.tensor(np.array(given['data'], 'f4').reshape(given['shape'])).requires_grad_()

def convolution(x, p, o):
    rank = x.dim() - 2
    run = {1: F.conv1d, 2: F.conv2d, 3: F.conv3d}[rank]
    padding = o.get('padding', 0)
    return run(x, p['l.weight'], p.get('l.bias'), o.get('stride', 1), 0 if padding == 'valid' else padding, o.get('dilation', 1), o.get('groups', 1))

def pool(x, o, kind):
    run = {('max', 1): F.max_pool1d, ('max', 2): F.max_pool2d, ('max', 3): F.max_pool3d,
           ('mean', 1): F.avg_pool1d, ('mean', 2): F.avg_pool2d, ('mean', 3): F.avg_pool3d}[kind, x.dim() - 2]
    extra = {'count_include_pad': False} if kind == 'mean' else {}
    return run(x, o['size'], o.get('stride', o['size']), o.get('padding', 0), **extra)

layers = {
    'convolution': lambda x, p, o: convolution(x, p, o),
    'maxPool': lambda x, p, o: pool(x, o, 'max'),
    'averagePool': lambda x, p, o: pool(x, o, 'mean'),
    'globalAveragePool': lambda x, p, o: x.flatten(2).mean(2),
    'flatten': lambda x, p, o: x.flatten(1),
    'batchNorm': lambda x, p, o: F.batch_norm(x, None, None, p['l.scale'], p['l.bias'], training=True),
    'groupNorm': lambda x, p, o: F.group_norm(x, o['groups'], p['l.scale'], p['l.bias']),
    'instanceNorm': lambda x, p, o: F.instance_norm(x, None, None, p['l.scale'], p['l.bias']),
}

def run(case):
    x, p = tensor(case['x']), {name: tensor(given) for name, given in case['parameters'].items()}
    y = layers[case['layer']](x, p, case['options'])
    weights = torch.cos(torch.arange(1, y.numel() + 1, dtype=torch.float32)).reshape(y.shape)
    (y * weights).sum().backward()
    values = {'y': y, 'dx': x.grad} | {f'd{name}': value.grad for name, value in p.items()}
    return {name: value.detach().flatten().tolist() for name, value in values.items()}

print(json.dumps([run(case) for case in json.load(open(sys.argv[1]))]))

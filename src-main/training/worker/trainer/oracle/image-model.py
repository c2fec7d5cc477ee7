"""Oracle of the image networks: PyTorch's loss, gradients and Adam update for the parameters and batch of a JSON file."""
import json, sys
import numpy as np, torch, torch.nn.functional as F

torch.set_num_threads(1)
spec = json.load(open(sys.argv[1]))
tensor = lambda name, shape, dtype='f4': torch.from_numpy(np.fromfile(f"{spec['folder']}/{name}", dtype).reshape(shape))
P = {name: tensor(name, shape).requires_grad_() for name, shape in spec['parameters'].items()}
B = {name: tensor(name, shape) for name, shape in spec['buffers'].items()}

def conv(x, name, stride=1, padding=0):
    return F.conv2d(x, P[f'{name}.weight'], P.get(f'{name}.bias'), stride, padding)

def norm(x, name):
    running = [B[f'{name}.{of}'] for of in ('mean', 'variance')]
    return F.batch_norm(x, *running, P[f'{name}.scale'], P[f'{name}.bias'], training=True, momentum=0.1, eps=1e-5)

def dense(x, name):
    return x @ P[f'{name}.weight'] + P[f'{name}.bias']

def convolutional(x, padding, pool_last):
    count = len(spec['sizes']['filters'])
    for index in range(1, count + 1):
        x = F.relu(conv(x, f'conv{index}', padding=padding))
        if pool_last or index < count:
            x = F.max_pool2d(x, 2)
    return dense(F.relu(dense(x.flatten(1), 'dense')), 'output')

def residual(x):
    x = F.relu(norm(conv(x, 'stem.conv', padding=1), 'stem.norm'))
    for stage in range(len(spec['sizes']['stages'])):
        for block in range(spec['sizes']['blocks']):
            name, stride = f'stage{stage + 1}.block{block + 1}', 2 if stage > 0 and block == 0 else 1
            y = F.relu(norm(conv(x, f'{name}.first.conv', stride, 1), f'{name}.first.norm'))
            y = norm(conv(y, f'{name}.second.conv', 1, 1), f'{name}.second.norm')
            if f'{name}.shortcut.conv.weight' in P:
                x = norm(conv(x, f'{name}.shortcut.conv', stride), f'{name}.shortcut.norm')
            x = F.relu(x + y)
    return dense(x.mean((2, 3)), 'output')

networks = {'cifarNet': lambda x: convolutional(x, 0, False), 'smallCnn': lambda x: convolutional(x, 1, True), 'residualNet': residual}
optimizer = torch.optim.Adam(P.values(), lr=spec['learningRate'])
each = F.cross_entropy(networks[spec['network']](tensor('images', spec['images'])), tensor('labels', [-1], 'i4').long(), reduction='none')
weights = tensor('weights', [-1])
loss = (each * weights).sum() / weights.sum()
loss.backward()
for name, value in P.items():
    value.grad.numpy().tofile(f"{spec['folder']}/{name}.gradient")
optimizer.step()
for name, value in (P | B).items():
    value.detach().numpy().tofile(f"{spec['folder']}/{name}.next")
print(json.dumps(loss.item()))

"""Oracle of the nets that learn from labels, spans, masks and boxes: PyTorch's loss and gradients of one step, in double precision."""
import json, sys
import numpy as np, torch, torch.nn as nn, torch.nn.functional as F

torch.set_num_threads(1)


class Case:
    def __init__(self, spec):
        self.o = spec['options']
        self.p = {k: self.tensor(v).requires_grad_() for k, v in spec['parameters'].items()}
        self.b = {k: self.tensor(v) for k, v in spec['batch'].items() if k != 'weights'}
        self.w = torch.tensor(spec['batch']['weights']['data'], dtype=torch.float64)

    @staticmethod
    def tensor(given):
        return torch.tensor(np.array(given['data'], 'f8').reshape(given['shape']))

    def dense(self, name, x):
        return x @ self.p[name + '.weight'] + self.p[name + '.bias']

    def conv(self, name, x, stride=1, padding=1):
        return F.conv2d(x, self.p[name + '.weight'], self.p.get(name + '.bias'), stride, padding)

    def batch_norm(self, name, x):
        return F.batch_norm(x, None, None, self.p[name + '.scale'], self.p[name + '.bias'], training=True)

    def normalized(self, name, x, stride=1, padding=1):
        return self.batch_norm(name + '.norm', self.conv(name + '.conv', x, stride, padding))

    def layer_norm(self, name, x):
        return F.layer_norm(x, x.shape[-1:], self.p[name + '.gain'], self.p[name + '.bias'], 1e-5)

    def rows(self, each):
        """The mean over all elements, each row with its weight."""
        spread = self.w.reshape(-1, *[1] * (each.dim() - 1)).expand_as(each)
        return (each * spread).sum() / spread.sum()

    def lstm(self, x):
        """x [time, batch, features]; nn.LSTM with ONNX's weights: gates i, o, f, z become i, f, z, o."""
        p, h = self.p, self.p['lstm.recurrent'].shape[2]
        directions = p['lstm.input'].shape[0]
        net = nn.LSTM(x.shape[2], h, bidirectional=directions == 2).double()
        order = lambda rows: torch.cat([rows.split(h, 0)[gate] for gate in [0, 2, 3, 1]], 0)
        weights = {}
        for d in range(directions):
            end = '_l0' + ('_reverse' if d else '')
            weights['weight_ih' + end] = order(p['lstm.input'][d])
            weights['weight_hh' + end] = order(p['lstm.recurrent'][d])
            weights['bias_ih' + end] = order(p['lstm.bias'][d])
            weights['bias_hh' + end] = torch.zeros(4 * h, dtype=torch.float64)
        return torch.func.functional_call(net, weights, (x,))

    def block(self, name, x, mask):
        batch, time, size = x.shape
        heads = self.o['heads']
        split = lambda part: self.dense(f'{name}.attention.{part}', x).view(batch, time, heads, -1).transpose(1, 2)
        y = F.scaled_dot_product_attention(split('query'), split('key'), split('value'), attn_mask=mask)
        y = self.dense(name + '.attention.output', y.transpose(1, 2).reshape(batch, time, size))
        x = self.layer_norm(name + '.norm1', x + y)
        y = self.dense(name + '.forward.down', F.relu(self.dense(name + '.forward.up', x)))
        return self.layer_norm(name + '.norm2', x + y)


def multilabel(c, logits):
    weight = c.o.get('positiveWeights')
    weight = None if weight is None else torch.tensor(weight, dtype=logits.dtype)
    return c.rows(F.binary_cross_entropy_with_logits(logits, c.b['labels'], pos_weight=weight, reduction='none'))


def text_labels(c):
    last = c.lstm(c.p['embedding.table'][c.b['features'].long().T])[1][0][-1]
    return multilabel(c, c.dense('output', last))


def table_labels(c):
    return multilabel(c, c.dense('dense2', F.relu(c.dense('dense1', c.b['numbers']))))


def image_labels(c):
    x = F.max_pool2d(F.relu(c.conv('conv1', c.b['pixels'])), 2)
    return multilabel(c, c.dense('output', F.relu(c.dense('dense', x.flatten(1)))))


def margins(c, reads):
    scores = c.dense('output', reads(c, c.b['features'].long().flatten(0, 1))).view(-1, 2)
    return scores[:, :1] - scores[:, 1:]


def last_state(c, ids):
    return c.lstm(c.p['embedding.table'][ids.T])[1][0][-1]


def phrases(c, ids):
    x = c.p['embedding.table'][ids].transpose(1, 2)
    conv = lambda name: F.conv1d(x, c.p[name + '.weight'], c.p[name + '.bias'])
    return torch.cat([F.relu(conv(f'conv{width}')).amax(2) for width in [3, 4, 5]], 1)


def preference(c, margin):
    won = c.b['won']
    return c.rows(-(won * F.logsigmoid(margin) + (1 - won) * F.logsigmoid(-margin)))


def tags(c, logits):
    labels = c.b['labels'].long()
    each = F.cross_entropy(logits.movedim(-1, 1), labels, ignore_index=-1, reduction='none')
    return (each * c.w[:, None]).sum() / ((labels != -1) * c.w[:, None]).sum()


def bilstm_logits(c):
    return c.dense('output', c.lstm(c.p['embedding.table'][c.b['features'].long().T])[0].transpose(0, 1))


def bilstm_tagger(c):
    return tags(c, bilstm_logits(c))


def encoder_tagger(c):
    ids = c.b['features'].long()
    x = c.p['embedding.table'][ids] + c.p['position.table']
    mask = (ids != c.o['padding'])[:, None, None, :]
    for index in range(c.o['layers']):
        x = c.block(f'block{index + 1}', x, mask)
    return tags(c, c.dense('output', x))


def double(c, name, x):
    return F.relu(c.normalized(name + '.second', F.relu(c.normalized(name + '.first', x))))


def unet_logits(c):
    x, skips, stages = c.b['pixels'], [], c.o['stages']
    for stage in range(1, stages):
        skips.append(double(c, f'down{stage}', x))
        x = F.max_pool2d(skips[-1], 2)
    x = double(c, 'bottom', x)
    for stage in range(stages - 1, 0, -1):
        x = F.relu(c.normalized(f'up{stage}.reduce', F.interpolate(x, scale_factor=2, mode='nearest')))
        x = double(c, f'up{stage}', torch.cat([skips.pop(), x], 1))
    return c.conv('output', x, padding=0)


def unet(c):
    logits = unet_logits(c)
    labels, w = c.b['labels'].long(), c.w[:, None, None]
    classes = c.o.get('classWeights')
    classes = torch.tensor([1.0] * 3 if classes is None else classes, dtype=logits.dtype)
    each = F.cross_entropy(logits, labels, classes, reduction='none')
    p, g = logits.softmax(1), F.one_hot(labels, 3).movedim(-1, 1)
    total = lambda values: (values * w[:, None]).sum((0, 2, 3))
    share = (2 * total(p * g) + 1) / (total(p) + total(g) + 1)
    return (each * w).sum() / (classes[labels] * w).sum() + 0.5 * (1 - share.mean())


def residual(c, name, x, stride, same):
    y = c.normalized(name + '.second', F.relu(c.normalized(name + '.first', x, stride)))
    return F.relu(y + (x if same else c.normalized(name + '.shortcut', x, stride, 0)))


def detector_outputs(c):
    x = F.relu(c.normalized('stem', c.b['pixels'], 2))
    near = residual(c, 'stage1', x, 2, False)
    far = residual(c, 'stage3', residual(c, 'stage2', near, 2, False), 1, True)
    x = c.normalized('top', far, padding=0)
    if c.o['stride'] == 4:
        x = c.normalized('lateral', near, padding=0) + F.interpolate(x, scale_factor=2, mode='nearest')
    x = F.relu(x)
    head = lambda name: (F.conv2d(F.relu(c.normalized(name + '.inner', x)), c.p[name + '.output.weight'])
                         .movedim(1, -1) + c.p[name + '.start'])
    return head('heat'), head('boxes')


def detector(c):
    (heat, boxes), w = detector_outputs(c), c.w[:, None, None, None]
    y, places = c.b['middles'], c.b['places']
    middle, p = (y == 1).double(), heat.sigmoid()
    each = middle * (1 - p) ** 2 * F.logsigmoid(heat) + (1 - middle) * (1 - y) ** 4 * p ** 2 * F.logsigmoid(-heat)
    counts = places[..., 4:] * w
    distance = (boxes - places[..., :4]).abs() * counts
    return -(each * w).sum() / (middle * w).sum().clamp(min=1) + distance.sum() / counts.sum().clamp(min=1)


nets = {
    'text labels': text_labels, 'table labels': table_labels, 'image labels': image_labels,
    'bilstm tagger': bilstm_tagger, 'encoder tagger': encoder_tagger,
    'unet': unet, 'detector': detector,
    'lstm preference': lambda c: preference(c, margins(c, last_state)),
    'cnn preference': lambda c: preference(c, margins(c, phrases)),
}


def run(spec):
    c = Case(spec)
    loss = nets[spec['net']](c)
    loss.backward()
    return {'loss': loss.item(), 'gradients': {name: p.grad.flatten().tolist() for name, p in c.p.items()}}


if __name__ == '__main__':
    print(json.dumps([run(spec) for spec in json.load(open(sys.argv[1]))]))

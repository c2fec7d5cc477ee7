"""Trains PyTorch's twin of a net: the same weights at the start, batches in the same order, Adam; then says what it answers."""
import json, sys
import torch, torch.nn.functional as F
import nets

torch.set_default_dtype(torch.float32)


class Twin(nets.Case):
    """A net over batches that change, with running statistics of its batch normalization."""

    def __init__(self, spec):
        super().__init__({**spec, 'batch': spec['train'][0]})
        self.p = {k: v.detach().float().requires_grad_() for k, v in self.p.items()}
        self.training, self.running = True, {}

    def take(self, batch):
        self.b = {k: self.tensor(v).float() for k, v in batch.items() if k != 'weights'}
        self.w = torch.tensor(batch['weights']['data'])

    def batch_norm(self, name, x):
        size = x.shape[1]
        mean, variance = self.running.setdefault(name, (torch.zeros(size), torch.ones(size)))
        return F.batch_norm(x, mean, variance, self.p[name + '.scale'], self.p[name + '.bias'],
                            training=self.training, momentum=self.o.get('momentum', 0.1))

    def lstm(self, x):
        h = self.p['lstm.recurrent'].shape[2]
        directions = self.p['lstm.input'].shape[0]
        net = torch.nn.LSTM(x.shape[2], h, bidirectional=directions == 2)
        order = lambda rows: torch.cat([rows.split(h, 0)[gate] for gate in [0, 2, 3, 1]], 0)
        weights = {}
        for d in range(directions):
            end = '_l0' + ('_reverse' if d else '')
            weights['weight_ih' + end] = order(self.p['lstm.input'][d])
            weights['weight_hh' + end] = order(self.p['lstm.recurrent'][d])
            weights['bias_ih' + end] = order(self.p['lstm.bias'][d])
            weights['bias_hh' + end] = torch.zeros(4 * h)
        return torch.func.functional_call(net, weights, (x,))


def tags(c):
    return {'logits': nets.bilstm_logits(c)}


def masks(c):
    return {'logits': nets.unet_logits(c).movedim(1, -1)}


def boxes(c, most=100):
    """The highest peaks of the heat maps, as the exported detector gives them."""
    heat, sizes = nets.detector_outputs(c)
    stride = c.o['stride']
    p = heat.sigmoid().movedim(-1, 1)
    rows, classes, height, width = p.shape
    peaks = torch.where(F.max_pool2d(p, 3, 1, 1) == p, p, torch.zeros_like(p)).flatten(1)
    scores, places = peaks.topk(most, 1)
    label, cell = places // (height * width), places % (height * width)
    own = sizes.flatten(1, 2).gather(1, cell[..., None].expand(-1, -1, 4))
    wide, high = own[..., 2].exp() * stride, own[..., 3].exp() * stride
    x = (cell % width + own[..., 0]) * stride - wide / 2
    y = (cell // width + own[..., 1]) * stride - high / 2
    return {'scores': scores, 'classes': label, 'areas': torch.stack([x, y, wide, high], -1)}


def preferences(c):
    return {'logits': nets.margins(c, nets.phrases)}


outputs = {'bilstm tagger': tags, 'unet': masks, 'detector': boxes, 'cnn preference': preferences}


def train(spec):
    torch.set_num_threads(1)
    c = Twin(spec)
    optimizer = torch.optim.Adam(c.p.values())
    batches = spec['train']
    for step, rate in enumerate(spec['rates'], 1):
        optimizer.param_groups[0]['lr'] = rate
        c.take(batches[step % len(batches)])
        optimizer.zero_grad()
        nets.nets[spec['net']](c).backward()
        optimizer.step()
    c.training = False
    told = []
    with torch.no_grad():
        for batch in spec['test']:
            c.take(batch)
            told.append({k: v.flatten().tolist() for k, v in outputs[spec['net']](c).items()})
    return told


if __name__ == '__main__':
    sys.path.insert(0, __file__.rsplit('/', 1)[0])
    print(json.dumps([train(spec) for spec in json.load(open(sys.argv[1]))]))

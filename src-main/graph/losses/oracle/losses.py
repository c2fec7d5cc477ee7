"""Oracle of the losses: PyTorch's value and gradient for each case of a JSON file, in double precision."""
import json, sys
import torch, torch.nn.functional as F


def rows(each, weights):
    """The mean over all places, each row with its weight."""
    spread = weights.reshape(-1, *[1] * (each.dim() - 1)).expand_as(each)
    return (each * spread).sum() / spread.sum()


def class_weights(options):
    given = options.get('classWeights')
    return torch.tensor(given, dtype=torch.float64) if given else None


def cross_entropy(x, y, w, o):
    ignored = o.get('ignoreIndex', -100)
    c = class_weights(o)
    logits, labels = x.movedim(-1, 1), y.long()
    each = F.cross_entropy(logits, labels, c, ignore_index=ignored, reduction='none',
                           label_smoothing=o.get('labelSmoothing', 0))
    counts = (torch.ones_like(x[..., 0]) if c is None else c[labels.clamp(min=0)]) * (labels != ignored)
    spread = w.reshape(-1, *[1] * (each.dim() - 1))
    own = (each * spread).sum() / (counts * spread).sum()
    if torch.all(w == 1):
        mean = F.cross_entropy(logits, labels, c, ignore_index=ignored, label_smoothing=o.get('labelSmoothing', 0))
        assert torch.allclose(own, mean, rtol=1e-12)
    return own


def softmax_focal(x, y, w, o):
    c = class_weights(o)
    log_p = F.log_softmax(x, -1).gather(-1, y.long().unsqueeze(-1)).squeeze(-1)
    alpha = 1 if c is None else c[y.long()]
    return rows(-alpha * (1 - log_p.exp()) ** o.get('gamma', 2) * log_p, w)


def binary_focal(x, y, w, o):
    p = x.sigmoid()
    p_t = p * y + (1 - p) * (1 - y)
    each = F.binary_cross_entropy_with_logits(x, y, reduction='none') * (1 - p_t) ** o.get('gamma', 2)
    if 'alpha' in o:
        each = each * (o['alpha'] * y + (1 - o['alpha']) * (1 - y))
    return rows(each, w)


def binary(x, y, w, o):
    positive = o.get('positiveWeight')
    positive = None if positive is None else torch.tensor(positive, dtype=torch.float64)
    return rows(F.binary_cross_entropy_with_logits(x, y.double(), pos_weight=positive, reduction='none'), w)


def divergence(x, y, w, o):
    t = o.get('temperature', 1)
    q = y if o.get('target') == 'probabilities' else F.softmax(y / t, -1)
    return rows(t * t * F.kl_div(F.log_softmax(x / t, -1), q, reduction='none').sum(-1), w)


def dice(x, y, w, o):
    smooth, axes = o.get('smooth', 1), tuple(range(x.dim() - 1))
    rows = w.reshape(-1, *[1] * (x.dim() - 1))
    p, g = F.softmax(x, -1) * rows, F.one_hot(y.long(), x.shape[-1]) * rows
    return 1 - ((2 * (F.softmax(x, -1) * g).sum(axes) + smooth) / (p.sum(axes) + g.sum(axes) + smooth)).mean()


def center_focal(x, y, w, o):
    rows, middle, p = w.reshape(-1, *[1] * (x.dim() - 1)), (y == 1).double(), x.sigmoid()
    near = middle * (1 - p) ** 2 * F.logsigmoid(x)
    far = (1 - middle) * (1 - y) ** 4 * p ** 2 * F.logsigmoid(-x)
    return -((near + far) * rows).sum() / (middle * rows).sum().clamp(min=1)


def masked_distance(x, y, w, o):
    rows, counts = w.reshape(-1, *[1] * (x.dim() - 1)), y[..., -1:]
    factors = torch.tensor(o.get('weights', [1] * x.shape[-1]), dtype=torch.float64)
    each = F.l1_loss(x, y[..., :-1], reduction='none') * factors * counts * rows
    return each.sum() / (counts * rows).sum().clamp(min=1)


losses = {
    'dice': dice,
    'centerFocal': center_focal,
    'maskedDistance': masked_distance,
    'softmaxCrossEntropy': cross_entropy,
    'softmaxFocal': softmax_focal,
    'binaryCrossEntropy': binary,
    'binaryFocal': binary_focal,
    'meanSquaredError': lambda x, y, w, o: rows(F.mse_loss(x, y, reduction='none'), w),
    'meanAbsoluteError': lambda x, y, w, o: rows(F.l1_loss(x, y, reduction='none'), w),
    'huber': lambda x, y, w, o: rows(F.huber_loss(x, y, delta=o.get('delta', 1), reduction='none'), w),
    'klDivergence': divergence,
}


def judge(case):
    x = torch.tensor(case['output'], dtype=torch.float64).reshape(case['shape']).requires_grad_()
    y = torch.tensor(case['target'], dtype=torch.float64).reshape(case['targetShape'])
    w = torch.tensor(case['weights'], dtype=torch.float64)
    loss = losses[case['loss']](x, y, w, case['options'])
    loss.backward()
    return {'loss': loss.item(), 'gradient': x.grad.flatten().tolist()}


print(json.dumps([judge(case) for case in json.load(open(sys.argv[1]))]))
